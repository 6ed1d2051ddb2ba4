import Core

/// States bursts of log lines, and kinds of lines of which only their number is known.
enum LogFindings {
    static func add(for rises: inout [LogRise], to book: inout FindingBook, parameters: Parameters) {
        for index in rises.indices {
            rises[index].finding = book.add(finding(of: rises[index], parameters: parameters))
        }
    }

    private static func finding(of rise: LogRise, parameters: Parameters) -> Finding {
        let template = ValueText.quotation(rise.template, limit: parameters.quotationLength)
        let whose = rise.service.isEmpty ? "the logs" : "the logs of \(rise.service)"
        return Finding(
            .logBurst, service: rise.service.isEmpty ? nil : rise.service,
            statement:
                "\"\(template)\" was counted \(rise.count) times in \(whose), and \(rise.before) times before; when is not known.",
            facts: [
                "template": .text(template), "count": .number(Double(rise.count), .count),
                "before": .number(Double(rise.before), .count), "novelty": .text(rise.before == 0 ? "new" : "known"),
                "severity": .text(rise.isError ? "error" : "other"),
            ], evidence: rise.evidence)
    }

    static func add(for bursts: inout [LogBurst], to book: inout FindingBook, parameters: Parameters) {
        for index in bursts.indices {
            bursts[index].finding = book.add(finding(of: bursts[index], parameters: parameters))
        }
    }

    private static func finding(of burst: LogBurst, parameters: Parameters) -> Finding {
        let template = ValueText.quotation(burst.template, limit: parameters.quotationLength)
        let whose = burst.service.isEmpty ? "The logs" : "The logs of \(burst.service)"
        var facts: [String: Fact] = [
            "template": .text(template), "count": .number(Double(burst.count), .count), "first": .time(burst.first),
            "last": .time(burst.last), "example": .text(ValueText.quotation(burst.example, limit: 200)),
            "novelty": .text(burst.isNew.map { $0 ? "new" : "known" } ?? "unknown"),
            "severity": .text(burst.isError ? "error" : "other"),
        ]
        var statement =
            "\(whose) said \"\(template)\" \(burst.isAtLeast ? "at least " : "")\(burst.count) times from \(burst.first.clock) on"
        switch burst.before {
        case let before? where before.count > 0:
            facts["before"] = .number(Double(before.count), .count)
            facts["stretchBefore"] = .duration(before.seconds)
            statement += "; it was rare before, \(before.count) times in \(ValueText.duration(before.seconds))"
        case .some:
            facts["before"] = .number(0, .count)
            statement += "; no earlier line was like it"
        case nil: statement += "; no earlier lines were there to compare with"
        }
        if let counted = burst.counted {
            facts["counted"] = .number(Double(counted.count), .count)
            facts["countedBefore"] = .number(Double(counted.before), .count)
            statement += "; \(counted.count) were counted in all, and \(counted.before) before"
        }
        if let variables = words(of: burst.variables) { facts["variables"] = .text(variables) }
        if let same = burst.repeatedIdentities.first {
            let value = ValueText.quotation(same.common, limit: 60)
            facts["repeated"] = .text(value)
            facts["repeatedName"] = .text(name(of: same))
            statement += "; all of them have the same \(name(of: same)), \"\(value)\""
        }
        return Finding(
            .logBurst, service: burst.service.isEmpty ? nil : burst.service, time: burst.first, statement: statement + ".",
            facts: facts, evidence: Array(Set(burst.evidence + (burst.counted?.evidence ?? []))).sorted())
    }

    /// `offset: "148820291" in 26 lines; got: 2 to 40, 12 values in 26 lines`
    private static func words(of variables: [LogVariable]) -> String? {
        let told = variables.filter { !$0.isMember || $0.isIdentity || $0.distinct > 1 }.prefix(12)
        guard !told.isEmpty else { return nil }
        return told.map { variable in
            let lines = "in \(variable.lines) \(variable.lines == 1 ? "line" : "lines")"
            if variable.distinct == 1 {
                return "\(name(of: variable)): \"\(ValueText.quotation(variable.common, limit: 60))\" \(lines)"
            }
            let values = "\(variable.distinct) values \(lines)"
            guard let range = variable.range else { return "\(name(of: variable)): \(values)" }
            let ends = "\(ValueText.number(range.lowerBound)) to \(ValueText.number(range.upperBound))"
            return "\(name(of: variable)): \(ends), \(values)"
        }.joined(separator: "; ")
    }

    private static func name(of variable: LogVariable) -> String {
        variable.name.map { ValueText.quotation($0, limit: 40) } ?? "value"
    }
}
