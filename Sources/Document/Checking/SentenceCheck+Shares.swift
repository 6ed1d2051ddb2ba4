import Core

// Numbers that are decided by one kind of fact alone: a rule's condition, the share of requests that failed.
extension SentenceCheck {
    private static let conditions: Set<String> = [
        "fires", "fire", "needs", "requires", "triggers", "trigger", "trips", "threshold", "goes", "alerts", "pages", "waits",
        "demands", "wants", "set", "configured", "must", "has", "would", "kicks", "activates",
    ]
    /// A clause that tells what the signal did, and not what its rule says.
    private func isOfTheIncident(_ clause: Int) -> Bool {
        let verbs: Set<String> = ["peaked", "reached", "fired", "went", "paged", "stayed", "while", "because"]
        return sentence.tokens.contains { $0.clause == clause && verbs.contains($0.lower) && $0.isWord }
    }

    private static let waits: Set<String> = [
        "hold", "holds", "held", "sustained", "persist", "persists", "last", "lasts", "continuously", "pending", "waits",
        "wait",
        "true", "straight", "row", "before", "stay", "stays", "remain", "remains", "must", "needs", "has", "for",
    ]

    /// "It fires at an error rate of more than 3 %", "it has to hold for 5 min": what that rule says, and no other.
    func ruleCondition(_ amount: Amount, _ place: Int) -> Decision? {
        let rules = Set(sentence.tokens.map(\.lower).filter(index.isRule))
        guard rules.count == 1, !amount.isFactor, sentence.containsAny(SentenceCheck.conditions),
            sentence.tokens.count(where: { $0.amount != nil }) == 1,
            !isOfTheIncident(sentence.tokens[place].clause)
        else { return nil }
        let said = sentence.tokens[place].text
        let own = (index.measurePlaces[amount.quantity.dimension] ?? []).map { index.measures[$0] }.filter {
            !$0.rules.isDisjoint(with: rules) && isVisible($0.citations) && !$0.isIncidental && !$0.words.contains("suggest")
        }
        let thresholds = own.filter { $0.topics.contains(.threshold) }
        let holds = own.filter { $0.topics.contains(.hold) }
        let isHold: Bool
        if amount.quantity.dimension == .duration {
            let near = (max(0, place - 5)..<min(sentence.tokens.count, place + 4)).map { sentence.lower($0) }
            let compares: Set<String> = [
                "above", "over", "exceeds", "exceed", "threshold", "p99", "p95", "p90", "p50", "latency", "than", "below",
            ]
            isHold = !near.contains(where: compares.contains) && near.contains(where: SentenceCheck.waits.contains)
        } else {
            isHold = false
        }
        let candidates = isHold ? holds : thresholds
        guard let first = candidates.first else {
            // A number of another unit than the rule compares with.
            let other = index.measures.first {
                !$0.rules.isDisjoint(with: rules) && isVisible($0.citations) && !$0.isIncidental
                    && $0.topics.contains(.threshold)
                    && !$0.words.contains("suggest")
            }
            guard let other, !isHold else { return nil }
            return .contradicted(
                "it says \(said) where the rule has \(other.text(like: ""))", said: said, holds: other.text(like: ""),
                other.citations)
        }
        if let right = candidates.first(where: { amount.quantity.admits($0.value) }) { return .holds(right.citations) }
        return .contradicted(
            "it says \(said) where the rule has \(first.text(like: said))", said: said, holds: first.text(like: said),
            first.citations)
    }

    private static let requests: Set<String> = [
        "requests", "orders", "payments", "checkouts", "transactions", "charges", "calls", "purchases", "attempts", "traffic",
    ]

    /// "A third of the payments failed": of the whole incident, unless the sentence speaks of its worst minute.
    func failedShare(_ amount: Amount, _ place: Int) -> Decision? {
        guard amount.quantity.dimension == .percent, !amount.isFactor, sentence.contains("failed"),
            (place + 1..<min(sentence.tokens.count, place + 5)).contains(where: {
                SentenceCheck.requests.contains(sentence.lower($0))
            }),
            !sentence.containsAny([
                "peak", "worst", "most", "maximum", "height", "peaked", "highest", "moment", "minute", "failing",
            ]),
            !sentence.containsAny(SentenceCheck.deadlines)
        else { return nil }
        let services = sentence.services()
        let totals = (index.measurePlaces[.percent] ?? []).map { index.measures[$0] }.filter { measure in
            measure.topics == [.errors, .requests] && measure.aspect == .total && isVisible(measure.citations)
                && (services.isEmpty || measure.service.map(services.contains) ?? true)
        }
        guard let first = totals.first else { return nil }
        if let found = totals.first(where: { admits(amount, $0.value) }) { return .holds(found.citations) }
        // A number in digits may well be read off a graph's highest point.
        guard amount.isShare else { return nil }
        let said = sentence.tokens[place].text
        return .contradicted(
            "it says \(said) where \(first.text(like: "1")) failed", said: said, holds: first.text(like: "1"), first.citations)
    }

    /// "More than half" is no less than half.
    private func admits(_ amount: Amount, _ value: Double) -> Bool {
        switch amount.bound {
        case .atLeast: value >= amount.quantity.value * 0.97 && value <= amount.quantity.value * 2
        case .atMost: value <= amount.quantity.value * 1.03 && value * 2 >= amount.quantity.value
        case .exact, .about: amount.admits(value)
        }
    }

    private static let deadlines: Set<String> = [
        "timeout", "timeouts", "time-out", "time-outs", "deadline", "deadlines", "ceiling",
    ]

    /// The share of failed calls that ended at their time-out, where the sentence speaks of it.
    var endedAtTimeout: Measure? {
        guard sentence.containsAny(SentenceCheck.deadlines), sentence.containsAny(["failed", "failing", "unsuccessful"]),
            sentence.containsAny(["ended", "end", "ends", "hit", "reached", "stopped", "died", "expired", "ran"]),
            sentence.containsAny(SentenceCheck.requests)
        else { return nil }
        return index.measures.first { $0.words.contains(FactIndex.ceilingShare) && isVisible($0.citations) }
    }

    func ceilingShare(_ amount: Amount, _ place: Int) -> Decision? {
        guard amount.quantity.dimension == .percent, let share = endedAtTimeout else { return nil }
        if admits(amount, share.value) { return .holds(share.citations) }
        let said = sentence.tokens[place].text
        return .contradicted(
            "it says \(said) where \(share.text(like: "1")) did", said: said, holds: share.text(like: "1"), share.citations)
    }
}
