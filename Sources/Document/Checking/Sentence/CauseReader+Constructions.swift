/// Constructions in which a label, a clause of its own or several places of the sentence join a cause and its effect.
extension CauseReader {
    private static let outcomes: Set<String> = [
        "consequence", "consequences", "effect", "effects", "result", "results", "outcome", "outcomes", "upshot", "impact",
        "symptom", "symptoms", "repercussion", "repercussions", "fallout", "aftermath", "knock-on", "follow-on",
    ]
    private static let formsOfBe: Set<String> = ["is", "was", "are", "were"]
    private static let accusations = PhraseTable([
        "responsible for", "to blame for", "at fault for", "behind", "answerable for", "at the root of", "at the bottom of",
        "at the origin of",
    ])
    private static let accusationJoints = formsOfBe.union([":", "—", "–", "lies", "lay", "stood", "stands", "sits", "sat"])
    private static let ofSparing: Set<String> = [
        "spared", "avoided", "escaped", "not", "never", "no", "wouldn't", "nothing", "averted", "prevented",
    ]
    private static let auxiliaries: Set<String> = ["was", "were", "is", "are", "had", "has", "have", "could", "did"]
    private static let ofCauses: Set<String> = [
        "because", "blame", "blamed", "culprit", "responsible", "consequence", "consequences", "knock-on", "caused", "hence",
        "therefore", "consequently", "reason", "attributable", "attribute", "attributed", "thanks", "fault", "owing",
    ]

    /// "Root cause: X; service impact: Y", in either order.
    func labelled() -> Sides? {
        let colons = all.filter { sentence.lower($0) == ":" }
        for (one, other) in zip(colons, colons.dropFirst()) {
            guard
                let end = from(one + 1, to: other).last(where: {
                    [";", ",", ".", "/", "|", "—", "–"].contains(sentence.lower($0))
                }),
                one <= 6, other - end <= 5
            else { continue }
            let (left, right) = (from(0, to: one), from(end + 1, to: other))
            let (first, second) = (from(one + 1, to: end), from(other + 1))
            if has(CauseWords.nouns, in: left), has(CauseReader.outcomes, in: right) {
                return Sides(cause: first, effect: second)
            }
            if has(CauseReader.outcomes, in: left), has(CauseWords.nouns, in: right) {
                return Sides(cause: second, effect: first)
            }
        }
        return nil
    }

    /// "Responsible for Y: X", "to blame for Y was X", "behind Y stood X".
    func accused() -> Sides? {
        for start in all.prefix(2) where start == 0 || ["solely", "mainly", "directly", "also"].contains(sentence.lower(0)) {
            guard let length = CauseReader.accusations.phrase(in: sentence, at: start)?.count else { continue }
            guard let joint = first(CauseReader.accusationJoints, in: from(start + length + 1)) else { continue }
            return Sides(cause: from(joint + 1), effect: from(start + length, to: joint))
        }
        return nil
    }

    /// "X, which is the whole reason Y".
    func relative() -> Sides? {
        for noun in all where ["reason", "explanation"].contains(sentence.lower(noun)) {
            guard
                let copula = from(max(0, noun - 5), to: noun).last(where: { CauseReader.formsOfBe.contains(sentence.lower($0)) }
                ),
                copula > 2, ["which", "that", "this"].contains(sentence.lower(copula - 1))
            else { continue }
            let isJoined = ["why", "that", "for", "behind", "of"].contains(sentence.lower(noun + 1))
            return Sides(cause: from(0, to: copula - 1), effect: from(noun + (isJoined ? 2 : 1)))
        }
        return nil
    }

    /// "The consequence of X was Y", "X had a knock-on effect, namely Y".
    func sequel() -> Sides? {
        for noun in all where CauseReader.outcomes.contains(sentence.lower(noun)) {
            if noun <= 3, sentence.lower(noun + 1) == "of", sentence.lower(0) != "as",
                let copula = first(CauseReader.formsOfBe, in: from(noun + 3))
            {
                return Sides(cause: from(noun + 2, to: copula), effect: from(copula + 1))
            }
            guard
                let verb = from(max(1, noun - 4), to: noun).last(where: { ["had", "has", "with"].contains(sentence.lower($0)) }
                ),
                let namely = first(["namely", ":", "viz", "—", "–"], in: from(noun + 1, to: noun + 4))
            else { continue }
            return Sides(cause: from(0, to: verb), effect: from(namely + 1))
        }
        return nil
    }

    /// "Without X, we would have been spared Y", "there would have been no Y without X". That Y would have been worse is no cause.
    func without() -> Sides? {
        guard let place = first(["without"], in: all), let would = first(["would", "could", "wouldn't"], in: all),
            has(CauseReader.ofSparing, in: all)
        else { return nil }
        if place <= 2 {
            guard let comma = first([","], in: from(place + 1)), would > comma else { return nil }
            return Sides(cause: from(place + 1, to: comma), effect: from(comma + 1))
        }
        return would < place ? Sides(cause: from(place + 1), effect: from(0, to: place)) : nil
    }

    /// "Since checkout returned 504s, …" gives a reason, "since 14:23" and "since the deploy" a time.
    func isReason(since start: Int) -> Bool {
        guard sentence.lower(start) == "since", let comma = first([","], in: from(start + 3)) else { return false }
        let inside = from(start + 1, to: comma)
        let isClause = inside.dropFirst().contains { place in
            let word = sentence.lower(place)
            return sentence.tokens[place].isWord
                && (CauseReader.auxiliaries.contains(word) || word.count > 4 && word.hasSuffix("ed"))
        }
        // "Since we deployed it, checkout has been failing".
        let isPerfect = from(comma + 1).contains {
            ["has", "have"].contains(sentence.lower($0)) && ["been", "not", "had"].contains(sentence.lower($0 + 1))
        }
        return isClause && !isPerfect && !inside.contains { sentence.tokens[$0].time != nil }
    }

    /// Words that speak of causes, so that a sentence of two events with one of them says more than that both came about.
    var speaksOfCauses: Bool {
        sentence.containsAny(CauseReader.ofCauses)
    }

    private func has(_ words: Set<String>, in range: Range<Int>) -> Bool { first(words, in: range) != nil }
}
