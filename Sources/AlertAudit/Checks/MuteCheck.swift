import Analysis
import Core

/// A check has no integration, so that no one is told when it goes down: one that is near the incident, or is down.
struct MuteCheck: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        AlertingAudit.Result(
            findings: context.checks.compactMap { check in
                // A key that does not show integrations proves nothing.
                guard check.configuration.channels?.isEmpty == true else { return nil }
                let went = check.flips.first { $0.state == .down && context.caseFile.scope.window.contains($0.time) }
                guard check.isNear || check.configuration.status == "down" || went != nil else { return nil }
                return finding(check, went)
            })
    }

    private func finding(_ check: WatchedCheck, _ went: WatchedCheck.Flip?) -> Finding {
        var facts: [String: Fact] = ["check": .text(check.name), "status": .text(check.configuration.status)]
        var text = "The check `\(check.name)` has no integration and so tells no one"
        if let went {
            facts["down"] = .time(went.time)
            text += "; it went down at \(went.time.clock)"
        } else if check.configuration.status == "down" {
            text += "; it is down"
            if let last = check.configuration.lastRun {
                facts["lastRun"] = .time(last)
                text += ", and its last run was on \(last.date)"
            }
        }
        return Finding(
            .deadEnd, service: check.service, time: went?.time, statement: text + ".", facts: facts,
            evidence: [check.id] + (went.map { [$0.id] } ?? []))
    }
}
