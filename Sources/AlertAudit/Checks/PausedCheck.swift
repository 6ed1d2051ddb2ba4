import Analysis
import Core

/// A check near the incident is paused, and no run of its job resumes it.
struct PausedCheck: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        AlertingAudit.Result(
            findings: context.checks.compactMap { check in
                let configuration = check.configuration
                guard check.isNear, configuration.status == "paused", configuration.needsManualResume else { return nil }
                // One that was told of a run in the incident was paused after it.
                if let last = configuration.lastRun, last >= context.onset { return nil }
                return finding(check)
            })
    }

    private func finding(_ check: WatchedCheck) -> Finding {
        let configuration = check.configuration
        var facts: [String: Fact] = ["check": .text(check.name), "status": .text("paused")]
        var text = "The check `\(check.name)` is paused until a person resumes it"
        if let last = configuration.lastRun {
            facts["lastRun"] = .time(last)
            text += "; its last run was on \(last.date)"
        }
        if let purpose = configuration.purpose {
            facts["purpose"] = .text(ValueText.quotation(purpose))
            text += ", and its description says \"\(ValueText.quotation(purpose))\""
        }
        let pause = check.flips.last { $0.state == .paused }
        if let pause { facts["paused"] = .time(pause.time) }
        return Finding(
            .silenced, service: check.service, time: pause?.time, statement: text + ".", facts: facts,
            evidence: [check.id] + (pause.map { [$0.id] } ?? []))
    }
}
