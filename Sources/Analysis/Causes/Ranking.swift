import Core

/// Orders candidates: by score, refuted ones last.
enum Ranking {
    static func rank(_ hypotheses: [Hypothesis], parameters: Parameters) -> [Hypothesis] {
        let order = explained(hypotheses, parameters).enumerated().sorted { left, right in
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

    /// A resource that ran out is how it failed. Where a change just before can use it up, the change is why.
    private static func explained(_ hypotheses: [Hypothesis], _ parameters: Parameters) -> [Hypothesis] {
        func value(_ name: String, of hypothesis: Hypothesis) -> Double {
            hypothesis.terms.first { $0.name == name }?.value ?? 0
        }
        let explaining = hypotheses.filter {
            $0.family == .change && !$0.isRefuted && value("effect", of: $0) > 0 && value("time", of: $0) >= 0.25
                && value("place", of: $0) > 0
        }
        guard !explaining.isEmpty else { return hypotheses }
        return hypotheses.map { hypothesis in
            guard hypothesis.family == .capacity, !hypothesis.isRefuted else { return hypothesis }
            var result = hypothesis
            result.terms.append(
                .init(
                    name: "explained", value: -0.2,
                    says: "A change just before could use it up: that would be the cause of this."))
            result.score = ((hypothesis.score - 0.2) * 1000).rounded() / 1000
            if result.score < parameters.strongScore, result.confidence == .strong { result.confidence = .moderate }
            if result.score < parameters.moderateScore { result.confidence = .weak }
            return result
        }
    }
}
