import Core

// Order: what is said to have come first must have.
extension SentenceCheck {
    /// "X after Y", "X before Y", "Y, then X", and the other ways of ``OrderReader``.
    mutating func checkOrder() {
        for pair in OrderReader(sentence: sentence).pairs().prefix(8) {
            decideOrder(referents(in: pair.earlier, isNearEnd: true), referents(in: pair.later, isNearEnd: false))
        }
    }

    private mutating func decideOrder(_ earlier: [Occurrence], _ later: [Occurrence]) {
        guard let a = earlier.first, let b = later.first else { return }
        // Where the words leave open whose event it was, any of them may be meant.
        for x in earlier.prefix(12) {
            for y in later.prefix(12) where x.citations != y.citations || x.time != y.time {
                if x.earliest < y.latest || x.earliest <= y.latest && x.time != y.time {
                    decide(.holds(x.citations + y.citations))
                    return
                }
            }
        }
        guard a.citations != b.citations || a.time != b.time else { return }
        decide(
            .contradicted(
                "the evidence has the \(b.kinds[0].phrase) at \(b.time.clock), before the \(a.kinds[0].phrase) at \(a.time.clock)",
                a.citations + b.citations))
    }

    /// What a stretch of the sentence speaks of: one occurrence, or one of each service where the words name none.
    func referents(in range: Range<Int>, isNearEnd: Bool) -> [Occurrence] {
        let own = sentence.cues.indices.filter { range.contains(sentence.cues[$0].place) }
        guard let head = head(of: own, isNearEnd: isNearEnd), !sentence.cues[head].isNegated else { return [] }
        let cue = sentence.cues[head]
        if cue.isIntended { return announcements(of: cue, in: range) }
        var found = scoped(candidates(for: cue), to: cue) ?? []
        let times = range.filter { sentence.tokens[$0].time.map { !$0.isDate } ?? false }
        let dated = found.filter { occurrence in
            times.contains { sentence.tokens[$0].time.map { holds(occurrence, $0) } ?? false }
        }
        if !dated.isEmpty { found = dated }
        for other in own where other != head && !sentence.cues[other].isNegated {
            let also = found.filter { $0.isAny(of: sentence.cues[other].kinds) }
            if !also.isEmpty { found = also }
        }
        if let meant = meant[head], !times.isEmpty { found = [meant] }
        return alike(found, cue, in: range)
    }

    /// The event that a clause is about: that of its last verb before the joint, of its first behind it; states only where there
    /// is nothing else.
    private func head(of cues: [Int], isNearEnd: Bool) -> Int? {
        let strong = cues.filter { !sentence.cues[$0].isWeak }
        guard let first = strong.first ?? cues.first else { return nil }
        guard isNearEnd, let last = strong.last,
            sentence.tokens[sentence.cues[last].place].clause != sentence.tokens[sentence.cues[first].place].clause
        else { return first }
        let clause = sentence.tokens[sentence.cues[last].place].clause
        return strong.first { sentence.tokens[sentence.cues[$0].place].clause == clause }
    }

    /// Of the candidates those of the likeliest kind, one a service: what began has its first moment, what ended its last.
    private func alike(_ found: [Occurrence], _ cue: Cue, in range: Range<Int>) -> [Occurrence] {
        guard
            let kind = cue.kinds.first(where: { kind in found.contains { $0.kinds.contains(kind) } })
                ?? found.first?.kinds.first
        else { return [] }
        let words = Set(range.map { sentence.lower($0) })
        var same = found.filter { $0.kinds.contains(kind) }
        // A line of a log is told of by its log, a service's trouble by its metrics.
        if cue.kinds.contains(.onset) || cue.kinds.contains(.logBurst),
            !words.isDisjoint(with: ["log", "logs", "logged", "charge", "charges", "line", "lines"])
        {
            let stems = range.reduce(into: Set<String>()) { $0.formUnion(Stem.all(of: sentence.tokens[$1].text)) }
            let bursts = (found + index.occurrences(of: [.logBurst])).filter {
                $0.kinds == [.logBurst] && isVisible($0.citations)
            }
            let most = bursts.map { $0.words.intersection(stems).count }.max() ?? 0
            if most > 0 { same = bursts.filter { $0.words.intersection(stems).count == most } }
            // Lines that say that something failed, before those of what is usual.
            let own = same.filter { !$0.words.isDisjoint(with: ["fail", "error", "exception", "timeout", "deadlin", "refus"]) }
            if !own.isEmpty { same = own }
        }
        let service = cue.service ?? cue.nearService
        if let service {
            let own = same.filter { $0.service == service }
            if !own.isEmpty { same = own }
        } else if let first = index.failing.first, kind == .onset || kind == .recovery {
            let own = same.filter { $0.service == first }
            if !own.isEmpty { same = own }
        }
        let isLast = !words.isDisjoint(with: ["last", "final", "latest"])
        var result: [Occurrence] = []
        for (_, group) in Dictionary(grouping: same, by: { $0.service ?? "" }).sorted(by: { $0.key < $1.key }) {
            let isEnd = kind == .recovery || kind == .resolved || kind == .alertEnded || kind == .checkUp || isLast
            guard var one = isEnd ? group.max(by: { $0.time < $1.time }) : group.min(by: { $0.time < $1.time }) else {
                continue
            }
            if let lasted = one.lasted, isLast {
                one.time = one.time.adding(seconds: lasted)
                (one.earliest, one.latest) = (one.time, one.time)
            } else if !one.further.isEmpty, one.isAny(of: [.deploy, .rollback, .configuration]) {
                // A rollout has begun, and is live.
                one.earliest = min(one.earliest, one.further.min() ?? one.earliest)
            }
            result.append(one)
        }
        return result
    }

    /// Messages and notes that announce an event, or ask for it: those from before it came about.
    private func announcements(of cue: Cue, in range: Range<Int>) -> [Occurrence] {
        let done = index.occurrences(of: cue.kinds).filter { isVisible($0.citations) }.map(\.time).max()
        let stems = Set(
            range.flatMap { Stem.all(of: sentence.tokens[$0].text) }.filter { $0.count >= 4 }.map { String($0.prefix(4)) })
        let said = index.occurrences(of: [.message, .annotated]).filter { occurrence in
            isVisible(occurrence.citations) && done.map { occurrence.time <= $0 } ?? true
                && occurrence.words.contains { $0.count >= 4 && stems.contains(String($0.prefix(4))) }
                && occurrence.words.contains {
                    $0.hasPrefix("roll") || $0.hasPrefix("revert") || $0.hasPrefix("restart") || $0.hasPrefix("deploy")
                }
        }
        let words = Set(range.map { sentence.lower($0) })
        let notes = said.filter { $0.kinds.contains(.annotated) }
        if !words.isDisjoint(with: ["pagerduty", "note", "notes", "noted", "annotation"]), !notes.isEmpty { return notes }
        let messages = said.filter { $0.kinds.contains(.message) }
        // The first that speaks of it announces it.
        return (messages.isEmpty ? said : messages).min { $0.time < $1.time }.map { [$0] } ?? []
    }
}
