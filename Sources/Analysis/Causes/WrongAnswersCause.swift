import Core

/// Answers came in time and without error, and were wrong: stale, empty, double.
enum WrongAnswersCause: CauseModel {
    static let family = CauseFamily.wrongAnswers
    static let predictions = [
        "a measure of what is in the answers left its baseline", "errors and latency of the same service did not rise",
    ]
    static let refutations = ["errors rose with it: then requests failed, and their answers are missing rather than wrong"]

    /// Words in the name of a metric that speaks of the content of answers, not of whether or when they came.
    private static let words: Set<String> = [
        "result", "results", "hit", "hits", "match", "matches", "mismatch", "mismatches", "stale", "staleness", "freshness",
        "empty", "drift", "accuracy", "conversion", "duplicate", "duplicates", "correctness", "quality", "relevance",
        "divergence", "discrepancy",
    ]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        let measures = context.readings.filter { reading in
            reading.onset != nil && context.origins(of: first.service).contains(reading.service)
                && speaksOfContent(reading)
        }
        let earliest = measures.min { left, right in
            (left.onset?.time ?? first.time, left.name) < (right.onset?.time ?? first.time, right.name)
        }
        guard let measure = earliest, let onset = measure.onset, onset.interval.from <= first.latest else { return [] }
        let symptoms = context.readings.filter {
            $0.service == measure.service && ($0.signal == .errors || $0.signal == .latency)
        }
        guard !symptoms.contains(where: \.isSymptom) else { return [] }
        var candidate = Candidate(.wrongAnswers, service: measure.service, evidence: [])
        let unit = measure.series.unit
        let finding = Finding(
            .predictionHeld, service: measure.service, time: onset.time,
            statement: "\(measure.sentenceName) went from \(ValueText.value(onset.expected, unit)) to"
                + " \(ValueText.value(onset.peak.value, unit)), beginning at \(onset.time.clock).",
            facts: [
                "expected": .number(onset.expected, unit), "peak": .number(onset.peak.value, unit), "left": .time(onset.time),
                "signal": .text(measure.name),
            ], evidence: measure.evidence)
        candidate.held("content", 0.35, finding, book: &book)
        let steady = symptoms.filter { $0.isSteady || $0.fall != nil }
        if !symptoms.isEmpty, steady.count == symptoms.count {
            let names = steady.map(\.series.title).joined(separator: ", ")
            let text = ValueText.quotation(names, limit: 120)
            let finding = Finding(
                .predictionHeld, service: measure.service, time: onset.time,
                statement: "Errors and latency of \(measure.service) did not rise with it (\(text)).",
                facts: ["signals": .text(text), "service": .text(measure.service)], evidence: steady.flatMap(\.evidence))
            candidate.held("no error", 0.2, finding, book: &book)
        } else {
            candidate.untested("whether errors or latency of \(measure.service) rose")
        }
        candidate.suggested(by: context.suggestions(of: .wrongAnswers))
        return candidate.finished(
            "\(measure.service) answered in time, and its answers were wrong.", parameters: context.parameters
        ).map { [$0] } ?? []
    }

    static func speaksOfContent(_ reading: SignalReading) -> Bool {
        guard reading.signal != .errors, reading.signal != .latency, reading.signal != .limit else { return false }
        return !words.isDisjoint(with: Words.plain(in: reading.series.metric.replacing("_", with: " ")))
    }
}
