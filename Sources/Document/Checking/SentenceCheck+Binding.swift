import Core

// Which value belongs to which event.
extension SentenceCheck {
    mutating func bind() {
        for (place, token) in sentence.tokens.enumerated() {
            switch token.value {
            case .time(let time) where !time.isDate || !hasClock(near: place): owners[place] = cue(forTime: place)
            case .hash, .version: owners[place] = cue(forIdentity: place)
            case .name: owners[place] = cue(forName: place)
            default: break
            }
        }
    }

    private func hasClock(near place: Int) -> Bool {
        (max(0, place - 3)..<min(sentence.tokens.count, place + 4)).contains {
            sentence.tokens[$0].time.map { !$0.isDate } ?? false
        }
    }

    private static let prepositions: Set<String> = [
        "at", "by", "around", "since", "from", "until", "on", "about", "(", "till", "~", "circa", "approximately", "roughly",
        "before", "after", "between", "and", "to", "–", ":",
    ]

    private func cue(forTime place: Int) -> Int? {
        let leads = place <= 2 && (isTimelineEntry || sentence.lower(place + 1) != "(")
        let before = place > 0 ? sentence.lower(place - 1) : ""
        var best: (cue: Int, cost: Int)?
        for (index, cue) in sentence.cues.enumerated() {
            var cost = sentence.distance(cue.place < place ? cue.end - 1 : cue.place, place)
            if cue.place < place, SentenceCheck.prepositions.contains(before) { cost -= 4 }
            if cue.place < place, before == ":" { cost -= 4 }
            if leads, cue.place > place { cost = cue.place - place }
            if cue.isWeak { cost += 8 }
            // "Two minutes after the release": a point of reference, unless its time stands right behind it.
            if (1...3).contains(where: { ["after", "before", "following", "since"].contains(sentence.lower(cue.place - $0)) }),
                !(cue.end <= place && place - cue.end <= 5)
            {
                cost += 12
            }
            if cue.isNegated { cost += 6 }
            if cue.kinds.first == .configuration, cue.text == "change" { cost += 3 }
            if ["alert", "alerts", "over", "end", "down"].contains(cue.text) { cost += 2 }
            // A sentence's own joint stands between.
            if cost < (best?.cost ?? 60) { best = (index, cost) }
        }
        return best?.cue
    }

    private func cue(forIdentity place: Int) -> Int? {
        var best: (cue: Int, cost: Int)?
        for (index, cue) in sentence.cues.enumerated() {
            guard cue.kinds.contains(where: { [.deploy, .rollback, .commit, .configuration].contains($0) }) else { continue }
            let cost = sentence.distance(cue.place, place) + (cue.place > place ? 1 : 0)
            if cost < (best?.cost ?? 24) { best = (index, cost) }
        }
        return best?.cue
    }

    private func cue(forName place: Int) -> Int? {
        var best: (cue: Int, cost: Int)?
        for (index, cue) in sentence.cues.enumerated() {
            guard cue.kinds.contains(where: { [.alertFired, .checkDown, .checkUp, .restart, .podKilled].contains($0) }) else {
                continue
            }
            let cost = sentence.distance(cue.place, place)
            if cost < (best?.cost ?? 9) { best = (index, cost) }
        }
        return best?.cue
    }

    /// "From 14:23 to 14:50", "between 14:23 and 14:50", "14:23–14:50": the ends of something that lasted.
    mutating func checkRanges() {
        let places = sentence.tokens.indices.filter { sentence.tokens[$0].time.map { !$0.isDate } ?? false }
        for (first, second) in zip(places, places.dropFirst()) where second - first == 2 {
            guard ["to", "and", "–", "-", "until", "till", "through", "—"].contains(sentence.lower(first + 1)),
                sentence.lower(first + 1) != "and" || sentence.lower(first - 1) == "between",
                let from = sentence.tokens[first].time, let to = sentence.tokens[second].time
            else { continue }
            checkEnd(
                from, at: first,
                kinds: [
                    .onset, .deploy, .configuration, .opened, .alertFired, .checkDown, .probeFailure, .logBurst, .rollback,
                    .crashLoop,
                ])
            checkEnd(to, at: second, kinds: [.recovery, .resolved, .rollback, .alertEnded, .checkUp])
            settled.insert(first)
            settled.insert(second)
        }
    }

    private mutating func checkEnd(_ mention: TimeMention, at place: Int, kinds: [EventKind]) {
        let own = owners[place].map { sentence.cues[$0].kinds } ?? []
        let services = sentence.services()
        var candidates = index.occurrences(of: own + kinds).filter { isVisible($0.citations) && isFailure($0) }
        let named = candidates.filter { $0.service.map(services.contains) ?? true }
        if !services.isEmpty, !named.isEmpty { candidates = named }
        if let found = candidates.first(where: { holds($0, mention) }) {
            decide(.holds(found.citations))
            return
        }
        let nearest = candidates.filter { $0.kinds.contains { kinds.prefix(1).contains($0) } }
            .min { distance($0, mention) < distance($1, mention) }
        guard let nearest else {
            decide(.unsupported("nothing that began or ended at \(sentence.tokens[place].text) is in the evidence"))
            return
        }
        decide(
            .contradicted(
                "it says \(sentence.tokens[place].text) where the evidence has the \(nearest.kinds[0].phrase) at \(text(nearest.time, like: mention))",
                said: sentence.tokens[place].text, holds: text(nearest.time, like: mention), nearest.citations))
    }

    /// More log lines or requests are no failure of themselves.
    func isFailure(_ occurrence: Occurrence) -> Bool {
        guard occurrence.isAny(of: [.onset, .recovery, .peak]) else { return true }
        return occurrence.service == nil || !occurrence.topics.isDisjoint(with: [.latency, .errors, .saturation, .timeouts])
    }
}
