import Core

/// A tool of one request whose answer is a list or a document.
struct GrafanaList: Tool {
    let description: ToolDescription
    private let path: [String]
    private let what: String
    private let read: @Sendable (JSONValue, CallKey) throws(ReadingError) -> Step

    init(
        _ name: String, _ summary: String, path: [String], what: String,
        read: @escaping @Sendable (JSONValue, CallKey) throws(ReadingError) -> Step
    ) {
        description = ToolDescription(name: name, summary: summary, input: Schema.object([]), routes: [.http(.get, path)])
        self.path = path
        self.what = what
        self.read = read
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return OneRound([GrafanaAPI.get(path)]) { [what, read] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                return try read(try GrafanaAPI.document(outcome), outcome.key)
            } catch {
                return .done([], [error.diagnostic(what, outcome)])
            }
        }
    }
}

extension GrafanaList {
    /// What a list can prove from which some entries were left out.
    private static func incomplete(_ malformed: Int) -> Completeness {
        malformed == 0 ? .complete : .cutOff(reason: "\(malformed) entries could not be read")
    }

    private static func nothing(_ what: String, _ malformed: Int, _ key: CallKey, _ link: String) -> Evidence {
        let completeness: Completeness =
            malformed > 0 ? .failed(reason: "what there is could not be read") : .sampled(reason: GrafanaAPI.hidden)
        return Evidence(.nothing(what), from: [key], link: link, completeness: completeness)
    }

    /// `GET /api/alertmanager/grafana/api/v2/silences`, in Alertmanager's shape.
    static let silences = GrafanaList(
        "grafana_silences", "Silences of Grafana's own Alertmanager: active, pending, and expired ones not yet forgotten.",
        path: ["api", "alertmanager", "grafana", "api", "v2", "silences"], what: "silences"
    ) { document, key throws(ReadingError) in
        var step = AlertmanagerSilences.read(document, key)
        for index in step.evidence.indices {
            step.evidence[index].link = "/alerting/silences"
            if case .silence(let silence) = step.evidence[index].observation {
                step.evidence[index].link = "/alerting/silence/\(PercentEncoding.segment(silence.id))/edit"
            }
        }
        return step
    }

    /// `GET /api/datasources`. An entry's address and user are left out, since they may hold a password.
    static let dataSources = GrafanaList(
        "grafana_datasources", "Data sources with their kinds, and the path below which the proxy reaches each.",
        path: ["api", "datasources"], what: "data sources"
    ) { document, key throws(ReadingError) in
        let sources = try GrafanaDataSources(document)
        let link = "/connections/datasources"
        guard !sources.all.isEmpty else {
            return .done([nothing("data sources", sources.malformed, key, link)], sources.diagnostics(key))
        }
        let entries = sources.all.map { source in
            Inventory.Entry(
                name: source.name,
                detail: "\(source.kind), uid \(source.uid), \(HTTPCall(path: GrafanaAPI.proxy(source.uid)).encodedPath)"
                    + (source.isDefault ? ", default" : ""))
        }
        let evidence = Evidence(
            .inventory(Inventory(of: "data sources", entries: entries)), from: [key], link: link,
            completeness: incomplete(sources.malformed))
        return .done([evidence], sources.diagnostics(key))
    }

    /// `GET /api/v1/provisioning/contact-points`, one element an integration. Settings are left out, since they may hold
    /// secrets.
    static let contactPoints = GrafanaList(
        "grafana_contact_points", "Contact points and the kinds of their integrations, without their settings.",
        path: GrafanaContactPoints.path, what: "contact points"
    ) { document, key throws(ReadingError) in
        let points = try GrafanaContactPoints(document)
        let link = "/alerting/notifications"
        guard !points.kinds.isEmpty else {
            return .done([nothing("contact points", points.malformed, key, link)], points.diagnostics(key))
        }
        let entries = points.kinds.map { name, kinds in
            Inventory.Entry(
                name: name, count: kinds.count,
                detail: kinds.sorted().joined(separator: ", ") + (points.placeholders.contains(name) ? ", reaches no one" : ""))
        }
        return .done(
            [
                Evidence(
                    .inventory(Inventory(of: "contact points", entries: entries)), from: [key], link: link,
                    completeness: incomplete(points.malformed))
            ],
            points.diagnostics(key))
    }

    /// `GET /api/v1/provisioning/mute-timings`, each with its intervals as they are configured.
    static let muteTimings = GrafanaList(
        "grafana_mute_timings", "Times at which routes that name them are mute.",
        path: GrafanaMuteTimings.path, what: "mute timings"
    ) { document, key throws(ReadingError) in
        try GrafanaMuteTimings.read(document, key)
    }
}
