import Core

// Durations between events, and of what lasted.
extension SentenceCheck {
    private static let joints: Set<String> = [
        "after", "before", "later", "earlier", "following", "since", "prior", "until", "ahead", "into",
    ]
    private static let spans: Set<String> = [
        "lasted", "lasting", "took", "duration", "within", "for", "outage", "delay", "elapsed", "between", "time", "downtime",
        "minutes-long", "long", "total", "passed", "gap", "spent", "waited", "took", "ttd", "ttr", "mttr", "tta", "ttm",
    ]

    /// Is it the time from one event to another, "after", "before", "later"?
    func isJoined(_ place: Int) -> Bool {
        if (max(0, place - 5)..<place).contains(where: { ["hold", "holds", "held", "sustained"].contains(sentence.lower($0)) })
        {
            return false
        }
        if ends(near: place) != nil { return true }
        let word = (1...3).first { Self.joints.contains(sentence.lower(place + $0)) && sentence.lower(place + $0) != "until" }
        return word != nil && !["within", "every"].contains(sentence.lower(place - 1))
    }

    /// "Between the page and the acknowledgement", "from the deploy to the rollback": two cues.
    func ends(near place: Int) -> (Int, Int)? {
        for (opener, closer) in [("between", "and"), ("from", "to")] {
            for start in sentence.tokens.indices where sentence.lower(start) == opener && sentence.tokens[start].isWord {
                guard
                    let first = sentence.cues.indices.first(where: {
                        sentence.cues[$0].place > start && sentence.cues[$0].place - start <= 8
                    })
                else { continue }
                let from = sentence.cues[first].end
                guard
                    let joint = (from..<min(sentence.tokens.count, from + 14)).first(where: { place in
                        sentence.lower(place) == closer && sentence.cues.contains { $0.place > place && $0.place - place <= 9 }
                            && !(place > 0 && sentence.tokens[place - 1].amount != nil)
                    }), let second = sentence.cues.indices.first(where: { sentence.cues[$0].place > joint })
                else { continue }
                return (first, second)
            }
        }
        return nil
    }

    func isEventDuration(_ place: Int, _ amount: Amount) -> Bool {
        guard amount.quantity.dimension == .duration else { return false }
        let topics = TopicReader(sentence).topics(in: sentence.tokens[place].clause)
        if !topics.isDisjoint(with: [.threshold, .hold, .objective, .budget, .setting]) { return false }
        if (1...3).contains(where: { SentenceCheck.joints.contains(sentence.lower(place + $0)) }) { return true }
        if !topics.isDisjoint(with: [.latency, .timeouts, .check]),
            amount.quantity.value < 60 || !["for", "lasted", "took", "within", "lasting"].contains(sentence.lower(place - 1))
        {
            return false
        }
        return amount.quantity.value >= 60 || sentence.containsAny(SentenceCheck.spans)
    }

    func duration(_ amount: Amount, _ place: Int) -> Decision? {
        if let between = betweenTimes(amount, place), between.outcome == .holds { return between }
        return decision(amount, place, among: lengths(at: place)) ?? betweenTimes(amount, place)
    }

    func decision(_ amount: Amount, _ place: Int, among lengths: [Length]) -> Decision? {
        let stated = amount.quantity
        for length in lengths where length.isInOrder {
            // Of what took minutes, samples leave open a minute and no more.
            let isShort = length.value < 600 && length.high - length.low <= 180
            let low = (isShort ? max(length.low, length.value - 60) : length.low) - stated.above
            let high = (isShort ? min(length.high, length.value + 60) : length.high) + stated.below
            let fits =
                switch amount.bound {
                case .exact, .about: stated.value > low && stated.value <= high || amount.admits(length.value)
                case .atLeast: length.high >= stated.value && length.value <= stated.value * 2
                case .atMost: length.low <= stated.value && length.value * 2 >= stated.value
                }
            if fits { return .holds(length.citations) }
        }
        guard let right = lengths.first else { return nil }
        let said = sentence.tokens[place].text
        let holds = Quantity.text(right.value, .duration, like: said)
        if !right.isInOrder {
            return .contradicted(
                "it has the order of two events the wrong way round", said: said, holds: holds, right.citations)
        }
        return .contradicted("it says \(said) where the evidence has \(holds)", said: said, holds: holds, right.citations)
    }

    /// Two times in the sentence that are so far apart.
    func betweenTimes(_ amount: Amount, _ place: Int) -> Decision? {
        let times = sentence.tokens.compactMap(\.time).filter { !$0.isDate }
        guard times.count >= 2 else { return nil }
        for (position, first) in times.prefix(6).enumerated() {
            for second in times.prefix(6).dropFirst(position + 1) {
                if amount.admits(abs(Double(second.clock - first.clock) / 1e9)) { return .holds([]) }
            }
        }
        guard times.count == 2 else { return nil }
        let said = sentence.tokens[place].text
        let value = abs(Double(times[1].clock - times[0].clock) / 1e9)
        return .contradicted(
            "its own times are \(Quantity.text(value, .duration, like: said)) apart", said: said,
            holds: Quantity.text(value, .duration, like: said), [])
    }

    // MARK: Which events

    private func lengths(at place: Int) -> [Length] {
        if let (first, second) = ends(near: place) {
            let found = between(first, second, ordered: false)
            if !found.isEmpty { return found }
        }
        if let named = namedInterval(at: place) { return named }
        if sentence.contains("live for") || sentence.contains("in production for") {
            let changes = index.occurrences(of: [.deploy, .configuration]).filter {
                isVisible($0.citations) && $0.service == index.failing.first
            }
            let undone = index.occurrences(of: [.rollback]).filter { isVisible($0.citations) }
            if !changes.isEmpty, !undone.isEmpty { return pairs(changes, undone, ordered: true) }
        }
        let clause = sentence.tokens[place].clause
        var result: [Length] = []
        if let joint = (1...4).first(where: { SentenceCheck.joints.contains(sentence.lower(place + $0)) }) {
            result = lengths(at: place, joint: place + joint)
            if !result.isEmpty { return result }
        }
        let cues = sentence.cues.indices.filter { !sentence.cues[$0].isNegated && !sentence.cues[$0].isWeak }
        // Two events of the sentence.
        for (position, first) in cues.prefix(6).enumerated() {
            for second in cues.prefix(6).dropFirst(position + 1) { result += between(first, second, ordered: false) }
        }
        // One that lasted.
        for cue in cues where abs(sentence.tokens[sentence.cues[cue].place].clause - clause) <= 1 {
            for occurrence in occurrences(of: cue).prefix(8) {
                if let lasted = occurrence.lasted, lasted > 0 {
                    result.append(Length(low: lasted, high: lasted, value: lasted, citations: occurrence.citations))
                }
            }
        }
        if cues.count <= 1 || sentence.containsAny(["lasted", "duration", "outage", "incident", "downtime", "impact", "total"])
        {
            result += wholes()
        }
        // An event since the onset.
        for cue in cues.prefix(4) { result += pairs(onsets(), occurrences(of: cue), ordered: false) }
        return result
    }

    /// "3 minutes after the rollback": from what is named behind the joint to what is named before it.
    private func lengths(at place: Int, joint: Int) -> [Length] {
        let word = sentence.lower(joint)
        let behind = sentence.cues.indices.first { sentence.cues[$0].place > joint }
        let before = sentence.cues.indices.last { sentence.cues[$0].end <= place }
        let isLater = word == "later" || word == "earlier"
        if isLater {
            // "Four minutes later it recovered": after what was last spoken of.
            let subject =
                before != nil && sentence.tokens[sentence.cues[before ?? 0].place].clause == sentence.tokens[place].clause
                ? before : behind ?? before
            guard let subject else { return [] }
            var references: [Occurrence] = []
            for cue in sentence.cues.indices where cue != subject && sentence.cues[cue].place < place {
                references += occurrences(of: cue)
            }
            let hasOwn = !references.isEmpty
            if !hasOwn, let last = context.lastEvent { references = [last] }
            let found = pairs(references, occurrences(of: subject), ordered: false)
            // Two events before it: one after the other.
            return found + (hasOwn ? [] : pairs(onsets(), occurrences(of: subject), ordered: false))
        }
        var reference = behind.map { occurrences(of: $0) } ?? []
        var subject = before.map { occurrences(of: $0) } ?? []
        if before == nil, let behind, let next = sentence.cues.indices.first(where: { $0 > behind }) {
            subject = occurrences(of: next)
        }
        if reference.isEmpty,
            (joint..<min(sentence.tokens.count, joint + 7)).contains(where: { CueWords.intentions.contains(sentence.lower($0)) }
            )
        {
            reference = index.occurrences(of: [.message, .annotated]).filter { occurrence in
                isVisible(occurrence.citations)
                    && occurrence.words.contains {
                        ["roll", "revert", "approv", "deploy"].contains($0) || $0.hasPrefix("rollb")
                    }
            }
        }
        if reference.isEmpty, word == "into" || sentence.services().isEmpty { reference = onsets() }
        if subject.isEmpty, let last = context.lastEvent { subject = [last] }
        switch word {
        case "before", "prior", "earlier", "until", "ahead": return pairs(subject, reference, ordered: word != "until")
        default: return pairs(reference, subject, ordered: true)
        }
    }
}
