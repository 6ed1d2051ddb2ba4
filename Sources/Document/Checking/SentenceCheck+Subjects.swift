import Core

// What a sentence says that its numbers are of.
extension SentenceCheck {
    /// What the sentence says that a number is of.
    struct Subject {
        var topics: Topics
        var aspects: Set<Measure.Aspect>
        var services: Set<String>
        var words: Set<Int32>
        var speaksOfTraces: Bool
        var speaksOfLines: Bool
        /// "At most", "more than".
        var isBound: Bool
        var speaksOfBeginning: Bool
        /// Words that the check which it names has in common with it, where it speaks of one.
        var checkShare = 0
        var times: [TimeMention]
        /// Alerting rules that it names.
        var rules: Set<String>
        /// "p99", "p50".
        var quantiles: Set<String>
        /// Is it a number per second; `nil` where that is left open.
        var isRate: Bool?
        /// Of "41 of 100", the former and the latter.
        var isQuoting: Bool
        var isPart: Bool
        var isWhole: Bool
    }

    func subject(of place: Int) -> Subject {
        let clause = sentence.tokens[place].clause
        let reader = TopicReader(sentence)
        var topics = nearTopics(place)
        // "13 % at maximum" is of what the sentence speaks of.
        if topics == .limit { topics = reader.topics(in: nil) }
        if topics.isEmpty { topics = reader.topics(in: clause) }
        if topics.isEmpty { topics = reader.topics(in: nil) }
        // "41 of 100": the latter is a limit or a total.
        if isWhole(place) {
            if topics.contains(.saturation) { topics.insert(.limit) }
            topics.insert(.requests)
        }
        var services = sentence.services(in: clause)
        if services.isEmpty { services = sentence.services() }
        let times = sentence.tokens.filter { $0.clause == clause }.compactMap(\.time).filter { !$0.isDate }
        // A service's own words tell no number of it from another.
        var words = sentence.stems
        for service in services { words.subtract(Stem.all(of: service)) }
        return Subject(
            topics: topics, aspects: aspects(of: place), services: services, words: index.keys(of: words),
            speaksOfTraces: words.contains("trac"),
            speaksOfLines: sentence.containsAny(["line", "lines", "entries", "messages", "log"]),
            isBound: [.atLeast, .atMost].contains(sentence.tokens[place].amount?.bound ?? .exact),
            speaksOfBeginning: sentence.containsAny([
                "first", "initially", "immediately", "once", "already", "instantly", "start",
            ]),
            times: times,
            rules: Set(sentence.tokens.filter { index.isRule($0.lower) }.map(\.lower)),
            quantiles: Set(sentence.tokens.map(\.lower).filter(Measure.isQuantile)),
            isRate: sentence.tokens[place].amount.flatMap { $0.isRate ? true : nil },
            isQuoting: sentence.tokens.contains(where: \.isQuote),
            isPart: isPart(place), isWhole: isWhole(place))
    }

    /// Of "41 of 100", "41 connections out of 100", the former.
    private func isPart(_ place: Int) -> Bool {
        (1...4).contains {
            guard sentence.lower(place + $0) == "of" else { return false }
            // "41 of the 100 connections".
            let whole = place + $0 + (["the", "its", "our", "all"].contains(sentence.lower(place + $0 + 1)) ? 2 : 1)
            return sentence.tokens.indices.contains(whole) && sentence.tokens[whole].amount != nil
                && sentence.tokens[whole].clause == sentence.tokens[place].clause
        }
    }

    private func isWhole(_ place: Int) -> Bool {
        let of = ["the", "its", "our", "all"].contains(sentence.lower(place - 1)) ? place - 2 : place - 1
        return sentence.lower(of) == "of"
            && (2...6).contains { sentence.tokens.indices.contains(place - $0) && sentence.tokens[place - $0].amount != nil }
    }

    /// Topics of the words right beside a number.
    func nearTopics(_ place: Int) -> Topics {
        let reader = TopicReader(sentence)
        let clause = sentence.tokens[place].clause
        var result: Topics = []
        for near in max(0, place - 10)..<min(sentence.tokens.count, place + 9) where sentence.tokens[near].clause == clause {
            result.formUnion(reader.topics(at: near))
        }
        return result
    }

    private static let returns: Set<String> = [
        "back", "again", "recovered", "recovery", "returned", "returning", "rollback", "subsided", "restored", "regained",
    ]

    private static let steady: Set<String> = ["stayed", "remained", "held", "constant", "steady", "flat", "unchanged", "kept"]

    private func aspects(of level: LevelReader.Level, _ place: Int) -> Set<Measure.Aspect> {
        let direction = levelReader.direction(at: place) ?? directionByValue(place)
        switch level {
        case .usual:
            // "Fell from 4.4 s": what it fell from may be the peak.
            return sentence.lower(place - 1) == "from" && direction == .fall ? [.usual, .former, .peak] : [.usual, .former]
        case .reached:
            let isBack = (max(0, place - 8)..<place).contains { SentenceCheck.returns.contains(sentence.lower($0)) }
            let isSteady = (max(0, place - 4)..<place).contains { SentenceCheck.steady.contains(sentence.lower($0)) }
            let back: Set<Measure.Aspect> = isBack || isSteady && direction == nil ? [.usual] : []
            if isSteady, direction == nil, levels.count == 1 { return [.usual] }
            switch direction {
            case .rise: return back.union([.peak, .latter])
            case .fall: return back.union([.lowest, .latter])
            case nil: return back.union([.peak, .lowest, .latter])
            }
        }
    }

    /// Below or above the usual value that the sentence gives with it.
    private func directionByValue(_ place: Int) -> LevelReader.Direction? {
        guard let quantity = sentence.tokens[place].amount?.quantity,
            let usual = levels.first(where: {
                $0.value == .usual && sentence.tokens[$0.key].amount?.quantity.dimension == quantity.dimension
            }).flatMap({ sentence.tokens[$0.key].amount?.quantity.value }), usual != quantity.value
        else { return nil }
        return quantity.value < usual ? .fall : .rise
    }

    private func aspects(of place: Int) -> Set<Measure.Aspect> {
        if let level = levels[place] { return aspects(of: level, place) }
        let before = sentence.lower(place - 1)
        let two = sentence.lower(place - 2) + " " + before
        let clause = sentence.tokens[place].clause
        // "From 30 s to 5 s", "between 3 and 41".
        if two == "up from" { return [.usual, .former] }
        if two == "down from" { return [.usual, .former, .peak] }
        let next = sentence.lower(place + 1) + " " + sentence.lower(place + 2)
        if ["at most", "at peak", "at its", "at the"].contains(next) { return [.peak] }
        if before == "from", (2...8).contains(where: { sentence.lower(place + $0 - 1) == "to" }) {
            let isRise = sentence.containsAny([
                "rose", "climbed", "jumped", "increased", "surged", "grew", "spiked", "rising", "climbing", "up",
            ])
            return isRise ? [.former, .usual] : [.former, .usual, .peak]
        }
        if before == "to" || before == "→" || two == "- >" { return [.latter, .peak, .lowest, .usual, .none] }
        if before == "between" { return [] }
        if ["up to", "high as", "at most", "much as"].contains(two) { return [.peak] }
        if before == "of", ["baseline", "norm", "normal", "usual"].contains(sentence.lower(place - 2)) { return [.usual] }
        if let found = TopicWords.aspects[sentence.lower(place + 1)], !found.contains(.peak) { return found }
        for steps in 1...8 {
            let near = place - steps
            guard near >= 0, sentence.tokens[near].clause == clause else { break }
            if let found = TopicWords.aspects[sentence.lower(near)] { return found.union(found.contains(.peak) ? [.none] : []) }
            if sentence.tokens[near].amount != nil { break }
        }
        for steps in 1...5 {
            let near = place + steps
            guard near < sentence.tokens.count, sentence.tokens[near].clause == clause else { break }
            if let found = TopicWords.aspects[sentence.lower(near)] { return found }
            if sentence.tokens[near].amount != nil { break }
        }
        return []
    }
}
