import Core

/// `sentry_error_counts`: errors a second, in a window and in its baseline.
struct SentryErrorCountsTool: Tool {
    let api: SentryAPI

    /// Samples of a window, and of a baseline: seven days at ten minutes.
    private static let windowPoints = 361.0
    private static let baselinePoints = 1_100.0

    var description: ToolDescription {
        ToolDescription(
            name: "sentry_error_counts", summary: "Error events of a service a second, over time.",
            input: Schema.object(
                [
                    ("service", Schema.string("Service")), ("from", Schema.time("Start")), ("to", Schema.time("End")),
                    ("baselineFrom", Schema.time("Start of the time to compare with")), ("baselineTo", Schema.time("Its end")),
                    ("query", Schema.string("More of Sentry's search, such as error.type:TimeoutError")),
                ], required: ["service", "from", "to"]), routes: [.http(.get, api.path(["events-stats"]))])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let service = try input.string("service")
        let window = try input.window(days: 90)
        let baselineFrom = try input.optionalString("baselineFrom")
        let baselineTo = try input.optionalString("baselineTo")
        var query = "event.type:error " + SentryAPI.search(projects: try api.projects(of: service))
        if let more = try input.optionalString("query"), !more.isEmpty {
            guard more.utf8.count <= 1000 else { throw InputError("query", "is longer than 1000 bytes") }
            query += " " + more
        }
        let step = Self.step(over: window, points: Self.windowPoints)
        var questions = [
            SentryCounts(
                api: api, service: service, query: query, window: window.outward(toStep: step), step: step, isBaseline: false)
        ]
        if baselineFrom != nil || baselineTo != nil {
            let baseline = try input.window("baselineFrom", "baselineTo", days: 100)
            let step = max(step, Self.step(over: baseline, points: Self.baselinePoints))
            // Inward at its end, where the incident's window begins.
            let inward = TimeWindow(from: baseline.from.floored(toStep: step), to: baseline.to.floored(toStep: step))
            guard inward.from < inward.to else { throw InputError("baselineTo", "the baseline is shorter than \(step) s") }
            questions.append(
                SentryCounts(api: api, service: service, query: query, window: inward, step: step, isBaseline: true))
        }
        return OneRound(questions.map { .http($0.call) }) { [questions] outcomes in
            var step = Step(then: .done)
            for (question, outcome) in zip(questions, outcomes) {
                let read = question.read(outcome)
                step.evidence += read.evidence
                step.diagnostics += read.diagnostics
            }
            return step
        }
    }

    /// Whole minutes and hours. Sentry refuses more than 10,000 buckets.
    private static func step(over window: TimeWindow, points: Double) -> Int64 {
        [60, 300, 600, 900, 1800, 3600, 7200, 14_400, 43_200].first { window.seconds / Double($0) <= points } ?? 86_400
    }
}
