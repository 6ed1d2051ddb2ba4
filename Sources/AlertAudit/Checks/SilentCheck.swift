import Analysis
import Core

/// A check lets runs be missed for far longer than the time between them before it tells anyone.
struct SilentCheck: AlertingCheck {
    /// A grace is long from four times the time between runs on, and from half an hour on.
    static let times = 4.0
    static let least = 1800.0

    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        for check in context.checks {
            guard let interval = check.configuration.interval, interval > 0, check.configuration.status != "paused",
                check.configuration.grace >= max(Self.least, Self.times * interval)
            else { continue }
            // A stretch that was long enough for the check to go down was not passed over.
            let holes = check.holes.filter { held in
                let length = held.value.to.seconds(since: held.value.from)
                return length < interval + check.configuration.grace && held.value.due.contains(where: context.trouble.contains)
            }
            if !holes.isEmpty {
                result.findings.append(missed(check, interval, holes, context))
            } else if check.isNear, !check.hasRuns {
                result.findings.append(unknown(check, interval))
            }
        }
        return result
    }

    private func facts(_ check: WatchedCheck, _ interval: Double) -> [String: Fact] {
        [
            "check": .text(check.name), "schedule": .text(ValueText.quotation(check.configuration.schedule)),
            "interval": .duration(interval), "grace": .duration(check.configuration.grace),
        ]
    }

    private func opening(_ check: WatchedCheck, _ interval: Double) -> String {
        "The check `\(check.name)` expects a run every \(ValueText.duration(interval)) and tells no one for"
            + " \(ValueText.duration(check.configuration.grace)) after one is missed"
    }

    private func missed(
        _ check: WatchedCheck, _ interval: Double, _ holes: [AuditContext.Held<CheckRuns.Hole>], _ context: AuditContext
    ) -> Finding {
        let due = holes.flatMap { $0.value.due }.filter(context.trouble.contains).sorted()
        var facts = facts(check, interval)
        facts["missed"] = .number(Double(due.count), .count)
        facts["missedFrom"] = due.first.map { .time($0) }
        facts["missedTo"] = due.last.map { .time($0) }
        let longest = holes.map { $0.value.to.seconds(since: $0.value.from) }.max() ?? 0
        // Whole minutes: runs come with some jitter.
        let atMost = ((longest - interval) / 60).rounded(.down) * 60
        if atMost > 0 { facts["atMost"] = .duration(atMost) }
        let first = due.first?.clock ?? ""
        let last = due.last?.clock ?? ""
        let runs: String
        switch due.count {
        case 1: runs = "the run due at \(first) did not come"
        case 2: runs = "the runs due at \(first) and \(last) did not come"
        default: runs = "\(due.count) runs, due from \(first) to \(last), did not come"
        }
        return Finding(
            .holdTooLong, service: check.service, time: due.first,
            statement: "\(opening(check, interval)): \(runs), and it stayed silent.", facts: facts,
            evidence: [check.id] + holes.map(\.id))
    }

    private func unknown(_ check: WatchedCheck, _ interval: Double) -> Finding {
        var facts = facts(check, interval)
        var text = opening(check, interval) + "; whether runs were missed was not read"
        if let duration = check.configuration.lastDuration, duration > interval {
            facts["lastDuration"] = .duration(duration)
            text += ", and its last run took \(ValueText.duration(duration))"
        }
        return Finding(
            .holdTooLong, service: check.service, statement: text + ".", facts: facts, evidence: [check.id])
    }
}
