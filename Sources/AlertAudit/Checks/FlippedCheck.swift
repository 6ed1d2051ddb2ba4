import Analysis
import Core

/// A check went down in the incident: what noticed it, and when.
struct FlippedCheck: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        AlertingAudit.Result(
            findings: context.checks.compactMap { finding($0, context) }.sorted { left, right in
                (left.time ?? context.onset, left.statement) < (right.time ?? context.onset, right.statement)
            })
    }

    private func finding(_ check: WatchedCheck, _ context: AuditContext) -> Finding? {
        let window = context.caseFile.scope.window
        let inside = check.flips.filter { window.contains($0.time) }
        let downs = inside.filter { $0.state == .down || $0.state == .notUp }
        guard let first = downs.first else { return nil }
        let isKnown = downs.allSatisfy { $0.state == .down }
        var facts: [String: Fact] = [
            "check": .text(check.name), "fired": .time(first.time), "times": .number(Double(downs.count), .count),
        ]
        var evidence = [check.id] + downs.map(\.id)
        var text = "The check `\(check.name)` \(isKnown ? "went down" : "was not up") at \(first.time.clock)"
        if let onset = context.onsetFinding, first.time >= context.onset {
            let delay = first.time.seconds(since: context.onset)
            facts["onset"] = .time(context.onset)
            facts["delay"] = .duration(delay)
            text += delay == 0 ? ", with the onset" : ", \(ValueText.duration(delay)) after the onset at \(context.onset.clock)"
            evidence += onset.evidence
        }
        if downs.count > 1 { text += ", the first of \(downs.count) times" }
        if let up = inside.last(where: { $0.state == .up }), up.time > (downs.last?.time ?? first.time) {
            facts["ended"] = .time(up.time)
            text += downs.count > 1 ? ", the last of which ended at \(up.time.clock)" : ", until \(up.time.clock)"
            evidence.append(up.id)
        }
        if !isKnown { text += "; the source does not say whether it was down or paused" }
        if let channels = check.configuration.channels {
            facts["integrations"] = .number(Double(channels.count), .count)
        }
        if let noticed = context.noticed, noticed.time > first.time {
            facts["noticed"] = .time(noticed.time)
            facts["earlier"] = .duration(noticed.time.seconds(since: first.time))
        }
        return Finding(
            .alertFired, service: check.service, time: first.time, statement: text + ".", facts: facts, evidence: evidence)
    }
}
