import Core

// Lengths of time between two events that a sentence names.
extension SentenceCheck {
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
        if lead == "to", ["amounts", "amounted", "came", "comes", "adds", "added"].contains(sentence.lower(before - 1)) {
            return false
        }
        // "The gap between them was 4 s".
        if sentence.containsAny(SentenceCheck.gaps), ends(of: place) != nil { return false }
        let isValue =
            [
                "to", "at", "of", "from", "hit", "reached", "above", "below", "over", "exceeded", "was", "only", "after",
                "than", "=",
            ]
            .contains(lead) || levels[place] != nil && isBesideAnother(place)
        return isValue && !reader.topics(in: nil).isDisjoint(with: [.latency, .timeouts, .calls])
    }

    /// Does it say how long it was from one event to another? Then a verb of speech among its words is one of the events.
    var joinsEvents: Bool {
        guard !sentence.tokens.contains(where: { $0.isQuote || $0.time != nil }) else {
            return false
        }
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
            [
                "in place", "in force", "in effect", "been active", "been there", "been muted", "been silenced", "was old",
                "existed",
                "running for", "days old", "weeks old", "been on",
            ].contains(where: { sentence.contains($0) })
        else { return nil }
        let services = sentence.services()
        let set = index.occurrences(of: [.silenceSet]).filter {
            isVisible($0.citations) && ($0.service.map { services.isEmpty || services.contains($0) } ?? true)
        }
        return decision(amount, place, among: pairs(set, Array(onsets().prefix(1)), ordered: true))
    }

    private static let gaps: Set<String> = [
        "gap", "interval", "delay", "lag", "difference", "wait", "span", "distance", "elapsed", "passed", "between",
        "separated",
        "apart",
    ]

    private enum Order { case forward, backward, either }

    /// Which of two events the sentence has first.
    private func order(of first: EventMention, _ second: EventMention, around place: Int) -> Order {
        let between = (first.tokens.upperBound - 1)...max(first.tokens.upperBound - 1, second.tokens.lowerBound)
        let words = between.map { sentence.lower($0) }
        if words.contains("followed") || words.contains("follows") {
            return words.contains("by") ? .forward : .backward
        }
        let isPassive = words.contains("preceded") && words.contains("by") && !(place < second.tokens.lowerBound)
        // "The page had been behind us for 4 min when …".
        let isBehindUs = words.indices.contains { place in
            words[place] == "behind" && place + 1 < words.count && ["us", "them", "me"].contains(words[place + 1])
        }
        if isBehindUs || words.contains("closing") || words.contains("ending") { return .forward }
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
}
