import Core

// What the words around a cue say of it.
extension CueReader {
    func describe(_ found: [Cue]) -> [Cue] {
        var result: [Cue] = []
        let found = found.filter { !isLabel($0, among: found) }
        for (index, cue) in found.enumerated() {
            let last = index > 0 ? found[index - 1] : nil
            var cue = cue
            if isModifier(cue, at: index, in: found) || isPaper(cue) || isOfRecord(cue) || isVerb(cue, of: last) { continue }
            if isObject(cue, among: found) { continue }
            // "Acknowledged the page".
            if ["page", "pages", "alert", "alerts"].contains(cue.text),
                found.contains(where: { other in
                    other.kinds.contains { [.acknowledged, .resolved, .escalated, .assigned].contains($0) }
                        && abs(other.place - cue.place) <= 7 && !isDivided(cue, other)
                        && sentence.tokens[other.place].clause == sentence.tokens[cue.place].clause
                })
            {
                continue
            }
            cue.isNegated = isNegated(cue, after: last)
            // "The revert commit was merged": the commit, not the rollback.
            if cue.kinds.contains(.revert), found.contains(where: { $0.kinds == [.commit] && abs($0.place - cue.place) <= 6 }) {
                cue.kinds = [.revert, .rollback]
            }
            if cue.kinds == [.rollback, .revert], sentence.contains("in the repository") {
                cue.kinds = [.revert]
            }
            cue.isIntended = isIntended(cue)
            cue.service = service(beside: cue)
            cue.nearService = cue.service ?? serviceInClause(of: cue)
            cue.topics = topics(around: cue)
            result.append(cue)
        }
        return result
    }

    /// "The rollback was started", "the deploy completed": the verb is no event of its own.
    private func isModifier(_ cue: Cue, at index: Int, in found: [Cue]) -> Bool {
        guard CueWords.modifiers.contains(cue.text) else { return false }
        // "The page was closed": the page is what it was done to.
        let others = [index > 0 ? found[index - 1] : nil, index + 1 < found.count ? found[index + 1] : nil].compactMap { $0 }
        return others.contains { other in
            if ["closed", "opened"].contains(cue.text), CueReader.things.contains(other.text) { return false }
            guard !CueWords.modifiers.contains(other.text), !other.isWeak, !other.kinds.contains(.onset) else { return false }
            let clause = sentence.tokens[cue.place].clause == sentence.tokens[other.place].clause
            // "By the time it went live, the rollback …" are two.
            let divided = other.end <= cue.place ? other.end..<cue.place : cue.end..<max(cue.end, other.place)
            if divided.contains(where: { sentence.lower($0) == "," }), !isApposition(divided) { return false }
            // "Committed at 14:45 and live at 14:47" are two.
            if other.end < cue.place,
                sentence.tokens[other.end..<cue.place].contains(where: { $0.time != nil || $0.lower == "and" })
            {
                return false
            }
            return clause && (other.place < cue.place ? cue.place - other.end <= 5 : other.place - cue.end <= 3)
        }
    }

    /// "The rollback, release r9, was live": what stands between the commas says which one it is.
    private func isApposition(_ range: Range<Int>) -> Bool {
        guard range.count >= 3, sentence.lower(range.lowerBound) == ",", sentence.lower(range.upperBound - 1) == "," else {
            return false
        }
        let inner = range.dropFirst().dropLast()
        return inner.contains { sentence.tokens[$0].isIdentity }
            && inner.allSatisfy { place in
                sentence.tokens[place].isIdentity || CueReader.identifying.contains(sentence.lower(place))
                    || sentence.tokens[place].service != nil && sentence.lower(place - 1) == "of"
            }
    }

    private static let identifying: Set<String> = [
        "a", "the", "its", "of", "release", "revision", "commit", "version", "build", "image", "tag",
    ]

    /// "The readiness probes of checkout began to fail": the verb of the event before it.
    private func isVerb(_ cue: Cue, of last: Cue?) -> Bool {
        guard let last, cue.kinds.first == .onset, last.kinds.contains(where: Cue.ofWorkload.contains),
            sentence.tokens[cue.place].clause == sentence.tokens[last.place].clause, cue.place - last.end <= 4
        else { return false }
        return !isDivided(cue, last)
    }

    /// "Further down the page", "on the status page": no page of anyone.
    private func isPaper(_ cue: Cue) -> Bool {
        guard cue.text == "page" || cue.text == "pages" else { return false }
        let (last, former) = (sentence.lower(cue.place - 1), sentence.lower(cue.place - 2))
        return ["status", "front", "landing", "home", "web", "wiki", "product", "error"].contains(last)
            || last == "the" && ["down", "up"].contains(former) || last == "this" && former == "on"
    }

    /// "In the change register", "per the bridge minutes": where it was written down, and no event.
    private func isOfRecord(_ cue: Cue) -> Bool {
        let isPerfect = cue.text.hasSuffix("ed") || cue.text.hasSuffix("back")
        return cue.length == 1 && !isPerfect && CueReader.records.contains(sentence.lower(cue.end))
    }

    /// "The rollout carried commit db3ad5f": it says what the hash is of, and the event stands elsewhere.
    private func isLabel(_ cue: Cue, among found: [Cue]) -> Bool {
        guard ["commit", "commits", "release", "merge", "change", "deploy", "rollout"].contains(cue.text),
            sentence.tokens.indices.contains(cue.end), sentence.tokens[cue.end].isIdentity
        else { return false }
        let changes: [EventKind] = [.deploy, .rollback, .revert, .commit, .configuration]
        return found.contains { $0.place != cue.place && !$0.kinds.filter(changes.contains).isEmpty }
    }

    /// "The timeout change was committed", "the deployment of the new settings": what was done to a change, not the change.
    private func isObject(_ cue: Cue, among found: [Cue]) -> Bool {
        guard cue.text.hasSuffix(" change") || cue.text == "new settings" else { return false }
        return found.contains { other in
            CueReader.deeds.contains(other.text) && abs(other.place - cue.place) <= 8 && !isDivided(cue, other)
                && sentence.tokens[other.place].clause == sentence.tokens[cue.place].clause
        }
    }

    /// "The page and the acknowledgement" are two.
    private func isDivided(_ cue: Cue, _ other: Cue) -> Bool {
        let range = cue.place < other.place ? cue.end..<max(cue.end, other.place) : other.end..<max(other.end, cue.place)
        return range.contains { ["and", "to", ",", "until"].contains(sentence.lower($0)) }
    }

    private func isNegated(_ cue: Cue, after last: Cue?) -> Bool {
        // "Could not be scheduled" is the failure itself.
        if cue.kinds.contains(where: { [.imagePull, .scheduling].contains($0) }) { return false }
        // "Without the rollback, we would have been spared Y": both were.
        if CauseReader(sentence: sentence).without() != nil { return false }
        let clause = sentence.tokens[cue.place].clause
        var place = cue.place - 1
        while place >= 0, cue.place - place <= 7, sentence.tokens[place].clause == clause {
            let word = sentence.tokens[place].lower
            if CueWords.negations.contains(word) || word.hasSuffix("n't") {
                // "No later than", "not until 14:28", "not only".
                let next = sentence.lower(place + 1)
                // "Had it not been for the rollback": it was.
                if sentence.has(["it", "not", "been", "for"], at: place - 1) { return false }
                // It belongs to the verb before: "nobody noticed the silence".
                if let last, last.place > place, last.kinds != cue.kinds { return false }
                if ["later", "only", "until", "longer", "more", "sooner", "earlier", "just", "before", "after"].contains(next) {
                    return false
                }
                let upTo = min(sentence.tokens.count, cue.end + 4)
                if (cue.end..<max(cue.end, upTo)).contains(where: { ["until", "till"].contains(sentence.lower($0)) }) {
                    return false
                }
                return true
            }
            place -= 1
        }
        if (0...1).contains(where: { sentence.lower(cue.end + $0) == "neither" }) { return true }
        return ["never", "not"].contains(sentence.lower(cue.end)) && sentence.tokens[cue.place].clause == clause && !cue.isWeak
            && cue.kinds.first == .alertFired && sentence.lower(cue.end + 1) != "until"
    }

    private func isIntended(_ cue: Cue) -> Bool {
        guard cue.kinds.contains(where: { [.rollback, .deploy, .restart, .scale, .commit].contains($0) }) || cue.stem != nil
        else {
            return false
        }
        let places = max(0, cue.place - 5)..<cue.place
        if (max(0, cue.place - 3)..<cue.place).contains(where: { CueWords.modals.contains(sentence.lower($0)) }) { return true }
        if (max(0, cue.place - 14)..<cue.place).contains(where: { ["waiting", "awaiting"].contains(sentence.lower($0)) }) {
            return true
        }
        if places.contains(where: { CueWords.intentions.contains(sentence.lower($0)) && !isAside($0) }) { return true }
        let behind = cue.end..<min(sentence.tokens.count, cue.end + 4)
        return behind.contains { CueWords.intentionsBehind.contains(sentence.lower($0)) }
    }

    /// "Kindly note that": the reader's, and no note of anyone.
    private func isAside(_ place: Int) -> Bool {
        sentence.lower(place) == "note" && sentence.lower(place + 1) == "that"
            && (place == 0 || ["kindly", "please", "to", "also", "do", "we", "and"].contains(sentence.lower(place - 1)))
    }

    /// "The rollback of checkout", "checkout was rolled back", "the checkout deploy".
    private func service(beside cue: Cue) -> String? {
        let tokens = sentence.tokens
        // Inside: "rolled payment-gateway back".
        if let inside = tokens[cue.place..<cue.end].compactMap(\.service).first { return inside }
        var place = cue.end
        // Behind: "of", "to", "for", "on", "in", with an article or a bracket.
        var steps = 0
        while place < tokens.count, steps < 8 {
            let token = tokens[place]
            if let service = token.service {
                return place == cue.end || CueWords.relations.contains(sentence.lower(place - 1))
                    || ["the", "(", "service"].contains(sentence.lower(place - 1)) ? service : nil
            }
            switch token.value {
            case .word where CueWords.between.contains(token.lower), .hash, .version, .name, .amount: break
            case .mark where token.lower == "(" || token.lower == ")": break
            default: steps = 8
            }
            place += 1
            steps += 1
        }
        return serviceBefore(cue)
    }

    private func serviceBefore(_ cue: Cue) -> String? {
        var place = cue.place - 1
        var steps = 0
        while place >= 0, steps < 6 {
            let token = sentence.tokens[place]
            if let service = token.service {
                // "The errors in checkout after the deploy": another's.
                return service
            }
            guard token.isWord, CueWords.auxiliaries.contains(token.lower) || CueWords.qualifiers.contains(token.lower) else {
                return nil
            }
            place -= 1
            steps += 1
        }
        return nil
    }

    private func serviceInClause(of cue: Cue) -> String? {
        let clause = sentence.tokens[cue.place].clause
        var best: (service: String, distance: Int)?
        for (place, token) in sentence.tokens.enumerated() where token.clause == clause {
            guard let service = token.service else { continue }
            let distance = abs(place - cue.place)
            if best.map({ distance < $0.distance }) ?? true { best = (service, distance) }
        }
        return best?.service
    }

    private func topics(around cue: Cue) -> Topics {
        guard cue.kinds.contains(where: { [.onset, .peak, .recovery].contains($0) }) else { return [] }
        let clause = sentence.tokens[cue.place].clause
        return TopicReader(sentence).topics(in: clause)
    }
}
