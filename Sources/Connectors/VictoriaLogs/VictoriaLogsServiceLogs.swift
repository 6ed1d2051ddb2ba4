import Core

/// What an investigation wants of a service's logs: counts by severity, its error and warning lines by time and by shape, and
/// what all of it was like before.
struct VictoriaLogsServiceLogs: Tool {
    let options: VictoriaLogsOptions

    static let sampleSize = 500
    static let sampleSeconds: Double = 86_400
    /// Patterns are a help for reading.
    static let mostPatterns = 100

    let description = ToolDescription(
        name: "victorialogs_service_logs",
        summary:
            "A service's error and warning lines in a window, lines a minute by severity, errors and warnings a minute, their "
            + "patterns, the same counts an hour over the baseline, and a sample of such lines from the day before the window.",
        input: Schema.object(
            [
                ("service", Schema.string("The service's name, looked for in the fields that the source's options name")),
                ("selector", Schema.string("What to select by instead: matchers such as app=\"checkout\", or a LogsQL filter")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window")),
                ("baselineFrom", Schema.time("Start of what is normal; no more than 30 days before 'baselineTo'")),
                ("baselineTo", Schema.time("End of what is normal")),
                ("limit", Schema.integer("Most lines of the window to read, 1 to 20000; 2000 when left out")),
            ], required: ["service", "from", "to", "baselineFrom", "baselineTo"]),
        routes: [.http(.get, VictoriaLogsAPI.path("query")), .http(.get, VictoriaLogsAPI.path("hits"))])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let service = try input.string("service")
        guard service.utf8.count <= 500 else { throw InputError("service", "is longer than 500 bytes") }
        var selector: String?
        if let given = try input.optionalString("selector"), given.contains(where: { !$0.isWhitespace }) { selector = given }
        let window = try input.window(days: 30)
        let baseline = try input.window("baselineFrom", "baselineTo", days: 30)
        let cap = try input.integer("limit", in: 1...20_000, default: VictoriaLogsQuery.defaultCap)
        let language = LogsQL(options: options)
        let selection = try VictoriaLogsSelection(service: service, selector: selector, language)
        return VictoriaLogsConversation(selection: selection, what: "logs of \(service)", window: window) {
            VictoriaLogsPlan(service: service, selection: $0, window: window, baseline: baseline, cap: cap, language)
        }
    }
}

extension VictoriaLogsPlan {
    /// The probe of a service.
    init(
        service: String, selection: String, window: TimeWindow, baseline: TimeWindow, cap: Int, _ language: LogsQL
    ) {
        let failures = "\(selection) \(language.failures)"
        let bySeverity = language.options.severityFields
        let hour = max(3600, baseline.countingStep)
        let all = "count of log lines of \(service)"
        let errors = "count of error and warning lines of \(service)"
        func counts(
            _ query: String, _ window: TimeWindow, _ step: Int64, _ title: String, _ fields: [String], isBaseline: Bool = false
        ) -> Part {
            .counts(
                VictoriaLogsCountReader(
                    query: query, window: window, step: step, title: title, fields: fields, isBaseline: isBaseline))
        }
        let lines = VictoriaLogsLineReader.Plan(
            what: "error and warning lines of \(service)", query: failures, window: window,
            pageSize: VictoriaLogsQuery.defaultCap + 1, cap: cap, order: language.order)
        let patterns = VictoriaLogsPatternReader(
            what: "patterns of error and warning lines of \(service)", filter: failures, window: window,
            limit: VictoriaLogsServiceLogs.mostPatterns, language: language)
        parts = [
            counts(selection, window, window.countingStep, all, bySeverity),
            counts(failures, window, window.countingStep, errors, []),
            counts(selection, baseline, hour, all, bySeverity, isBaseline: true),
            counts(failures, baseline, hour, errors, [], isBaseline: true),
            .lines(VictoriaLogsLineReader(lines, timeField: language.options.timeField)), .patterns(patterns),
        ]
        self.service = service
        proof = 0
        baselineProof = 2
        missing = VictoriaLogsPlan.missing(service, language)
        absence = VictoriaLogsPlan.unproven
        // The newest lines of the baseline that end where the window begins; none when it lies wholly behind it.
        let end = min(baseline.to, window.from)
        let start = max(baseline.from, window.from.adding(seconds: -VictoriaLogsServiceLogs.sampleSeconds))
        guard start < end else { return }
        let sample = VictoriaLogsLineReader.Plan(
            what: "error and warning lines of \(service) before", query: failures, window: TimeWindow(from: start, to: end),
            pageSize: VictoriaLogsServiceLogs.sampleSize, cap: VictoriaLogsServiceLogs.sampleSize, order: language.newestFirst,
            isSample: true)
        parts.append(.lines(VictoriaLogsLineReader(sample, timeField: language.options.timeField)))
    }
}
