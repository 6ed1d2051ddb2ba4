/// Finds the stretches of a sentence of which one is said to have come before the other, by the ways in which English puts an
/// order: "A before B", "only after A did B", "by the time B, A had already …", "first A, subsequently B".
struct OrderReader {
    let sentence: Sentence

    struct Pair: Hashable {
        var earlier: Range<Int>
        var later: Range<Int>
    }

    var all: Range<Int> { sentence.tokens.indices }

    func pairs() -> [Pair] {
        if let found = former() ?? emphasised() ?? outstanding() ?? ranked() ?? already() ?? sequence() ?? trailing() {
            return found
        }
        var result: [Pair] = []
        for place in all where sentence.tokens[place].isWord {
            if let pair = joined(at: place), !result.contains(pair) { result.append(pair) }
        }
        return result
    }

    // MARK: Conjunctions, prepositions and verbs

    private enum Way { case leftIsEarlier, leftIsLater }

    private func joined(at place: Int) -> Pair? {
        guard let (way, length) = way(at: place) else { return nil }
        // "Ended after about 5 s" is how long it took.
        if (1...2).contains(where: {
            all.contains(place + $0) && sentence.tokens[place + $0].amount?.quantity.dimension == .duration
        }) {
            return nil
        }
        // With a length before it, it was weighed as a duration.
        if (1...3).contains(where: { place >= $0 && sentence.tokens[place - $0].amount?.quantity.dimension == .duration }) {
            return nil
        }
        var left = all.lowerBound..<place
        var right = min(place + length, all.upperBound)..<all.upperBound
        if !hasCue(left) {
            // "After A, B"; "not until A did B".
            let divisions: Set<String> =
                sentence.lower(0) == "not" || sentence.lower(0) == "only"
                ? [",", "did", "do", "does", "could"]
                // "It was only after A that B".
                : left.contains { sentence.lower($0) == "it" } ? [",", "that"] : [","]
            guard let comma = right.first(where: { divisions.contains(sentence.lower($0)) && hasCue(right.lowerBound..<$0) })
            else { return nil }
            left = comma + 1..<all.upperBound
            right = right.lowerBound..<comma
        }
        guard hasCue(left), hasCue(right) else { return nil }
        return way == .leftIsEarlier ? Pair(earlier: left, later: right) : Pair(earlier: right, later: left)
    }

    private static let leftIsEarlier = PhraseTable([
        "before", "prior to", "ahead of", "earlier than", "sooner than", "preceded", "precedes", "preceding", "predated",
        "predates",
        "in advance of", "there followed", "was followed by", "were followed by", "followed by", "gave way to", "by the time",
        // What stands behind these came second.
        "then", "later", "later on", "afterwards", "afterward", "thereafter", "subsequently", "subsequently to this",
        "whereupon", "after that", "after which", "after this", "following this", "next", "only then", "secondly", "thereupon",
    ])
    private static let leftIsLater = PhraseTable([
        "after", "following", "once", "as soon as", "later than", "was preceded by", "were preceded by", "preceded by",
        "subsequent to", "in the wake of", "on the heels of", "followed", "followed on", "followed upon", "followed after",
        "follows", "followed on from", "until", "not before", "not earlier than", "no earlier than", "no sooner than",
        "postdates", "postdated", "came on top of", "not until",
    ])

    private func way(at place: Int) -> (Way, Int)? {
        let before = OrderReader.leftIsEarlier.phrase(in: sentence, at: place)
        let after = OrderReader.leftIsLater.phrase(in: sentence, at: place)
        guard let phrase = (after?.count ?? 0) > (before?.count ?? 0) ? after : before else { return nil }
        switch phrase {
        case ["next"], ["later"]:
            // "The next deploy", "three minutes later", "no later than".
            guard ["and", ",", "was", "and", "it", ";", "but"].contains(sentence.lower(place - 1)),
                !["than", "minute", "day", "step", "steps"].contains(sentence.lower(place + 1))
            else { return nil }
        case ["followed"]:
            if sentence.lower(place - 1) == "there" { return nil }
            if sentence.lower(place + 1) == "," || sentence.lower(place + 1) == "." { return nil }
        case ["following"]:
            if ["the", "it"].contains(sentence.lower(place - 1)) && [":", "events"].contains(sentence.lower(place + 1)) {
                return nil
            }
        case ["until"]:
            // "Lasted until B" is an end, no order; "not until B" is one.
            guard sentence.lower(place - 1) == "not" || sentence.lower(place - 1) == "only" else { return nil }
        case ["once"]:
            if ["at", "for", "more"].contains(sentence.lower(place - 1)) { return nil }
        default: break
        }
        return (phrase == before ? .leftIsEarlier : .leftIsLater, phrase.count)
    }

    // MARK: What was still to come, and what was already over

    private static let tocome = [
        "in the future", "lay ahead", "still to come", "not yet", "yet to", "still ahead", "still outstanding", "still pending",
    ]

    /// "At the time of A, B still lay in the future"; "when A, B had not yet happened".
    private func outstanding() -> [Pair]? {
        guard let phrase = OrderReader.tocome.first(where: { sentence.contains($0) }),
            let place = place(of: phrase), let (reference, rest) = reference(around: place)
        else { return nil }
        return hasCue(reference) && hasCue(rest) ? [Pair(earlier: reference, later: rest)] : nil
    }

    private static let over = [
        "already", "behind us", "behind it", "behind them", "long since", "by then", "over and done",
    ]
    private static let ofMoments = PhraseTable([
        "at the time of", "at the time", "at the moment of", "by the time of", "by the time", "when", "as of",
    ])

    /// "By the time B, A had already happened"; "we had A behind us when B".
    private func already() -> [Pair]? {
        guard let phrase = OrderReader.over.first(where: { sentence.contains($0) }), let place = place(of: phrase),
            let (reference, rest) = reference(around: place)
        else { return nil }
        return hasCue(reference) && hasCue(rest) ? [Pair(earlier: rest, later: reference)] : nil
    }

    /// The clause that gives the moment, and the other one, in which `place` is.
    private func reference(around place: Int) -> (Range<Int>, Range<Int>)? {
        for start in all {
            guard let joint = OrderReader.ofMoments.phrase(in: sentence, at: start) else { continue }
            let inner = min(start + joint.count, all.upperBound)
            if start < place,
                let comma = (inner..<max(inner, place)).first(where: { sentence.lower($0) == "," && hasCue(inner..<$0) })
            {
                return (inner..<comma, comma + 1..<all.upperBound)
            }
            if start > place || hasCue(all.lowerBound..<start) { return (inner..<all.upperBound, all.lowerBound..<start) }
        }
        return nil
    }

    private func place(of phrase: String) -> Int? {
        let words = phrase.split(separator: " ").map(String.init)
        return all.first { sentence.has(words, at: $0) }
    }

    // MARK: Lists

    /// "Of A and B, the former was the earlier"; "A and B: the latter came first".
    private func former() -> [Pair]? {
        guard let word = all.first(where: { ["former", "latter"].contains(sentence.lower($0)) }) else { return nil }
        let isEarlier = all.suffix(from: word).contains {
            ["earlier", "first", "before", "older", "preceded"].contains(sentence.lower($0))
        }
        let isLater = all.suffix(from: word).contains {
            ["later", "second", "after", "last", "followed"].contains(sentence.lower($0))
        }
        guard isEarlier != isLater,
            let and = all.prefix(word).first(where: { sentence.lower($0) == "and" && hasCue(0..<$0) && hasCue($0..<word) })
        else { return nil }
        let (one, other) = (0..<and, and + 1..<word)
        let isInOrder = (sentence.lower(word) == "former") == isEarlier
        return [isInOrder ? Pair(earlier: one, later: other) : Pair(earlier: other, later: one)]
    }

    /// "Sequence: 1) A, 2) B".
    private func sequence() -> [Pair]? {
        guard let colon = all.prefix(8).first(where: { sentence.lower($0) == ":" }),
            (0..<colon).contains(where: {
                ["sequence", "order", "chronology", "chronologically", "succession"].contains(sentence.lower($0))
            })
        else { return nil }
        let items = all.suffix(from: colon + 1).split { [",", ";", "→", ">"].contains(sentence.lower($0)) }
            .map { $0.lowerBound..<$0.upperBound }.filter { hasCue($0) }
        guard items.count > 1 else { return nil }
        return zip(items, items.dropFirst()).map { Pair(earlier: $0, later: $1) }
    }

    /// Numbers that count the items of a list: "1)", "(2)", "of the two, … the former".
    static func isEnumerator(_ place: Int, in sentence: Sentence) -> Bool {
        let text = sentence.tokens[place].text
        if sentence.lower(place) == "two", sentence.containsAny(["former", "latter"]) { return true }
        return text.count <= 2 && text.allSatisfy(\.isNumber)
            && (sentence.lower(place + 1) == ")" || sentence.lower(place + 1) == "." && sentence.lower(place - 1) == ":")
    }

    func hasCue(_ range: Range<Int>) -> Bool { sentence.cues.contains { range.contains($0.place) } }
}
