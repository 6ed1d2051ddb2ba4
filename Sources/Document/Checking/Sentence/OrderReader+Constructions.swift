/// Orders that are said by more than one word between two events.
extension OrderReader {
    /// "It is after A, and not before, that B".
    func emphasised() -> [Pair]? {
        guard
            let it = all.prefix(4).first(where: {
                sentence.lower($0) == "it" && ["is", "was"].contains(sentence.lower($0 + 1))
            }),
            let joint = all.suffix(from: it + 2).prefix(3).first(where: { ["after", "before"].contains(sentence.lower($0)) }),
            let that = all.suffix(from: joint).first(where: { sentence.lower($0) == "that" && hasCue(joint..<$0) })
        else { return nil }
        let (inner, outer) = (joint + 1..<that, that + 1..<all.upperBound)
        guard hasCue(outer) else { return nil }
        return [sentence.lower(joint) == "after" ? Pair(earlier: inner, later: outer) : Pair(earlier: outer, later: inner)]
    }

    /// "B came second; A had come first", "A was first and B second".
    func ranked() -> [Pair]? {
        let verbs: Set<String> = ["came", "come", "comes", "was", "were", "is", "happened", "occurred"]
        func rank(_ place: Int) -> Bool? {
            guard verbs.contains(sentence.lower(place - 1)) else { return nil }
            guard [";", ",", ".", "and", "", "—", "–", "but", ":"].contains(sentence.lower(place + 1)) else { return nil }
            return ["first", "earlier"].contains(sentence.lower(place))
                ? true : ["second", "later", "last"].contains(sentence.lower(place)) ? false : nil
        }
        guard let one = all.dropFirst().first(where: { rank($0) != nil }), let isFirst = rank(one),
            let division = all.suffix(from: one).first(where: {
                [";", ",", "and", "—", "–", "but"].contains(sentence.lower($0))
            }),
            hasCue(0..<one), hasCue(division..<all.upperBound)
        else { return nil }
        let (left, right) = (0..<one, division + 1..<all.upperBound)
        return [isFirst ? Pair(earlier: left, later: right) : Pair(earlier: right, later: left)]
    }

    /// "B, but A earlier than that"; "with A already in the past, on to the later event: B"; "first A, then B".
    func trailing() -> [Pair]? {
        if let earlier = all.last(where: { sentence.lower($0) == "than" && ["that", "this"].contains(sentence.lower($0 + 1)) }),
            ["earlier", "later", "sooner"].contains(sentence.lower(earlier - 1)),
            let division = all.prefix(earlier).last(where: {
                ["but", "and", ";", ",", "while", "whereas", "though"].contains(sentence.lower($0)) && hasCue(0..<$0)
                    && hasCue($0..<earlier)
            })
        {
            let (left, right) = (0..<division, division + 1..<earlier - 1)
            return [
                sentence.lower(earlier - 1) == "later" ? Pair(earlier: left, later: right) : Pair(earlier: right, later: left)
            ]
        }
        if sentence.lower(0) == "first",
            let then = all.first(where: { ["then", "next", "second", "afterwards"].contains(sentence.lower($0)) }), then > 2,
            hasCue(1..<then), hasCue(then..<all.upperBound), [",", "and", ";"].contains(sentence.lower(then - 1))
        {
            return [Pair(earlier: 1..<then, later: then + 1..<all.upperBound)]
        }
        guard sentence.lower(0) == "with", let comma = all.first(where: { sentence.lower($0) == "," && hasCue(0..<$0) }),
            hasCue(comma..<all.upperBound),
            (0..<comma).contains(where: { ["past", "behind", "over", "done"].contains(sentence.lower($0)) })
        else { return nil }
        return [Pair(earlier: 1..<comma, later: comma + 1..<all.upperBound)]
    }
}
