import Core

// What may have caused what: failures reach those who call, and what came later caused nothing before it.
extension SentenceCheck {
    func firstOnset(_ service: String) -> Occurrence? {
        index.occurrences(of: [.onset]).filter { $0.service == service && isFailure($0) }.min { $0.time < $1.time }
    }

    /// A failure that reached those who call.
    func propagation(_ cause: Side, _ effect: Side) -> Decision? {
        // That it was overloaded would have to be shown.
        guard let from = cause.services.first, let to = effect.services.first, from != to, !cause.has(CauseWords.strainWords),
            let a = firstOnset(from), let b = firstOnset(to)
        else { return nil }
        if dependsOn(to, from), a.earliest <= b.latest { return .holds(a.citations + b.citations) }
        return nil
    }

    func dependsOn(_ caller: String, _ callee: String) -> Bool {
        var seen: Set<String> = [caller]
        var open = [caller]
        while let next = open.popLast() {
            for service in index.callees[next] ?? [] where seen.insert(service).inserted {
                if service == callee { return true }
                open.append(service)
            }
        }
        return false
    }

    /// The effect given as the cause.
    func swapped(_ cause: Side, _ effect: Side) -> Decision? {
        // A service that failed later is no cause of one that failed first.
        if let from = cause.services.first, let to = effect.services.last, from != to, !cause.has(CauseWords.changeWords),
            let a = firstOnset(from), let b = firstOnset(to),
            b.earliest < a.earliest || dependsOn(from, to) && b.earliest <= a.earliest
        {
            return .contradicted(
                "\(to) left its baseline at \(b.time.clock), before \(from) at \(a.time.clock)", said: from, holds: to,
                a.citations + b.citations)
        }
        if let late = tooLate(cause, effect) { return late }
        // Nor a recovery of the rollback before it, nor an alert of what it tells of, nor an incident of what was released.
        if cause.has(CauseWords.recoveryWords) && !cause.has(CauseWords.rollbackWords) && effect.has(CauseWords.rollbackWords),
            let rollback = index.occurrences(of: [.rollback]).first
        {
            return .contradicted("the rollback was at \(rollback.time.clock), before the recovery", rollback.citations)
        }
        if cause.cues.contains(where: { $0.kinds.first == .alertFired || $0.kinds.first == .paged }),
            effect.has(CauseWords.failureWords),
            let fired = index.occurrences(of: [.alertFired]).first, !effect.has(CauseWords.alertingWords),
            let onset = onsets().first
        {
            return .contradicted(
                "the alert fired at \(fired.time.clock), after the onset at \(onset.time.clock)",
                fired.citations + onset.citations)
        }
        let isOfVersion = effect.tokens.contains(where: \.isIdentity)
        let isOfSetting =
            effect.has(["shortened", "timeout", "setting", "shorter"])
            && effect.has(["change", "shortened", "shorter", "lowered"])
        if isOfVersion || isOfSetting || isOfChange(effect), isOfFailure(cause), !cause.has(CauseWords.changeWords),
            !effect.has(CauseWords.rollbackWords), let onset = onsets().first,
            let change = index.occurrences(of: [.deploy, .configuration]).first(where: { $0.time < onset.latest })
        {
            return earlier(change, than: onset)
        }
        // A failure is no cause of the deploy before it.
        let changeKinds: [EventKind] = [.deploy, .configuration, .commit]
        if let changed = effect.cues.first(where: { cue in
            cue.kinds.contains { changeKinds.contains($0) } && cue.text != "change"
        }),
            cause.cues.contains(where: { $0.kinds.contains(.onset) }) || cause.has(CauseWords.failureWords),
            !changed.kinds.contains(.rollback)
        {
            let changes = index.occurrences(of: changed.kinds).filter { occurrence in
                changed.nearService.map { occurrence.service == $0 } ?? true
            }
            if let change = changes.first, let onset = onsets().first, changes.contains(where: { $0.time < onset.latest }) {
                return earlier(change, than: onset)
            }
        }
        return nil
    }

    private func earlier(_ change: Occurrence, than onset: Occurrence) -> Decision {
        .contradicted(
            "the \(change.kinds[0].phrase) was at \(change.time.clock), before the onset at \(onset.time.clock)",
            change.citations + onset.citations)
    }

    private func isOfChange(_ side: Side) -> Bool {
        side.has(CauseWords.changeWords) && !side.has(CauseWords.rollbackWords) && !side.has(["traffic", "errors", "failures"])
    }

    func isOfFailure(_ side: Side) -> Bool {
        side.has(CauseWords.failureWords) || side.words.contains(where: isServerError)
            || side.cues.contains { $0.kinds.contains(.onset) }
    }

    /// A moment that a side speaks of, however it puts it.
    private struct Moment {
        var from: Instant
        var to: Instant
        var what: String
        var citations: [Claim.Citation]

        init(_ occurrence: Occurrence, _ what: String) {
            from = occurrence.earliest
            to = occurrence.latest
            self.what = what
            citations = occurrence.citations
        }
    }

    /// What came later is no cause of what came first.
    private func tooLate(_ cause: Side, _ effect: Side) -> Decision? {
        guard let a = moment(of: cause), let b = moment(of: effect), a.what != b.what, b.to < a.from else { return nil }
        return .contradicted(
            "\(b.what) was at \(b.from.clock), before \(a.what) at \(a.from.clock)", a.citations + b.citations)
    }

    private func moment(of side: Side) -> Moment? {
        func first(_ kinds: [EventKind], _ name: String, isEnd: Bool = false) -> Moment? {
            var found = index.occurrences(of: kinds).filter { isVisible($0.citations) && isFailure($0) }
            let own = found.filter { $0.service.map(side.services.contains) ?? false }
            if !own.isEmpty { found = own } else if !side.services.isEmpty { return nil }
            return (isEnd ? found.max { $0.time < $1.time } : found.min { $0.time < $1.time }).map { Moment($0, name) }
        }
        if side.has(["rollback", "revert", "reverted", "reverting"])
            || side.cues.contains(where: { $0.kinds.first == .rollback })
        {
            return first([.rollback], "the rollback")
        }
        if side.has(CauseWords.recoveryWords) { return first([.recovery], "the recovery", isEnd: true) }
        let rules = side.tokens.map(\.lower).filter(index.isRule)
        if !rules.isEmpty || side.cues.contains(where: { [.alertFired, .paged].contains($0.kinds.first ?? .other) }) {
            return firstAlert(of: rules).map { Moment($0, "the alert") }
        }
        if let cue = side.cues.first(where: { $0.kinds.first.map(Cue.ofWorkload.contains) ?? false }) {
            return candidates(for: cue).filter { occurrence in
                side.services.isEmpty || occurrence.service.map(side.services.contains) ?? false
            }
            .min { $0.time < $1.time }.map { Moment($0, "the \($0.kinds[0].phrase)") }
        }
        if side.has(CauseWords.changeWords) || side.cues.contains(where: { $0.kinds.contains(.deploy) }) { return nil }
        guard side.has(CauseWords.failureWords) || side.words.contains(where: isServerError) else { return nil }
        if let service = side.services.first { return firstOnset(service).map { Moment($0, "the failure of \(service)") } }
        return onsets().first.map { Moment($0, "the onset") }
    }

    /// The first that fired, of any rule where none is named.
    private func firstAlert(of rules: [String]) -> Occurrence? {
        index.occurrences(of: [.alertFired]).filter { occurrence in
            isVisible(occurrence.citations) && (rules.isEmpty || rules.contains { occurrence.names.contains($0) })
        }
        .min { $0.time < $1.time }
    }

    /// `504s`, `5xx`.
    func isServerError(_ word: String) -> Bool {
        word.hasPrefix("5") && (word.hasSuffix("xx") || word.count == 4 && word.hasSuffix("s"))
    }

    /// An alert tells of the failure of its service, or of one that this calls.
    func told(_ cause: Side, _ effect: Side) -> Decision? {
        let rules = effect.tokens.map(\.lower).filter(index.isRule)
        guard
            !rules.isEmpty
                || effect.cues.contains(where: { [.alertFired, .paged].contains($0.kinds.first ?? .other) && !$0.isNegated }),
            cause.has(CauseWords.failureWords) || cause.words.contains(where: isServerError),
            !cause.has(CauseWords.changeWords),
            !effect.has(["silence", "silenced", "threshold"])
        else { return nil }
        guard let alert = firstAlert(of: rules) else { return nil }
        let services = cause.services.isEmpty ? index.failing : cause.services
        for service in services {
            guard let onset = firstOnset(service), onset.earliest <= alert.latest,
                alert.service.map({ $0 == service || dependsOn($0, service) }) ?? true
            else { continue }
            return .holds(onset.citations + alert.citations)
        }
        return nil
    }

    /// "Restarted because its liveness probe failed": both of one service, in that order.
    func localCause(_ cause: Side, _ effect: Side) -> Decision? {
        func first(_ side: Side) -> Occurrence? {
            for cue in side.cues where !cue.isNegated {
                let service = cue.service ?? cue.nearService
                let found = candidates(for: cue).filter { $0.service == service || service == nil || $0.service == nil }
                if let first = found.min(by: { $0.time < $1.time }) { return first }
            }
            return nil
        }
        guard let a = first(cause), let b = first(effect), a.service == b.service || b.service == nil || a.service == nil else {
            return nil
        }
        if b.isAny(of: [.onset, .peak, .logBurst]) { return nil }
        if a.time <= b.latest { return .holds(a.citations + b.citations) }
        return .contradicted("the evidence has them the other way round", a.citations + b.citations)
    }
}
