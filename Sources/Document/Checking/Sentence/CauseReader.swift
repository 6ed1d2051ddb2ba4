/// Finds which words of a sentence give a cause and which its effect, by the ways in which English joins the two.
struct CauseReader {
    let sentence: Sentence

    struct Sides {
        var cause: Range<Int>
        var effect: Range<Int>
    }

    var all: Range<Int> { sentence.tokens.indices }

    func sides() -> Sides? {
        let found = whole() ?? fronted() ?? ascribed() ?? line() ?? arrow() ?? joined()
        guard let found, hasMatter(found.cause), hasMatter(found.effect) else { return nil }
        return found
    }

    /// Constructions that take the whole of a sentence.
    private func whole() -> Sides? {
        if let found = spared ?? cleft() ?? chased() { return found }
        if let found = labelled() ?? accused() ?? relative() { return found }
        return pseudoCleft() ?? question() ?? sequel() ?? noun()
    }

    /// A side says something: a word that is no joint.
    private func hasMatter(_ range: Range<Int>) -> Bool {
        range.contains { !sentence.tokens[$0].isMark }
    }

    private static let copulas: Set<String> = ["was", "is", "were", "are", "being", "lies", "lay"]
    private static let ofBe = copulas.union(["be", "been"])
    private static let turns = copulas.union(["turned", "proved"])
    private static let complements = turns.union([":", "has", "had"])

    func first(_ words: Set<String>, in range: Range<Int>) -> Int? {
        range.first { words.contains(sentence.lower($0)) }
    }

    func from(_ start: Int, to end: Int? = nil) -> Range<Int> {
        let end = min(end ?? all.upperBound, all.upperBound)
        return min(start, end)..<end
    }

    // MARK: Whole constructions

    /// "Had it not been for X, Y would not have been": a cause, put as what was not.
    var spared: Sides? {
        if let found = without() { return found }
        for place in all.prefix(3) {
            guard let length = CauseWords.spared.phrase(in: sentence, at: place)?.count,
                let comma = first([","], in: from(place + length))
            else { continue }
            return Sides(cause: from(place + length, to: comma), effect: from(comma + 1))
        }
        return nil
    }

    /// "It was X that caused Y", "it is X that we have to thank for Y".
    private func cleft() -> Sides? {
        guard let start = all.first(where: { sentence.lower($0) == "it" && ["is", "was"].contains(sentence.lower($0 + 1)) }),
            let that = first(["that", "which", "who"], in: from(start + 3))
        else { return nil }
        // "It is because X that Y".
        for place in from(start + 2, to: start + 4) {
            if let length = CauseWords.backward.phrase(in: sentence, at: place)?.count, place + length < that {
                return Sides(cause: from(place + length, to: that), effect: from(that + 1))
            }
        }
        let cause = from(start + 2, to: that)
        for place in from(that + 1, to: that + 6) {
            if let length = CauseWords.forward.phrase(in: sentence, at: place)?.count {
                return Sides(cause: cause, effect: from(place + length))
            }
            if ["thank", "blame"].contains(sentence.lower(place)), let to = first(["for"], in: from(place + 1, to: place + 3)) {
                return Sides(cause: cause, effect: from(to + 1))
            }
        }
        return nil
    }

    /// "What caused Y was X", "the thing that brought about Y was X".
    private func pseudoCleft() -> Sides? {
        for place in all.prefix(8) where ["what", "that", "which"].contains(sentence.lower(place)) {
            if sentence.lower(place) != "what",
                !["thing", "event", "factor", "one", "step", "action", "change"].contains(sentence.lower(place - 1))
            {
                continue
            }
            guard
                let verb = from(place + 1, to: place + 4).first(where: {
                    CauseWords.forward.phrase(in: sentence, at: $0) != nil
                }),
                let length = CauseWords.forward.phrase(in: sentence, at: verb)?.count,
                let copula = first(["was", "is", "were"], in: from(verb + length + 1))
            else { continue }
            return Sides(cause: from(copula + 1), effect: from(verb + length, to: copula))
        }
        return nil
    }

    /// "You may ask why Y; the answer is that X", "why did Y? Because X".
    private func question() -> Sides? {
        guard let why = first(["why"], in: all),
            !(1...3).contains(where: { sentence.lower(why - $0).hasPrefix("explain") || sentence.lower(why - $0) == "reason" }),
            !["is", "was", "that", "which"].contains(sentence.lower(why - 1)),
            let stop = first([";", ":", "?", ".", "—", "–"], in: from(why + 2)) ?? first([","], in: from(why + 2))
        else { return nil }
        let behind = from(stop + 1)
        // "Why Y? Blame X."
        let isBlamed = ["blame", "thank"].contains(sentence.lower(stop + 1))
        let start = first(["that", "because"], in: from(stop + 1, to: stop + 10)).map { $0 + 1 } ?? stop + (isBlamed ? 2 : 1)
        guard behind.count > 2 else { return nil }
        return Sides(cause: from(start), effect: from(why + 1, to: stop))
    }

    /// "The cause of Y was X", "X was the reason for Y", "Y, the reason being that X", "root cause: X".
    private func noun() -> Sides? {
        for place in all where CauseWords.nouns.contains(sentence.lower(place)) && sentence.tokens[place].isWord {
            let next = sentence.lower(place + 1)
            if next == "being" {
                let start = sentence.lower(place + 2) == "that" ? place + 3 : place + 2
                return Sides(cause: from(start), effect: from(0, to: max(0, place - 1)))
            }
            if ["of", "for", "behind", "why", "that"].contains(next), next != "that" || sentence.lower(place) == "reason" {
                if let joint = first(CauseReader.complements, in: from(place + 2)),
                    joint + 1 < all.upperBound, !isBeside(joint)
                {
                    return Sides(cause: from(complement(of: joint)), effect: from(place + 2, to: joint))
                }
                if let cause = subject(of: place) { return Sides(cause: cause, effect: from(place + 2)) }
            }
        }
        return nil
    }

    /// Where it begins what something was, or turned out to be: "has been established to be X", "was found to lie in X".
    private func complement(of joint: Int) -> Int {
        let near = from(joint, to: joint + 8)
        if let place = near.first(where: { sentence.has(["to", "be"], at: $0) || sentence.has(["to", "lie"], at: $0) }) {
            return place + (["in", "with"].contains(sentence.lower(place + 2)) ? 3 : 2)
        }
        if sentence.lower(joint + 1) == "been" { return joint + 2 }
        return ["that", "in", "because"].contains(sentence.lower(joint + 1)) ? joint + 2 : joint + 1
    }

    /// What is said to be the cause that a noun names: "X was the cause of", "we have identified X as the source of".
    private func subject(of noun: Int) -> Range<Int>? {
        if let joint = from(max(0, noun - 4), to: noun).last(where: {
            sentence.lower($0) == "as" || sentence.has(["to", "be"], at: $0)
        }), let verb = from(0, to: joint).last(where: { CauseWords.naming.contains(sentence.lower($0)) }) {
            if joint - verb > 1 { return from(verb + 1, to: joint) }
            // "X has been identified as".
            return first(["was", "is", "were", "has", "have", "had"], in: from(1, to: verb)).map { from(0, to: $0) }
        }
        guard let copula = from(0, to: noun).last(where: { CauseReader.turns.contains(sentence.lower($0)) }), noun - copula <= 6
        else {
            return nil
        }
        return from(0, to: copula)
    }

    /// "Chase Y back far enough and you arrive at X".
    private func chased() -> Sides? {
        guard
            let verb = first(
                ["chase", "follow", "trace", "track", "walk", "tracing", "following", "chasing", "tracking"], in: all),
            let back = first(["back", "backwards", "upstream"], in: from(verb + 2))
        else { return nil }
        for place in from(back + 1) {
            if let length = CauseWords.arrivals.phrase(in: sentence, at: place)?.count {
                return Sides(cause: from(place + length), effect: from(verb + 1, to: back))
            }
        }
        return nil
    }

    /// "The cause of what was seen": no copula of the sentence.
    private func isBeside(_ joint: Int) -> Bool { ["what", "which", "that"].contains(sentence.lower(joint - 1)) }

    /// "Because of X, Y", "set off by X, Y", "given that X, Y", "as X, Y".
    private func fronted() -> Sides? {
        let starts = all.prefix(3).filter {
            $0 == 0 || [",", "and", "but", "partly", "apparently", "probably", "likely", ":"].contains(sentence.lower($0 - 1))
                || sentence.tokens[0].time != nil && $0 == 1
        }
        for start in starts {
            guard
                let length = CauseWords.backward.phrase(in: sentence, at: start)?.count
                    ?? CauseWords.onlyFronted.phrase(in: sentence, at: start)?.count
                    ?? (isReason(since: start) ? 1 : nil)
            else { continue }
            let inside = from(start + length)
            // "Down to 5 s went the latency"; "thanks to everybody who helped, we know that …".
            let isLevel =
                sentence.has(["down", "to"], at: start) && sentence.tokens[inside].prefix(3).contains { $0.amount != nil }
            let isGratitude = ["whoever", "everybody", "everyone", "all", "those", "our", "you"].contains(
                sentence.lower(start + length))
            if isLevel || isGratitude && sentence.lower(start) == "thanks" { continue }
            if let joint = inside.first(where: { sentence.has(["it", "came", "to"], at: $0) }) {
                return Sides(cause: from(inside.lowerBound, to: joint), effect: from(joint + 3))
            }
            guard let comma = inside.first(where: { sentence.lower($0) == "," }) else { continue }
            return Sides(cause: from(inside.lowerBound, to: comma), effect: from(comma + 1))
        }
        return nil
    }

    /// "We attribute Y to X", "put Y down to X", "blame X for Y".
    private func ascribed() -> Sides? {
        for place in all where sentence.tokens[place].isWord {
            guard let entry = CauseWords.ascriptions.first(where: { $0.verbs.contains(sentence.lower(place)) }),
                !CauseReader.ofBe.contains(sentence.lower(place - 1))
            else { continue }
            for (words, isCauseFirst) in entry.joints {
                guard let found = from(place + 2).first(where: { sentence.has(words, at: $0) }) else { continue }
                let (left, right) = (from(place + 1, to: found), from(found + words.count))
                return isCauseFirst ? Sides(cause: left, effect: right) : Sides(cause: right, effect: left)
            }
        }
        return nil
    }

    /// "The line ran straight from X to Y".
    private func line() -> Sides? {
        guard let way = first(["line", "straight", "path", "chain", "thread", "leads", "led", "arrow", "road"], in: all),
            let start = first(["from"], in: from(way + 1, to: way + 14)), let to = first(["to"], in: from(start + 2)),
            !sentence.tokens[start + 1..<to].contains(where: { $0.time != nil || $0.amount != nil })
        else { return nil }
        return Sides(cause: from(start + 1, to: to), effect: from(to + 1, to: first([","], in: from(to + 1))))
    }

    /// "X -> Y", of things and not of values.
    private func arrow() -> Sides? {
        for place in all.dropFirst() {
            let isArrow =
                ["→", "⇒", "➔", "➜"].contains(sentence.lower(place))
                || sentence.lower(place) == ">" && ["-", "=", "–", "—"].contains(sentence.lower(place - 1))
            guard isArrow else { continue }
            let end = sentence.lower(place) == ">" ? place - 1 : place
            guard isThing(end - 1), isThing(place + 1) else { continue }
            // "Usual level -> level during the outage: 13 s -> 4.9 s".
            if sentence.lower(end - 1) == "level" || sentence.tokens[end...].contains(where: { $0.amount != nil }) { continue }
            return Sides(cause: from(0, to: end), effect: from(place + 1))
        }
        return nil
    }

    private func isThing(_ place: Int) -> Bool {
        guard sentence.tokens.indices.contains(place) else { return false }
        switch sentence.tokens[place].value {
        case .amount, .version, .hash, .time, .mark: return false
        default: return true
        }
    }

    // MARK: Joints within the sentence

    private func joined() -> Sides? {
        for place in all.dropFirst() where sentence.tokens[place].isWord {
            if let length = consequence(at: place) { return Sides(cause: from(0, to: place), effect: from(place + length)) }
        }
        for (phrases, isForward) in [(CauseWords.named, false), (CauseWords.backward, false), (CauseWords.forward, true)] {
            for place in all where sentence.tokens[place].isWord {
                guard let found = phrases.phrase(in: sentence, at: place), isJoint(found, at: place) else { continue }
                let (before, behind) = (from(0, to: place), from(place + found.count))
                return isForward ? Sides(cause: before, effect: behind) : Sides(cause: behind, effect: before)
            }
        }
        return nil
    }

    /// "X, and so Y", "X; therefore Y", "X, which is why Y".
    private func consequence(at place: Int) -> Int? {
        guard let found = CauseWords.consequences.phrase(in: sentence, at: place) else { return nil }
        if found == ["so"] {
            guard [",", ";", "and"].contains(sentence.lower(place - 1)),
                !["that", "far", "as", "much", "many", "on", "forth", "called", "did", "was", "is", "too"].contains(
                    sentence.lower(place + 1))
            else { return nil }
        }
        if ["thus", "hence", "therefore"].contains(found[0]), ["it", "this"].contains(sentence.lower(place - 1)) {
            return nil
        }
        return found.count
    }

    /// What follows a verb without an object.
    private static let afterEvent: Set<String> = [
        "at", "on", "by", "as", "for", "in", "within", "automatically", "manually", "correctly", "successfully", "immediately",
        ",", ".", "",
    ]

    private func isJoint(_ phrase: [String], at place: Int) -> Bool {
        let (next, last) = (sentence.lower(place + phrase.count), sentence.lower(place - 1))
        switch phrase {
        case ["made"], ["which", "made"]:
            return sentence.containsAny(["fail", "slow", "unavailable", "time", "failing", "timing"])
        // "From 14 s down to 5 s".
        case ["down", "to"]:
            return !(2...4).contains { all.contains(place + $0) && sentence.tokens[place + $0].amount != nil }
        // "Was triggered by hand", "triggered as expected": an event, not a cause.
        case ["triggered"], ["prompted"]: return !CauseReader.afterEvent.contains(next) && !isPassive(last)
        case ["broke"]: return !["out", "at", ",", ".", "", "down"].contains(next)
        case ["exhausted"]:
            return !["out", "at", ",", ".", ""].contains(next)
                && !["was", "were", "is", "got", "been", "nearly", "likely"].contains(last)
        case ["lay", "behind"], ["lies", "behind"]: return !["us", "it", "them"].contains(next)
        case ["drove"], ["explains"], ["explain"]: return !next.isEmpty
        case ["goes", "back", "to"], ["go", "back", "to"], ["went", "back", "to"]:
            return !["normal", "its", "their", "usual", "baseline", "the"].contains(next)
        default: break
        }
        // "The triggering condition", "the cause": no verbs.
        if phrase.count == 1, ["the", "a", "an", "this", "that", "no", "its", "root"].contains(last) { return false }
        // "Was caused …" without its "by" has no effect behind it.
        return CauseWords.backward.contains(phrase) || CauseWords.named.contains(phrase) || phrase.count > 1 || !isPassive(last)
    }

    private func isPassive(_ word: String) -> Bool { ["is", "was", "were", "are", "been"].contains(word) }
}
