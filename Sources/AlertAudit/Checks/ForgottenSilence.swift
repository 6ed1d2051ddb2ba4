import Analysis
import Core

/// A silence was active in the incident that had outlived its purpose: it was old, or what it was set for had ended.
struct ForgottenSilence: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        AlertingAudit.Result(
            findings: context.muting.compactMap { muting in
                Purpose(of: muting, in: context).map { finding(muting, $0, context) }
            })
    }

    private func finding(_ muting: MutingSilence, _ purpose: Purpose, _ context: AuditContext) -> Finding {
        let silence = muting.silence
        var facts = muting.facts(onset: context.onset)
        let age = context.onset.seconds(since: silence.startsAt)
        facts["forgottenAfter"] = .duration(context.options.forgottenAfter)
        let days = (age / 86_400).rounded()
        let ageInWords = days >= 2 ? "\(ValueText.whole(days)) days" : ValueText.duration(age)
        var text =
            "The \(muting.phrase) was still active at the onset at \(context.onset.clock): it was set on \(silence.startsAt.date),"
            + " \(ageInWords) before, by its author, whom the evidence names"
        switch purpose {
        case .maintenance(let window, _):
            facts["purposeEnded"] = .time(window.to)
            facts["maintenance"] = .text(window.title)
            text += ", for a maintenance that ended \(moment(window.to, context))"
        case .dateInComment(let day):
            facts["commentDate"] = .time(day)
            let purpose = silence.comment.lowercased().contains("maintenance") ? "a maintenance on \(day.date)" : "\(day.date)"
            text += ", with a comment that speaks of \(purpose)"
        case .old: break
        }
        text += ", and it ends \(moment(silence.endsAt, context))"
        let names = Set(muting.rules.map(\.rule.name)).sorted()
        if !names.isEmpty {
            text += "; it \(muting.episodes.isEmpty ? "would mute" : "mutes") \(RuleFacts.list(names))"
            if muting.episodes.isEmpty, muting.rules.allSatisfy({ wasUnmet($0, context) }) {
                text += names.count == 1 ? ", which" : names.count == 2 ? ", neither of which" : ", none of which"
                text += names.count == 1 ? " would not have fired" : " would have fired"
                facts["wouldHaveFired"] = .text("none")
            }
        }
        return Finding(
            .forgottenSilence, service: muting.service, time: silence.startsAt, statement: text + ".", facts: facts,
            evidence: [muting.id] + purpose.evidence + muting.rules.map(\.id) + muting.episodes.map(\.id)
                + (context.onsetFinding?.evidence ?? []))
    }

    /// Whether a rule's alert was not there, and its threshold on a signal that moved was not breached.
    private func wasUnmet(_ rule: ReadRule, _ context: AuditContext) -> Bool {
        let wasThere = context.episodes.contains { $0.value.name == rule.rule.name && context.overlapsTrouble($0.value) }
        guard !wasThere else { return false }
        var known: [Bool] = []
        for signal in context.signals {
            for condition in rule.conditions(on: signal, context.identity(of: signal.service)) {
                known.append(signal.series.samples.contains { condition.isBreached(by: $0.value) })
            }
        }
        return !known.isEmpty && !known.contains(true) && (!rule.hasAlternatives || known.count >= rule.parts.count)
    }

    /// `at 14:50` on the incident's day, `on 2026-11-20` on another.
    private func moment(_ time: Instant, _ context: AuditContext) -> String {
        time.date == context.onset.date ? "at \(time.clock)" : "on \(time.date)"
    }

    /// Why a silence is taken for forgotten.
    enum Purpose {
        case maintenance(MaintenanceWindow, EvidenceID)
        /// The last day that its comment names, which was over.
        case dateInComment(Instant)
        case old

        var evidence: [EvidenceID] { if case .maintenance(_, let id) = self { [id] } else { [] } }

        init?(of muting: MutingSilence, in context: AuditContext) {
            let silence = muting.silence
            let ended = context.maintenance.filter { held in
                held.value.to < context.onset && Purpose.concerns(held.value, silence, muting.service)
            }
            if let last = ended.max(by: { ($0.value.to, $0.id) < ($1.value.to, $1.id) }) {
                self = .maintenance(last.value, last.id)
            } else if let day = CommentReading(silence.comment, startsAt: silence.startsAt).lastDay,
                day.adding(seconds: 86_400) <= context.onset, day.adding(seconds: 86_400) >= silence.startsAt
            {
                self = .dateInComment(day)
            } else if context.onset.seconds(since: silence.startsAt) > context.options.forgottenAfter {
                self = .old
            } else {
                return nil
            }
        }

        /// A maintenance that the silence was set for: its comment names it, or both are about the same service and the silence
        /// was set from a day before the maintenance to its end.
        private static func concerns(_ window: MaintenanceWindow, _ silence: Silence, _ service: String?) -> Bool {
            let comment = silence.comment.lowercased()
            if window.id.count >= 4, comment.contains(window.id.lowercased()) { return true }
            if window.title.count >= 8, comment.contains(window.title.lowercased()) { return true }
            guard let service, window.services.contains(where: { plain($0) == plain(service) }) else { return false }
            return window.from.adding(seconds: -86_400) <= silence.startsAt && silence.startsAt <= window.to
        }

        /// `Payment Gateway` and `payment_gateway` are `payment-gateway`.
        private static func plain(_ name: String) -> String {
            String(name.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
        }
    }
}
