import Analysis
import Core

/// A rule counts log lines of a service that failed, and the lines that were read never came to its threshold, or not for as long as its
/// `for` asks. Said only where all lines that were asked for were read.
struct LogRuleTooHigh: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        for held in context.unreadableRules {
            guard let rule = LogRule(held.value), rule.isOfFailures, context.affected.contains(rule.service),
                context.episodes(of: held.value.name, service: rule.service, in: [.firing, .suppressed]).isEmpty,
                let lines = LogRuleTooHigh.lines(of: rule, context)
            else { continue }
            let most = Counting(lines.times, rule)
            // Passed for long enough: it could fire, and why it did not is not for the lines to say.
            guard most.longest == 0 || most.longest < held.value.holdFor else { continue }
            result.findings.append(finding(rule, held, most, lines.evidence, lines.times.count))
        }
        return result
    }

    /// Times of the lines that the rule counts; `nil` where they were not read, or not wholly.
    private static func lines(of rule: LogRule, _ context: AuditContext) -> (times: [Instant], evidence: [EvidenceID])? {
        // Two questions may give the same lines; lines that are alike within one answer are several.
        var counts: [LogLines.Occurrence: Int] = [:]
        var evidence: [EvidenceID] = []
        for item in context.caseFile.evidence {
            guard case .logs(let logs) = item.observation else { continue }
            let own = logs.lines.filter {
                (item.service ?? $0.labels["service_name"] ?? $0.labels["app"]) == rule.service
            }
            guard !own.isEmpty else { continue }
            let matching = own.filter { context.trouble.contains($0.time) && rule.matches($0) }
            guard item.completeness == .complete else { return nil }
            counts.merge(Dictionary(matching.map { (LogLines.Occurrence($0), 1) }, uniquingKeysWith: +)) {
                max($0, $1)
            }
            evidence.append(item.id)
        }
        guard !counts.isEmpty else { return nil }
        return (counts.flatMap { Array(repeating: $0.key.time, count: $0.value) }.sorted(), evidence)
    }

    /// How near the count came, over every stretch as long as the rule's range.
    private struct Counting {
        var highest = 0
        var at = Instant(nanoseconds: 0)
        /// Seconds of the longest stretch in which the threshold was passed, and where it began.
        var longest = 0.0
        var from: Instant?

        init(_ times: [Instant], _ rule: LogRule) {
            var oldest = 0
            var since: Instant?
            var until: Instant?
            for (place, time) in times.enumerated() {
                while oldest < place, times[oldest].adding(seconds: rule.range) <= time { oldest += 1 }
                let count = place - oldest + 1
                if count > highest {
                    highest = count
                    at = time
                }
                guard rule.isBreached(by: rule.isRate ? Double(count) / rule.range : Double(count)) else { continue }
                // It stays passed until so many of these lines are out of range that too few are left.
                let end = times[max(oldest, place + 1 - rule.needed)].adding(seconds: rule.range)
                if let known = until, time <= known { until = max(known, end) } else { (since, until) = (time, end) }
                if let since, let until, until.seconds(since: since) > longest {
                    longest = until.seconds(since: since)
                    from = since
                }
            }
        }
    }

    private func finding(
        _ rule: LogRule, _ held: AuditContext.Held<AlertRule>, _ most: Counting, _ evidence: [EvidenceID], _ lines: Int
    ) -> Finding {
        let unit: Unit = rule.isRate ? .perSecond : .count
        let observed = rule.isRate ? Double(most.highest) / rule.range : Double(most.highest)
        let name = ValueText.quotation(held.value.name, limit: 80).replacing("`", with: "'")
        var facts: [String: Fact] = [
            "rule": .text(held.value.name), "expression": .text(held.value.expression), "for": .duration(held.value.holdFor),
            "threshold": .number(rule.threshold, unit), "observed": .number(observed, unit), "observedAt": .time(most.at),
            "range": .duration(rule.range), "service": .text(rule.service), "lines": .number(Double(lines), .count),
        ]
        let counts = "The rule `\(name)` counts log lines of \(rule.service) over \(ValueText.duration(rule.range))"
        guard most.longest > 0, let from = most.from else {
            return Finding(
                .thresholdTooHigh, service: rule.service, time: most.at,
                statement: "\(counts) with a threshold of \(ValueText.value(rule.threshold, unit)), and the \(lines) lines that"
                    + " were read came to \(ValueText.value(observed, unit)) at most, at \(most.at.clock), so it could not fire.",
                facts: facts, evidence: [held.id] + evidence)
        }
        facts["breachedFrom"] = .time(from)
        facts["atMost"] = .duration(most.longest)
        return Finding(
            .holdTooLong, service: rule.service, time: from,
            statement:
                "\(counts) and fires only after \(ValueText.duration(held.value.holdFor)); the lines that were read passed"
                + " its threshold of \(ValueText.value(rule.threshold, unit)) for at most"
                + " \(ValueText.duration(most.longest)) at a time, from \(from.clock).", facts: facts,
            evidence: [held.id] + evidence)
    }
}
