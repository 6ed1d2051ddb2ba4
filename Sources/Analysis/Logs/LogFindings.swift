import Core

/// States bursts of log lines.
enum LogFindings {
    static func add(for bursts: inout [LogBurst], to book: inout FindingBook, parameters: Parameters) {
        for index in bursts.indices {
            bursts[index].finding = book.add(finding(of: bursts[index], parameters: parameters))
        }
    }

    private static func finding(of burst: LogBurst, parameters: Parameters) -> Finding {
        let template = ValueText.quotation(burst.template, limit: parameters.quotationLength)
        let whose = burst.service.isEmpty ? "The logs" : "The logs of \(burst.service)"
        let novelty =
            switch burst.isNew {
            case true?: "; no earlier line was like it"
            case false?: "; it was rare before"
            case nil: "; no earlier lines were there to compare with"
            }
        return Finding(
            .logBurst, service: burst.service.isEmpty ? nil : burst.service, time: burst.first,
            statement:
                "\(whose) said \"\(template)\" \(burst.isAtLeast ? "at least " : "")\(burst.count) times from \(burst.first.clock) on\(novelty).",
            facts: [
                "template": .text(template), "count": .number(Double(burst.count), .count), "first": .time(burst.first),
                "last": .time(burst.last), "example": .text(ValueText.quotation(burst.example, limit: 200)),
                "novelty": .text(burst.isNew.map { $0 ? "new" : "known" } ?? "unknown"),
                "severity": .text(burst.isError ? "error" : "other"),
            ], evidence: burst.evidence)
    }
}
