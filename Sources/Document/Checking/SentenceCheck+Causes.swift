import Core

// Causes: causal wording is supported for a hypothesis that the investigation holds, at the strength at which it holds it.
extension SentenceCheck {
    /// The words of a sentence that give a cause, or an effect.
    struct Side {
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
        return cause.tokens.contains(where: \.isIdentity)
            && effect.cues.contains { !$0.kinds.filter(Cue.changes.contains).isEmpty }
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
