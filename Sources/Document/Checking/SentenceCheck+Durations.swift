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

    private func decision(_ amount: Amount, _ place: Int, among lengths: [Length]) -> Decision? {
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

    // MARK: Between two events

    /// A length of time between two events that the sentence names, or of an interval that has a name: whatever the words that
    /// join them. `nil` where it is of something else, as a latency is.
    func interval(_ amount: Amount, _ place: Int) -> Decision? {
        guard amount.quantity.dimension == .duration, !isLevel(place, amount) else { return nil }
        if let between = betweenTimes(amount, place), between.outcome == .holds { return between }
        if let silence = silenceAge(amount, place) { return silence }
        if let named = namedInterval(at: place) { return decision(amount, place, among: named) }
        guard let (first, second) = ends(of: place) else { return nil }
        let (before, after) = (occurrences(meantBy: first), occurrences(meantBy: second))
        guard !before.isEmpty, !after.isEmpty else { return nil }
        let lengths =
            switch order(of: first, second, around: place) {
            case .forward: pairs(before, after, ordered: true)
            case .backward: pairs(after, before, ordered: true)
            case .either: pairs(before, after, ordered: false)
            }
        return decision(amount, place, among: lengths)
    }

    /// Is a length a signal's or a setting's: "a latency of 4.4 s", "the timeout was cut to 5 s"?
    func isLevel(_ place: Int, _ amount: Amount) -> Bool {
        let clause = sentence.tokens[place].clause
        let near = (max(0, place - 8)..<place).filter { sentence.tokens[$0].clause == clause }
        let reader = TopicReader(sentence)
        if near.contains(where: { !reader.topics(at: $0).isDisjoint(with: [.threshold, .hold, .setting, .check, .silence]) }) {
            // A silence lasts, and so does what it is of.
            return reader.topics(in: nil).isDisjoint(with: .silence)
        }
        guard amount.quantity.value < 60 else { return false }
        // "Amounts to 23 seconds" is what an interval does.
        var before = place - 1
        while SentenceReader.vague.contains(sentence.lower(before)) { before -= 1 }
        let lead = sentence.lower(before)
        if lead == "to", ["amounts", "amounted", "came", "comes", "adds", "added"].contains(sentence.lower(before - 1)) { return false }
        let isValue =
            ["to", "at", "of", "from", "hit", "reached", "above", "below", "over", "exceeded", "was", "only", "after", "than", "="]
            .contains(lead) || levels[place] != nil && isBesideAnother(place)
        return isValue && !reader.topics(in: nil).isDisjoint(with: [.latency, .timeouts, .calls])
    }

    /// Does it say how long it was from one event to another? Then a verb of speech among its words is one of the events.
    var joinsEvents: Bool {
        guard !sentence.tokens.contains(where: { if case .quote = $0.value { true } else { $0.time != nil } }) else { return false }
        return sentence.tokens.indices.contains { place in
            sentence.tokens[place].amount?.quantity.dimension == .duration && ends(of: place) != nil
        }
    }

    /// Is there another length in the sentence, or a word of what is usual right before this one?
    private func isBesideAnother(_ place: Int) -> Bool {
        sentence.tokens.indices.contains { $0 != place && sentence.tokens[$0].amount?.quantity.dimension == .duration }
            || (max(0, place - 3)..<place).contains { LevelReader.usualWords.contains(sentence.lower($0)) }
            || (max(0, place - 4)..<min(sentence.tokens.count, place + 5)).contains {
                LevelReader.extremes.contains(sentence.lower($0))
            }
    }

    /// "The silence had been in place for two weeks": when the failure began, not when it ends.
    private func silenceAge(_ amount: Amount, _ place: Int) -> Decision? {
        guard sentence.cues.contains(where: { $0.kinds == [.silenceSet] }),
            ["in place", "in force", "in effect", "been active", "been there", "been muted", "been silenced", "was old", "existed",
                "running for", "days old", "weeks old", "been on"].contains(where: { sentence.contains($0) })
        else { return nil }
        let services = sentence.services()
        let set = index.occurrences(of: [.silenceSet]).filter {
            isVisible($0.citations) && ($0.service.map { services.isEmpty || services.contains($0) } ?? true)
        }
        return decision(amount, place, among: pairs(set, Array(onsets().prefix(1)), ordered: true))
    }

    private enum Order { case forward, backward, either }

    /// Which of two events the sentence has first.
    private func order(of first: EventMention, _ second: EventMention, around place: Int) -> Order {
        let between = (first.tokens.upperBound - 1)...max(first.tokens.upperBound - 1, second.tokens.lowerBound)
        let words = between.map { sentence.lower($0) }
        let isPassive = words.contains("preceded") && words.contains("by") && !(place < second.tokens.lowerBound)
        if isPassive || words.contains(where: { ["after", "following", "behind", "since"].contains($0) }) { return .backward }
        if words.contains(where: {
            ["before", "until", "till", "preceded", "precedes", "ahead", "prior", "later", "then", "to", "→"].contains($0)
        }) {
            return .forward
        }
        // "After the page, it took 4 min until …": the word that leads the first.
        let start = first.tokens.lowerBound
        for near in start - 1...start + 1 {
            switch sentence.lower(near) {
            case "after", "once", "following", "from", "since": return .forward
            case "before": return .backward
            default: continue
            }
        }
        return .either
    }

    /// Two times in the sentence that are so far apart.
    private func betweenTimes(_ amount: Amount, _ place: Int) -> Decision? {
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
