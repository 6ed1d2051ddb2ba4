import Core

/// The calls that answer a question, all at once; only lines may need further pages.
struct VictoriaLogsPlan: Sendable {
    enum Part: Sendable {
        case counts(VictoriaLogsCountReader)
        case patterns(VictoriaLogsPatternReader)
        case lines(VictoriaLogsLineReader)

        var call: HTTPCall {
            switch self {
            case .counts(let reader): reader.call
            case .patterns(let reader): reader.call
            case .lines(let reader): reader.call
            }
        }
    }

    var parts: [Part]
    var service: String?
    /// The part, if any, whose count over the window shows that the selection has lines, so that none of a filter's is none.
    var proof: Int?
    /// The part that does the same for the baseline.
    var baselineProof: Int?
    /// What was left out already, to which the patterns found are added as the next exclusions.
    var excluded: [String] = []
    var namesExclusions = false
    /// What an empty answer is worth where nothing shows that the selection has lines.
    var absence: Completeness
    var diagnostics: [Diagnostic] = []
    /// What to say when ``proof`` counts nothing: the selection itself has no line.
    var missing: String?

    static let unproven = Completeness.sampled(
        reason:
            "nothing shows that the selection has any line in this window: expired logs, another tenant, and a misspelt name "
            + "look the same")

    init(_ question: LogQuestion, _ language: LogsQL, selection: String) {
        let filter = language.filter(question, selection: selection)
        let subject = question.subject
        let fields = language.options.severityFields
        service = question.traceID == nil ? question.service : nil
        absence = VictoriaLogsPlan.unproven
        let counts = VictoriaLogsCountReader(
            query: selection, window: question.window, step: question.window.countingStep,
            title: "count of log lines of \(subject)",
            fields: fields)
        parts = []
        switch question.detail {
        case .counts:
            var counts = counts
            counts.query = filter
            parts = [.counts(counts)]
            if filter != selection {
                counts.query = selection
                counts.title = "count of all log lines of \(subject)"
                counts.fields = []
                parts.append(.counts(counts))
            }
            proof = parts.count - 1
            missing = VictoriaLogsPlan.missing(subject, language)
            guard let baseline = question.baseline else { break }
            parts.append(.counts(VictoriaLogsPlan.baseline(counts, filter, baseline, fields)))
            guard filter != selection else { break }
            parts.append(.counts(VictoriaLogsPlan.baseline(counts, selection, baseline, [])))
            baselineProof = parts.count - 1
        case .patterns:
            var counts = counts
            counts.query = filter
            counts.fields = []
            let reader = VictoriaLogsPatternReader(
                what: "patterns of \(subject)", filter: filter, window: question.window, limit: min(question.limit, 1000),
                language: language)
            parts = [.counts(counts), .patterns(reader)]
            proof = 0
            if let baseline = question.baseline {
                var before = reader
                before.window = baseline
                before.isBaseline = true
                before.what += " before"
                parts.append(.patterns(before))
            }
            excluded = question.exclude.map(\.text)
            namesExclusions = true
        case .lines:
            let plan = VictoriaLogsLineReader.Plan(
                what: question.traceID == nil ? "log lines of \(subject)" : "log lines of trace \(question.traceID ?? "")",
                query: filter, window: question.window, pageSize: min(VictoriaLogsQuery.defaultPage, question.limit + 1),
                cap: question.limit, order: language.order)
            parts = [.lines(VictoriaLogsLineReader(plan, timeField: language.options.timeField))]
            if question.traceID != nil {
                // The whole store was looked through; ids in other fields are all that it could have missed.
                absence = .sampled(reason: "a trace's id is looked for in trace_id, traceId, traceID and the message only")
                if question.service != nil || question.selector != nil {
                    diagnostics = [Diagnostic(.note, "a trace's lines are looked for in all services, not one")]
                }
            } else if filter != selection {
                var counts = counts
                counts.fields = []
                counts.title = "count of all log lines of \(subject)"
                parts.append(.counts(counts))
                proof = 1
                missing = VictoriaLogsPlan.missing(subject, language)
            }
        }
        if question.severity != nil {
            let fields = fields.joined(separator: " and ")
            diagnostics.append(
                Diagnostic(.note, "logs of \(subject): lines that do not say their severity in \(fields) are left out"))
        }
    }

    static func missing(_ subject: String, _ language: LogsQL) -> String {
        let names = language.options.serviceFields.joined(separator: ", ")
        return "logs of \(subject): no line in this window matches the selector or has the service's name in one of the fields "
            + "\(names); check the selector, the options serviceFields, and the tenant (AccountID, ProjectID)"
    }

    private static func baseline(
        _ counts: VictoriaLogsCountReader, _ filter: String, _ baseline: TimeWindow, _ fields: [String]
    ) -> VictoriaLogsCountReader {
        var before = counts
        before.query = filter
        before.window = baseline
        before.step = max(3600, baseline.countingStep)
        before.fields = fields
        before.isBaseline = true
        let all = "count of all log lines"
        if !fields.isEmpty, before.title.hasPrefix(all) {
            before.title = "count of log lines" + before.title.dropFirst(all.count)
        }
        return before
    }
}
