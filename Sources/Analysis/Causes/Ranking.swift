import Core

/// Orders candidates: by score, refuted ones last.
enum Ranking {
    static func rank(_ hypotheses: [Hypothesis], parameters: Parameters) -> [Hypothesis] {
        let order = hypotheses.enumerated().sorted { left, right in
            if left.element.isRefuted != right.element.isRefuted { return !left.element.isRefuted }
            if left.element.score != right.element.score { return left.element.score > right.element.score }
            return left.offset < right.offset
        }
        var ranked: [Hypothesis] = []
        var refuted: [CauseFamily: Int] = [:]
        for (_, hypothesis) in order {
            if hypothesis.isRefuted {
                refuted[hypothesis.family, default: 0] += 1
                if refuted[hypothesis.family, default: 0] > parameters.refutedPerFamily { continue }
            }
            ranked.append(hypothesis)
        }
        // When nothing explains the symptom there is no first: the refutations stand as findings.
        guard ranked.contains(where: { !$0.isRefuted }) else { return [] }
        for index in ranked.indices { ranked[index].rank = index + 1 }
        // Two that score alike: neither is certain.
        if ranked.count > 1, !ranked[1].isRefuted, ranked[0].confidence == .strong, ranked[0].score - ranked[1].score < 0.1 {
            ranked[0].confidence = .moderate
            if ranked[1].confidence == .strong { ranked[1].confidence = .moderate }
        }
        return ranked
    }
}
