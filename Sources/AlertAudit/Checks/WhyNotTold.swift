import Alerting
import Analysis
import Core
import PromQL

/// Why a rule about an affected service told no one, or told late, by what its source's own engine says the rule would have done over
/// the incident's window. It looks at rules of which no other check has said anything.
struct WhyNotTold {
    /// Evidence of rules that other checks spoke of.
    var explained: Set<EvidenceID>

    /// Findings at most: the rules of the first services come first.
    private static let limit = 8
    /// Seconds from the onset up to which a notification is in time.
    private static let inTime = 120.0

    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        var seen = explained
        for service in context.affected {
            for rule in context.rules(about: service) where result.findings.count < Self.limit && seen.insert(rule.id).inserted
            {
                guard let history = context.histories[rule.id],
                    context.episodes(of: rule.rule.name, service: service, in: [.firing, .suppressed]).isEmpty
                else { continue }
                let delivery = Delivery(history, rule, context)
                let why = WhyNot(
                    rule.rule, history, onset: context.trouble, probes: context.seriesThere, delivery: delivery.outcome)
                guard let says = says(why, delivery, context) else { continue }
                var facts = says.facts
                facts["rule"] = .text(RuleFacts.name(rule))
                facts["expression"] = .text(rule.rule.expression)
                facts["service"] = .text(service)
                facts["onset"] = .time(context.onset)
                result.findings.append(
                    Finding(
                        says.kind, service: service, time: says.time,
                        statement: "The rule `\(RuleFacts.name(rule))` of \(service) \(says.words).", facts: facts,
                        evidence: [rule.id] + history.evidence.prefix(6)
                            + counted(for: says, rule.rule, context)
                            + delivery.evidence))
            }
        }
        return result
    }

    /// The counts of the series that a rule reads, where it is said that there were none.
    private func counted(for says: Says, _ rule: AlertRule, _ context: AuditContext) -> [EvidenceID] {
        guard says.isOfSeries else { return [] }
        var seen: Set<EvidenceID> = []
        let all = RuleProbes(rule).selectors.flatMap { context.seriesEvidence[$0] ?? [] }
        return Array(all.filter { seen.insert($0).inserted }.prefix(6))
    }

    private struct Says {
        var kind: Finding.Kind
        var words: String
        var time: Instant?
        var facts: [String: Fact] = [:]
        var isOfSeries = false
    }

    private func says(_ why: WhyNot, _ delivery: Delivery, _ context: AuditContext) -> Says? {
        switch why {
        case .wrongSelector(let selector):
            return Says(
                kind: .deadEnd,
                words: "could not fire: no series of `\(RuleFacts.inert(selector))`, which it reads, was there in the window,"
                    + " though there were others of the metric", facts: ["selector": .text(selector)], isOfSeries: true)
        case .noData:
            return Says(
                kind: .deadEnd, words: "could not fire: nothing that it reads was there in the window", isOfSeries: true)
        case .undefined(let moments):
            return Says(
                kind: .deadEnd,
                words:
                    "would not have fired: what it compares was no number (NaN) at any of the \(moments) moments that it had a"
                    + " sample at, as where zero is divided by zero", facts: ["undefined": .number(Double(moments), .count)])
        case .neverCrossed(let comparison, let threshold, let extreme, let at, let by):
            return neverCrossed(comparison, threshold, extreme, at, by)
        case .heldTooShortly(let longest, let from, let holdFor):
            return Says(
                kind: .holdTooLong,
                words:
                    "fires only after \(ValueText.duration(holdFor)), and its condition held for \(ValueText.duration(longest))"
                    + " at most, from \(from.clock)", time: from,
                facts: ["holdFor": .duration(holdFor), "atMost": .duration(longest), "breachedFrom": .time(from)])
        case .firedBefore(let since):
            return Says(
                kind: .alertFired,
                words:
                    "had been firing since \(since.clock), before the onset at \(context.onset.clock), so that it had nothing"
                    + " new to tell", time: since, facts: ["fired": .time(since)])
        case .notDelivered(let fired, let obstacle): return notDelivered(fired, obstacle)
        case .told(let time): return late(delivery.stretch, told: time, context)
        case .fired(let time):
            return time.seconds(since: context.onset) > Self.inTime ? late(delivery.stretch, told: nil, context) : nil
        case .failing, .paused, .conditionUnmet, .unknown: return nil
        }
    }

    private func neverCrossed(
        _ comparison: BinaryOperator, _ threshold: Double, _ extreme: Double, _ at: Instant, _ by: Double
    ) -> Says {
        let isUpward = comparison == .greater || comparison == .greaterOrEqual
        let isOrdering = isUpward || comparison == .less || comparison == .lessOrEqual
        let reached =
            isOrdering
            ? "\(isUpward ? "came to" : "fell to") \(ValueText.value(extreme, .none)) at \(at.clock) at the furthest,"
                + " \(ValueText.value(by, .none)) short of its threshold of \(ValueText.value(threshold, .none))"
            : "was never as its condition on \(ValueText.value(threshold, .none)) asks"
        var facts: [String: Fact] = ["threshold": .number(threshold, .none)]
        if isOrdering {
            facts["observed"] = .number(extreme, .none)
            facts["observedAt"] = .time(at)
            facts["short"] = .number(by, .none)
        }
        return Says(
            kind: .thresholdTooHigh, words: "would not have fired: what it compares \(reached)", time: at, facts: facts)
    }

    private func notDelivered(_ fired: Instant, _ obstacle: AlertDelivery) -> Says? {
        var facts: [String: Fact] = ["fired": .time(fired)]
        let because: String
        switch obstacle {
        case .notified: return nil
        case .silenced(let id):
            facts["silence"] = .text(id)
            because = "the silence `\(RuleFacts.inert(id))` covered it"
        case .inhibited(let labels):
            let name = labels["alertname"] ?? "another alert"
            facts["inhibitor"] = .text(name)
            because = "`\(RuleFacts.inert(name))` inhibited it"
        case .muted(let name):
            facts["timeInterval"] = .text(name)
            because = "its route was muted by the time interval `\(RuleFacts.inert(name))`"
        case .withoutReceiver(let name):
            facts["receiver"] = .text(name)
            because = "the receiver `\(RuleFacts.inert(name))` tells no one"
        case .stillWaiting(let wait):
            facts["groupWait"] = .duration(wait)
            because = "it was over before its group's wait of \(ValueText.duration(wait)) was"
        }
        return Says(
            kind: .deadEnd, words: "would have fired at \(fired.clock), and no one would have been told: \(because)",
            time: fired, facts: facts)
    }

    /// What the time until the rule told of it consisted of.
    private func late(_ stretch: RuleHistory.Stretch?, told: Instant?, _ context: AuditContext) -> Says? {
        let parts = DelayParts(onset: context.onset, stretch: stretch, notified: told)
        guard let stretch, let fired = stretch.firingFrom, let toCrossing = parts.toCrossing, let hold = parts.toFiring,
            toCrossing >= 0
        else { return nil }
        let end = told ?? fired
        guard end.seconds(since: context.onset) > Self.inTime else { return nil }
        var facts: [String: Fact] = [
            "pending": .time(stretch.pendingFrom), "fired": .time(fired), "toCondition": .duration(toCrossing),
            "hold": .duration(hold), "delay": .duration(end.seconds(since: context.onset)),
        ]
        var words =
            "would have \(told == nil ? "fired" : "told someone") \(ValueText.duration(end.seconds(since: context.onset))) after the"
            + " onset, at \(end.clock): its condition held from \(stretch.pendingFrom.clock)"
        if hold > 0 { words += ", its hold time took \(ValueText.duration(hold))" }
        if let told, let wait = parts.toNotified {
            facts["noticed"] = .time(told)
            facts["toNotified"] = .duration(wait)
            if wait > 0 { words += ", and its group waited \(ValueText.duration(wait))" }
        }
        return Says(kind: .alertFired, words: words, time: end, facts: facts)
    }
}

extension WhyNotTold {
    /// What would have become of the alerts of a rule, by the routing and the silences that were read.
    struct Delivery {
        private(set) var outcome: AlertDelivery?
        /// The first stretch that fires in the trouble.
        private(set) var stretch: RuleHistory.Stretch?
        private(set) var evidence: [EvidenceID] = []

        init(_ history: RuleHistory, _ rule: ReadRule, _ context: AuditContext) {
            let firing = history.stretches.filter { stretch in
                stretch.firingFrom.map { context.trouble.contains($0) } ?? false
            }
            stretch = firing.first
            guard let stretch, let fired = stretch.firingFrom, let held = context.routing.first, context.routing.count == 1
            else { return }
            var labels = stretch.labels
            labels["alertname"] = rule.rule.name
            // The others that fired may inhibit it.
            var alerts = [RoutedAlert(labels: labels, startsAt: fired, endsAt: stretch.to)]
            for episode in context.episodes where episode.value.state == .firing && context.overlapsTrouble(episode.value) {
                var own = episode.value.labels
                own["alertname"] = episode.value.name
                alerts.append(
                    RoutedAlert(labels: own, startsAt: episode.value.from.corrected, endsAt: episode.value.to?.corrected))
            }
            let tree = RoutingTree(held.value)
            let timeline = NotificationTimeline(
                alerts, through: tree, silences: context.silences.map(\.value), until: context.trouble.to)
            guard timeline.undecided.isEmpty else { return }
            outcome = AlertDelivery(of: 0, among: alerts, in: timeline, through: tree)
            evidence = [held.id]
            if case .silenced(let id)? = outcome {
                evidence += context.silences.filter { $0.value.id == id }.map(\.id)
            }
        }
    }
}
