import Analysis
import Core

/// A silence was active in the incident that muted an alert that was there, or would have muted alerts of an affected service.
/// A forgotten silence is told by its own check, and again here only when it really muted something.
struct SilencedAlert: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        for muting in context.muting {
            let isForgotten = ForgottenSilence.Purpose(of: muting, in: context) != nil
            let breached = muting.rules.filter { rule in wasBreached(rule, context) }
            if isForgotten, muting.episodes.isEmpty, breached.isEmpty { continue }
            result.findings.append(finding(muting, breached, context))
        }
        return result
    }

    private func wasBreached(_ rule: ReadRule, _ context: AuditContext) -> Bool {
        guard rule.parts.count == 1 else { return false }
        return context.signals.contains { signal in
            let identity = context.identity(of: signal.service)
            return rule.conditions(on: signal, identity).contains { condition in
                guard let breach = condition.longestBreach(in: signal.series.samples) else { return false }
                return breach.seconds >= rule.rule.holdFor
            }
        }
    }

    private func finding(_ muting: MutingSilence, _ breached: [ReadRule], _ context: AuditContext) -> Finding {
        let silence = muting.silence
        var facts = muting.facts(onset: context.onset)
        let start = max(silence.startsAt, context.onset)
        let muted = Set(muting.episodes.map(\.value.name) + breached.map(\.rule.name)).sorted()
        let effect: String
        if !muting.episodes.isEmpty {
            effect = "muted \(RuleFacts.list(muted))"
        } else if !breached.isEmpty {
            effect = "muted \(RuleFacts.list(muted)), whose condition was met"
        } else if !muting.rules.isEmpty {
            effect = "would have muted \(RuleFacts.list(Set(muting.rules.map(\.rule.name)).sorted()))"
        } else {
            effect = "would have muted alerts" + (muting.service.map { " on \($0)" } ?? "")
        }
        if !muted.isEmpty { facts["muted"] = .text(muted.joined(separator: ", ")) }
        let set = silence.startsAt.date == context.onset.date ? "at \(silence.startsAt.clock)" : "on \(silence.startsAt.date)"
        let count = muting.rules.count
        facts["mutedRules"] = .number(Double(count), .count)
        return Finding(
            .silenced, service: muting.service ?? service(of: muting, context), time: start,
            statement: "The \(muting.phrase), set \(set) by its author, whom the evidence names, \(effect).", facts: facts,
            evidence: [muting.id] + muting.episodes.map(\.id) + muting.rules.map(\.id))
    }

    private func service(of muting: MutingSilence, _ context: AuditContext) -> String? {
        context.affected.first { service in
            muting.episodes.contains { context.identity(of: service).owns($0.value.labels) == .yes }
        }
    }
}
