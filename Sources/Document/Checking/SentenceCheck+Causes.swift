import Core

// Causes: causal wording is supported for a hypothesis that the investigation holds, at the strength at which it holds it.
extension SentenceCheck {
    private struct Side {
        var tokens: ArraySlice<Sentence.Token>
        var words: Set<String>
        var stems: Set<String>
        var services: [String]
        var cues: [Cue]

        init(_ tokens: ArraySlice<Sentence.Token>, cues: [Cue]) {
            self.tokens = tokens
            words = Set(tokens.map(\.lower))
            stems = []
            for token in tokens { stems.formUnion(Stem.all(of: token.text)) }
            services = tokens.compactMap(\.service)
            self.cues = cues.filter { tokens.indices.contains($0.place) }
        }

        func has(_ wanted: Set<String>) -> Bool { !words.isDisjoint(with: wanted) }
    }

    mutating func checkCauses() {
        guard let (cause, effect) = sides() else {
            // That both came about does not make one the cause of the other: which way it is said to be was not read.
            if CauseReader(sentence: sentence).speaksOfCauses, sentence.cues.filter({ !$0.isWeak }).count > 1,
                !sentence.tokens.contains(where: { $0.time != nil })
            {
                decisions.removeAll { $0.outcome == .holds }
            }
            return
        }
        guard !isIdentity(cause, of: effect) else { return }
        // "Why did it take so long? Because nobody looked": of nothing that evidence tells of.
        if sentence.lower(0) == "why", effect.cues.isEmpty, effect.services.isEmpty, !isOfFailure(effect),
            !effect.has(CauseWords.changeWords.union(CauseWords.recoveryWords).union(CauseWords.alertingWords))
        {
            return
        }
        let isDenied =
            CauseReader(sentence: sentence).spared == nil
            && (sentence.containsAny(["not", "never", "neither", "unrelated", "wasn't", "isn't", "n't"])
                || sentence.contains("ruled out"))
        if isDenied {
            denyCause(cause, effect)
            return
        }
        if let swapped = swapped(cause, effect) {
            decide(swapped)
            return
        }
        if let told = told(cause, effect) {
            decide(told)
            return
        }
        if effect.has(CauseWords.alertingWords) || cause.has(["threshold", "silence", "silenced", "muted", "mute"]) {
            checkAlertingCause()
            return
        }
        if cause.has(CauseWords.rollbackWords),
            effect.has(CauseWords.recoveryWords) || effect.cues.contains(where: { $0.kinds.contains(.recovery) })
        {
            let rollbacks = index.occurrences(of: [.rollback]).filter { isVisible($0.citations) }
            if let first = rollbacks.first { decide(.holds(first.citations)) }
            return
        }
        // What people did about a failure is no failure: when they did is decided with the events.
        let responses: [EventKind] = [.rollback, .revert, .acknowledged, .paged, .opened, .resolved, .escalated]
        if effect.cues.contains(where: { $0.kinds.first.map(responses.contains) ?? false }),
            !effect.has(CauseWords.failureWords),
            !cause.has(CauseWords.changeWords)
        {
            return
        }
        decide(judge(cause, effect))
    }

    /// What is said to be the cause, and of what.
    private func sides() -> (Side, Side)? {
        let whole = sentence.tokens[...]
        if sentence.lower(0) == "as",
            !["of", "a", "an", "for", "soon", "expected", "usual", "part", "well", "regards", "to", "per", "far", "the"]
                .contains(
                    sentence.lower(1)) || sentence.lower(1) == "the" && !isAside,
            let comma = sentence.tokens.firstIndex(where: { $0.lower == "," }), comma > 2,
            Side(whole[1..<comma], cues: sentence.cues).has(
                CauseWords.failureWords.union(CauseWords.recoveryWords).union(CauseWords.changeWords).union(
                    CauseWords.strainWords))
                || whole[1..<comma].contains(where: { isServerError($0.lower) || index.isRule($0.lower) })
        {
            return (Side(whole[1..<comma], cues: sentence.cues), Side(whole[comma...], cues: sentence.cues))
        }
        guard let found = CauseReader(sentence: sentence).sides() else { return nil }
        return (Side(whole[found.cause], cues: sentence.cues), Side(whole[found.effect], cues: sentence.cues))
    }

    /// "We traced the deploy to commit db3ad5f": what it was, not what made it happen.
    private func isIdentity(_ cause: Side, of effect: Side) -> Bool {
        let labels: Set<String> = ["commit", "version", "release", "revision", "build", "the", "a", "tag", "image", "hash"]
        let isNamed = cause.tokens.contains { token in
            switch token.value {
            case .hash, .version: true
            default: false
            }
        }
        return isNamed && effect.cues.contains { !$0.kinds.filter(Cue.changes.contains).isEmpty }
            && cause.tokens.allSatisfy { !$0.isWord || labels.contains($0.lower) }
    }

    /// "As the timeline shows, …".
    private var isAside: Bool {
        (2...4).contains {
            ["shows", "show", "confirms", "makes", "has", "says", "tells", "reads"].contains(sentence.lower($0))
        }
    }

    // MARK: Judging

    private func judge(_ cause: Side, _ effect: Side) -> Decision {
        // A hypothesis that the words mean.
        let meant = index.hypotheses.filter { isMeant($0, by: cause) }.sorted { rank($0) < rank($1) }
        if let best = meant.first(where: { !$0.isRefuted && CauseWords.strength(sentence).strength <= $0.confidence.strength })
        {
            return .holds(citations(of: best))
        }
        if let refuted = meant.first(where: \.isRefuted), !meant.contains(where: { !$0.isRefuted }) {
            let proof = refuted.refutes.map(Claim.Citation.finding)
            let why = index.findings.first { refuted.refutes.contains($0.id) }?.statement ?? "its predictions failed"
            return .contradicted(
                "this cause was refuted: \(why)", said: nil, holds: nil, proof.isEmpty ? citations(of: refuted) : proof)
        }
        if let propagation = propagation(cause, effect) { return propagation }
        if let best = meant.first {
            return .unsupported(
                "the investigation holds this cause with \(best.confidence.rawValue) confidence only, and the sentence says more",
                needed: "wording such as “may have”")
        }
        if let local = localCause(cause, effect) { return local }
        if cause.services.isEmpty, cause.has(CauseWords.failureWords), let to = effect.services.first,
            to != index.failing.first,
            effect.services.allSatisfy(index.failing.contains), let onset = firstOnset(to)
        {
            return .holds(onset.citations)
        }
        let top = index.hypotheses.first { !$0.isRefuted && $0.confidence == .strong }
        if let top, !cause.has(["it", "this", "that", "change", "deploy"]) || !cause.services.isEmpty {
            return Decision(
                outcome: .unsupported,
                problem: "no hypothesis of the investigation is of this cause; the one that it holds: \(top.statement)",
                needed: "evidence of this cause")
        }
        if top != nil, cause.has(["it", "this", "that", "change", "deploy", "which"]) {
            return .holds(top.map(citations) ?? [])
        }
        return .unsupported("no hypothesis of the investigation is of this cause", needed: "evidence of this cause")
    }

    private func rank(_ hypothesis: Hypothesis) -> Int {
        (hypothesis.isRefuted ? 100 : 0) + (hypothesis.confidence == .strong ? 0 : hypothesis.confidence == .moderate ? 1 : 2)
    }

    private func citations(of hypothesis: Hypothesis) -> [Claim.Citation] {
        hypothesis.evidence.map(Claim.Citation.evidence) + hypothesis.supports.map(Claim.Citation.finding)
    }

    /// Do the words name this hypothesis: its change, or its family?
    private func isMeant(_ hypothesis: Hypothesis, by cause: Side) -> Bool {
        if !isVisible(citations(of: hypothesis) + hypothesis.refutes.map(Claim.Citation.finding)) { return false }
        switch hypothesis.family {
        case .change:
            if !cause.services.isEmpty, !cause.services.contains(hypothesis.service),
                !namesChange(hypothesis, cause)
            {
                return false
            }
            if hasForeignIdentity(hypothesis, cause) { return false }
            if namesChange(hypothesis, cause) { return true }
            guard
                cause.has(CauseWords.changeWords)
                    || cause.cues.contains(where: { $0.kinds.contains(.deploy) || $0.kinds.contains(.commit) })
            else { return false }
            // What the change is about, where the words say what it was.
            return cause.services.contains(hypothesis.service) || hypothesis.rank == 1 && !hasForeignMatter(cause, hypothesis)
        case .upstreamProvider:
            let callees = (index.callees[index.failing.first ?? ""] ?? []).union([hypothesis.service])
            return cause.services.contains { callees.contains($0) && !index.failing.contains($0) }
                && !cause.has(CauseWords.changeWords)
        case .capacity:
            return CauseWords.families.contains { $0.0 == .capacity && cause.has($0.1) }
                && !cause.has(["cpu", "memory", "disk", "leak"])
                && !cause.has(CauseWords.changeWords)
        case .workload:
            guard CauseWords.families.contains(where: { $0.0 == .workload && cause.has($0.1) }) else { return false }
            return cause.services.isEmpty || cause.services.contains(hypothesis.service)
        default:
            return CauseWords.families.contains { $0.0 == hypothesis.family && cause.has($0.1) }
        }
    }

    /// Names, settings or words of the change itself.
    private func namesChange(_ hypothesis: Hypothesis, _ cause: Side) -> Bool {
        guard let change = occurrence(of: hypothesis) else { return false }
        for token in cause.tokens {
            switch token.value {
            case .hash, .version:
                let text = token.lower.split(separator: " ").last.map(String.init) ?? token.lower
                if change.contains(where: { $0.names.contains { $0 == text || $0.hasPrefix(text) && text.count >= 6 } }) {
                    return true
                }
            default: break
            }
        }
        let telling: Set<String> = ["timeout", "deadlin", "time-out", "connect", "banner", "pool"]
        let shared = change.reduce(into: Set<String>()) { $0.formUnion($1.words) }.intersection(cause.stems)
        let givesUp = cause.has(["gave", "give", "giving", "gives"]) && change.contains { $0.words.contains("timeout") }
        return givesUp
            || !shared.isDisjoint(with: telling)
                && (cause.has(CauseWords.changeWords) || shared.count >= 2 || cause.has(["timeout", "timeouts"]))
    }

    private func occurrence(of hypothesis: Hypothesis) -> [Occurrence]? {
        guard let change = hypothesis.change else { return nil }
        let id = change.id.lowercased()
        let own = Set(hypothesis.evidence.map(Claim.Citation.evidence))
        return index.occurrences.filter { occurrence in
            occurrence.isAny(of: [.deploy, .configuration, .commit])
                && (occurrence.names.contains(id) || occurrence.citations.contains { own.contains($0) })
        }
    }

    /// A commit or version that is not the hypothesis's.
    private func hasForeignIdentity(_ hypothesis: Hypothesis, _ cause: Side) -> Bool {
        let own = occurrence(of: hypothesis) ?? []
        return cause.tokens.contains { token in
            switch token.value {
            case .hash: !own.contains { $0.names.contains { $0.hasPrefix(token.lower) } }
            default: false
            }
        }
    }

    /// "A change of the retry logic" is not the change of a time-out.
    private func hasForeignMatter(_ cause: Side, _ hypothesis: Hypothesis) -> Bool {
        let plain = CauseWords.changeWords.map(Stem.of)
        let neutral = Set(plain).union([
            "bad", "faulty", "recent", "new", "latest", "same", "incident", "caus", "root", "production", "live", "minut",
            "service",
        ])
        let matter = cause.stems.subtracting(neutral).filter { $0.first?.isLetter == true }
        guard !matter.isEmpty else { return false }
        let own = (occurrence(of: hypothesis) ?? []).reduce(into: Stem.all(of: hypothesis.statement)) { $0.formUnion($1.words) }
        return matter.isDisjoint(with: own) && matter.count >= 1
    }

    // MARK: Between services

    private func firstOnset(_ service: String) -> Occurrence? {
        index.occurrences(of: [.onset]).filter { $0.service == service && isFailure($0) }.min { $0.time < $1.time }
    }

    /// A failure that reached those who call.
    private func propagation(_ cause: Side, _ effect: Side) -> Decision? {
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
    private func swapped(_ cause: Side, _ effect: Side) -> Decision? {
        // A service that failed later is no cause of one that failed first.
        if let from = cause.services.first, let to = effect.services.last, from != to, !cause.has(CauseWords.changeWords),
            let a = firstOnset(from), let b = firstOnset(to),
            b.earliest < a.earliest || dependsOn(from, to) && b.earliest <= a.earliest
        {
            return .contradicted(
                "\(to) left its baseline at \(b.time.clock), before \(from) at \(a.time.clock)", said: from, holds: to,
                a.citations + b.citations)
        }
        if let late = isTooLate(cause, effect) { return late }
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
        let isOfVersion = effect.tokens.contains { token in
            switch token.value {
            case .version, .hash: true
            default: false
            }
        }
        let isOfSetting =
            effect.has(["shortened", "timeout", "setting", "shorter"])
            && effect.has(["change", "shortened", "shorter", "lowered"])
        if isOfVersion || isOfSetting || isOfChange(effect), isOfFailure(cause), !cause.has(CauseWords.changeWords),
            !effect.has(CauseWords.rollbackWords), let onset = onsets().first,
            let change = index.occurrences(of: [.deploy, .configuration]).first(where: { $0.time < onset.latest })
        {
            return .contradicted(
                "the \(change.kinds[0].phrase) was at \(change.time.clock), before the onset at \(onset.time.clock)",
                change.citations + onset.citations)
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
                return .contradicted(
                    "the \(change.kinds[0].phrase) was at \(change.time.clock), before the onset at \(onset.time.clock)",
                    change.citations + onset.citations)
            }
        }
        return nil
    }

    private func isOfChange(_ side: Side) -> Bool {
        side.has(CauseWords.changeWords) && !side.has(CauseWords.rollbackWords) && !side.has(["traffic", "errors", "failures"])
    }

    private func isOfFailure(_ side: Side) -> Bool {
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
    private func isTooLate(_ cause: Side, _ effect: Side) -> Decision? {
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
            let fired = index.occurrences(of: [.alertFired]).filter { occurrence in
                isVisible(occurrence.citations) && (rules.isEmpty || rules.contains { occurrence.names.contains($0) })
            }
            return fired.min { $0.time < $1.time }.map { Moment($0, "the alert") }
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

    /// `504s`, `5xx`.
    private func isServerError(_ word: String) -> Bool {
        word.hasPrefix("5") && (word.hasSuffix("xx") || word.count == 4 && word.hasSuffix("s"))
    }

    /// An alert tells of the failure of its service, or of one that this calls.
    private func told(_ cause: Side, _ effect: Side) -> Decision? {
        let rules = effect.tokens.map(\.lower).filter(index.isRule)
        guard
            !rules.isEmpty
                || effect.cues.contains(where: { [.alertFired, .paged].contains($0.kinds.first ?? .other) && !$0.isNegated }),
            cause.has(CauseWords.failureWords) || cause.words.contains(where: isServerError),
            !cause.has(CauseWords.changeWords),
            !effect.has(["silence", "silenced", "threshold"])
        else { return nil }
        let fired = index.occurrences(of: [.alertFired]).filter { occurrence in
            isVisible(occurrence.citations) && (rules.isEmpty || rules.contains { occurrence.names.contains($0) })
        }
        guard let alert = fired.min(by: { $0.time < $1.time }) else { return nil }
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
    private func localCause(_ cause: Side, _ effect: Side) -> Decision? {
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

    // MARK: Alerting and denials

    /// "It did not fire because its threshold is 10 s".
    private mutating func checkAlertingCause() {
        let kinds: Set<Finding.Kind> = [
            .thresholdTooHigh, .holdTooLong, .silenced, .forgottenSilence, .missingAlert, .deadEnd, .alertFired, .page,
            .checkFlipped,
        ]
        var best: (finding: Finding, shared: Int)?
        for (place, finding) in index.findings.enumerated()
        where kinds.contains(finding.kind) && isVisible([.finding(finding.id)]) {
            let shared = index.findingWords[place].intersection(sentence.stems).count
            if shared > (best?.shared ?? 1) { best = (finding, shared) }
        }
        if let best { decide(.holds([.finding(best.finding.id)])) }
    }

    /// "The frontend deploy was not the cause".
    private mutating func denyCause(_ cause: Side, _ effect: Side) {
        let named = index.hypotheses.filter { isMeant($0, by: cause) }
        if let strong = named.first(where: { !$0.isRefuted && $0.confidence == .strong && !cause.services.isEmpty }) {
            if effect.has(CauseWords.alertingWords) { return }
            decide(.contradicted("the investigation holds this cause: \(strong.statement)", citations(of: strong)))
        } else if let refuted = named.first(where: \.isRefuted) {
            decide(.holds(refuted.refutes.map(Claim.Citation.finding)))
        }
    }
}

extension Hypothesis.Confidence {
    /// From 0, weak.
    fileprivate var strength: Int {
        switch self {
        case .weak: 0
        case .moderate: 1
        case .strong: 2
        }
    }
}
