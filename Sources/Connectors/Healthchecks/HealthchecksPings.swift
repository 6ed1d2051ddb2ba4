import Core

/// `healthchecks_pings`: the runs of one check that the server still lists. It needs the read-write key.
struct HealthchecksPings: Tool {
    let settings: HealthchecksSettings

    var description: ToolDescription {
        ToolDescription(
            name: "healthchecks_pings",
            summary: "The pings of a check that are still kept, and the stretches in which a run was due and did not come.",
            input: Schema.object(
                [
                    ("id", HealthchecksAPI.idSchema), ("from", Schema.time("Start of the window; all that is kept without it")),
                    ("to", Schema.time("End of the window")),
                ], required: ["id"]),
            routes: [
                settings.route(.get, ["checks", "*", "pings", ""]), settings.route(.get, ["checks", "*"]),
                settings.route(.get, ["checks", ""]),
            ])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        return HealthchecksPingsConversation(
            settings: settings, id: try HealthchecksAPI.id(input), window: try HealthchecksAPI.optionalWindow(input))
    }
}

/// Asks for the pings, then for the check that says when they were due; when the pings are refused, for the list of checks,
/// which tells a read-only key from a wrong one.
struct HealthchecksPingsConversation: Conversation {
    let settings: HealthchecksSettings
    let id: String
    let window: TimeWindow?
    private var pings: Outcome?
    private var isStarted = false

    init(settings: HealthchecksSettings, id: String, window: TimeWindow?) {
        self.settings = settings
        self.id = id
        self.window = window
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard isStarted else {
            isStarted = true
            return .calls([settings.pings(id)])
        }
        guard let outcome = outcomes.first else { return .done() }
        guard let pings else {
            pings = outcome
            if HealthchecksAPI.isRefusedKey(outcome) { return .calls([settings.list]) }
            do throws(ReadingError) { _ = try HealthchecksPingLog(try HealthchecksAPI.document(outcome)) } catch {
                return .done([], [error.diagnostic("pings of check \(id)", outcome)])
            }
            return .calls([settings.check(id)])
        }
        if HealthchecksAPI.isRefusedKey(pings) {
            return .done([], [HealthchecksAPI.diagnostic("pings of check \(id)", refused: pings, list: outcome)])
        }
        return conclude(pings, outcome)
    }

    private func conclude(_ pings: Outcome, _ answer: Outcome) -> Step {
        do throws(ReadingError) {
            let log = try HealthchecksPingLog(try HealthchecksAPI.document(pings))
            do throws(ReadingError) {
                guard let check = HealthchecksCheck(try HealthchecksAPI.document(answer)) else {
                    throw ReadingError(.failed, "answered with something other than a check")
                }
                let runs = HealthchecksRuns(check: check, log: log, window: window, now: HealthchecksAPI.now(pings))
                let evidence = runs.evidence(from: [pings.key, answer.key], service: settings.service(of: check))
                return .done([evidence], runs.diagnostics(pings.key))
            } catch {
                return .done([bare(log, pings.key)], [error.diagnostic("schedule of check \(id)", answer)])
            }
        } catch {
            return .done([], [error.diagnostic("pings of check \(id)", pings)])
        }
    }

    /// The runs without the check that they are of: when they were due is not known.
    private func bare(_ log: HealthchecksPingLog, _ key: CallKey) -> Evidence {
        let inside = log.pings.filter { window?.contains($0.time) ?? true }
        return Evidence(
            .checkRuns(CheckRuns(check: id, name: id, runs: inside.map(\.run))), from: [key], window: window,
            query: "pings of check \(id)", link: HealthchecksAPI.link(id),
            completeness: log.completeness(for: window, known: nil))
    }
}
