import Analysis
import Core

/// Services that have a signal which no rule watches.
enum CoverageGaps {
    static func result(of signal: Signal, _ word: String, _ estate: Estate) -> EstateCheckResult {
        guard estate.knowsAllRules else { return EstateCheckResult(gaps: gaps(signal, estate, "Not all rules could be read.")) }
        guard !estate.facts.signals.isEmpty else {
            return EstateCheckResult(gaps: gaps(signal, estate, "No source was asked for the metrics of services."))
        }
        return EstateCheckResult(
            estate.coverage.rows.compactMap { row in
                guard let cell = row[signal], cell.hasSignal == true, cell.rules.isEmpty else { return nil }
                let evidence = estate.facts.signals[row.service].map { [$0.id] } ?? []
                return EstateCheckResult.Draft(
                    subject: "service/\(row.service)", service: row.service,
                    statement: "No rule watches the \(word) of `\(RuleFacts.inert(row.service))`, which"
                        + " \(RuleFacts.list(cell.metrics)) \(cell.metrics.count == 1 ? "tells" : "tell") of.",
                    facts: [
                        "service": .text(row.service), "metrics": .text(cell.metrics.joined(separator: ", ")),
                        "rulesRead": .number(Double(estate.activeRules.count), .count),
                    ], evidence: evidence)
            })
    }

    /// One gap for all four signals.
    private static func gaps(_ signal: Signal, _ estate: Estate, _ reason: String) -> [Gap] {
        guard signal == .errors, !estate.detectors.isEmpty || !estate.facts.signals.isEmpty else { return [] }
        return [Gap(.notAsked, what: "which signals of services no rule watches", reason: reason)]
    }
}
