import Core

/// `healthchecks_ping_body`: what a job said with one ping. It needs the read-write key.
///
/// 404 stands for a ping that had no body as well as for one that is no longer kept; the list of pings tells which.
struct HealthchecksPingBody: Tool {
    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_ping_body", summary: "What a job sent with one ping, such as its output or its error.",
            input: Schema.object(
                [
                    ("id", HealthchecksAPI.idSchema),
                    ("number", Schema.integer("The ping's number, as healthchecks_pings gives it")),
                ],
                required: ["id", "number"]),
            routes: [
                settings.route(.get, ["checks", "*", "pings", "*", "body"]),
                settings.route(.get, ["checks", "*", "pings", ""]),
                settings.route(.get, ["checks", ""]),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        guard let number = try input.optionalInteger("number", in: 1...Int(Int32.max)) else {
            throw InputError("number", "is needed, as a whole number")
        }
        return HealthchecksPingBodyConversation(
            settings: settings, id: try HealthchecksAPI.id(input), number: Int64(number))
    }
}

struct HealthchecksPingBodyConversation: Conversation {
    let settings: HealthchecksSettings
    let id: String
    let number: Int64
    private var body: Outcome?
    private var isStarted = false

    init(settings: HealthchecksSettings, id: String, number: Int64) {
        self.settings = settings
        self.id = id
        self.number = number
    }

    private var what: String { "body of ping \(number) of check \(id)" }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard isStarted else {
            isStarted = true
            return .calls([settings.body(id, ping: number)])
        }
        guard let outcome = outcomes.first else { return .done() }
        if let body {
            return HealthchecksAPI.isRefusedKey(body)
                ? .done([], [HealthchecksAPI.diagnostic(what, refused: body, list: outcome)]) : absent(body, outcome)
        }
        body = outcome
        if let refusal = HealthchecksAPI.refusal(outcome) {
            if HealthchecksAPI.isRefusedKey(outcome) { return .calls([settings.list]) }
            if refusal.status == 404 { return .calls([settings.pings(id)]) }
            return .done([], [refusal.diagnostic(what, outcome)])
        }
        do throws(ReadingError) {
            return .done([try Self.evidence(outcome, check: id, name: nil, ping: number, stamp: nil, service: nil)])
        } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
    }

    /// A body as a record. It is whatever the job sent, up to the server's limit (10,000 bytes by default).
    static func evidence(
        _ outcome: Outcome, check: String, name: String?, ping: Int64, stamp: Stamp?, service: String?
    ) throws(ReadingError) -> Evidence {
        let text = try outcome.text()
        var fields: JSONObject = ["check": .string(check), "ping": .number(JSONNumber(ping))]
        fields["name"] = name.map { .string($0) }
        let kept = text.prefix(20_000)
        fields["body"] = .string(String(kept))
        return Evidence(
            .record(Record(title: "What ping \(ping) of check \(name ?? check) said", fields: fields)), from: [outcome.key],
            service: service, stamp: stamp, query: "ping \(ping) of check \(name ?? check)", link: HealthchecksAPI.link(check),
            completeness: kept.endIndex < text.endIndex ? .cutOff(reason: "the first 20,000 characters are kept") : .complete)
    }

    private func absent(_ body: Outcome, _ answer: Outcome) -> Step {
        var completeness: Completeness
        var diagnostics: [Diagnostic] = []
        do throws(ReadingError) {
            let log = try HealthchecksPingLog(try HealthchecksAPI.document(answer))
            if let ping = log.pings.first(where: { $0.number == number }) {
                completeness =
                    ping.hasBody ? .notKept(reason: "the ping had a body, which the server no longer keeps") : .noneThere
            } else if let oldest = log.pings.compactMap(\.number).min(), number < oldest {
                completeness = .notKept(reason: "the server lists pings from number \(oldest) on")
            } else if let newest = log.pings.compactMap(\.number).max(), number > newest {
                completeness = .sampled(reason: "there is no ping of this number yet; the newest is \(newest)")
            } else {
                completeness = .sampled(reason: "the server does not list the ping")
            }
        } catch {
            completeness = .failed(
                reason: "answered 404, for a ping without a body or one that is not kept; the pings \(error.reason)")
            diagnostics = [error.diagnostic(what, answer)]
        }
        let nothing = Evidence(
            .nothing("no \(what)"), from: [body.key, answer.key], query: "ping \(number) of check \(id)",
            link: HealthchecksAPI.link(id), completeness: completeness)
        return .done([nothing], diagnostics)
    }
}
