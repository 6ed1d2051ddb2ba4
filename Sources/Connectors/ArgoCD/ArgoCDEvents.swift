import Core

/// `argocd_events`: Kubernetes events of one application.
struct ArgoCDEventsTool: Tool {
    let settings: ArgoCDSettings

    var description: ToolDescription {
        ToolDescription(
            name: "argocd_events",
            summary: "Kubernetes events of an application: syncs started and ended, changes of health. Kept for about an hour",
            input: Schema.object(
                ArgoCDReference.schema + [
                    ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                ], required: ["application"]),
            routes: [.http(.get, ["api", "v1", "applications", "*", "events"])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let question = ArgoCDEventsQuestion(
            settings: settings, reference: try ArgoCDReference(fields), window: try TimeWindow.argoCD(fields))
        return OneRound(question.calls, conclude: question.conclude)
    }
}

private struct ArgoCDEventsQuestion: Sendable {
    let settings: ArgoCDSettings
    let reference: ArgoCDReference
    let window: TimeWindow?

    /// The service that the option names; the label is not in this answer.
    private var service: String { settings.services[reference.name] ?? reference.name }

    var calls: [Call] { [reference.call("events")] }

    func conclude(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        let what = "events of \(reference.name)"
        let document: JSONValue
        do throws(ReadingError) {
            document = try outcome.argoCD()
            let items = document["items"] ?? .null
            guard document.object != nil, items.isNull || items.array != nil else {
                throw ReadingError(.failed, "answered with something other than a list of events")
            }
        } catch {
            return .done([], [reference.explain(error).diagnostic(what, outcome)])
        }
        let items = document["items"]?.array ?? []
        var seen: Set<String> = []
        var undated = 0
        var evidence: [Evidence] = []
        for item in items {
            guard let uid = item["metadata"]?["uid"]?.string, seen.insert(uid).inserted else { continue }
            guard let event = event(item, from: outcome.key), let stamp = event.stamp else {
                undated += 1
                continue
            }
            if window?.contains(stamp.time) ?? true { evidence.append(event) }
        }
        var diagnostics: [Diagnostic] = []
        if undated > 0 {
            diagnostics.append(
                Diagnostic(.partial, "\(what): \(undated) have no time that could be read", exchange: outcome.key))
        }
        guard !evidence.isEmpty else { return .done([nothing(outcome)], diagnostics) }
        evidence.sort { left, right in
            (left.stamp?.time ?? Instant(seconds: 0), Self.uid(left)) < (
                right.stamp?.time ?? Instant(seconds: 0), Self.uid(right)
            )
        }
        return .done(evidence, diagnostics)
    }

    private func event(_ item: JSONValue, from exchange: CallKey) -> Evidence? {
        // The core API fills `lastTimestamp`, the newer one `eventTime`; a series has its last time apart.
        let times = [
            item["series"]?["lastObservedTime"], item["lastTimestamp"], item["eventTime"],
            item["metadata"]?["creationTimestamp"],
        ]
        guard let stamp = times.lazy.compactMap({ $0?.string }).compactMap(Stamp.init(rfc3339:)).first else { return nil }
        let reason = item["reason"]?.string ?? ""
        var fields: JSONObject = ["application": .string(reference.name)]
        fields["uid"] = item["metadata"]?["uid"]
        fields["reason"] = .string(reason)
        fields["type"] = item["type"]
        fields["message"] = item["message"]?.string.map { .string(String($0.prefix(2000))) }
        fields["object"] = item["involvedObject"]?["kind"]?.string.map { kind in
            .string("\(kind)/\(item["involvedObject"]?["name"]?.string ?? "")")
        }
        fields["count"] = (item["series"]?["count"]?.int ?? item["count"]?.int).map { .number(JSONNumber($0)) }
        fields["firstAt"] = item["firstTimestamp"]?.string.map { .string($0) }
        return Evidence(
            .record(Record(title: "Event \(reason) of \(reference.name)", fields: fields)), from: [exchange], service: service,
            stamp: stamp, window: window, query: "argocd app get \(reference.name) --show-operation", link: link)
    }

    private func nothing(_ outcome: Outcome) -> Evidence {
        let place = window.map { " from \($0.from.rfc3339()) to \($0.to.rfc3339())" } ?? ""
        return Evidence(
            .nothing("no event of \(reference.name)\(place)"), from: [outcome.key], service: service, window: window,
            query: "argocd app get \(reference.name) --show-operation", link: link,
            completeness: .notKept(reason: "Kubernetes keeps events for an hour unless it was told otherwise"))
    }

    private var link: String {
        let place = [reference.namespace, reference.name].compactMap { $0 }
        return "/applications/" + place.map(PercentEncoding.segment).joined(separator: "/")
    }

    private static func uid(_ evidence: Evidence) -> String {
        if case .record(let record) = evidence.observation { record.fields["uid"]?.string ?? "" } else { "" }
    }
}
