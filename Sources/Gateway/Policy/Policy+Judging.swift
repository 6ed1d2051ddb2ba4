import Core

extension Policy {
    /// Judges a question by the first rule that matches. It never gives `allow` for a write or an instrument, whatever the rules.
    ///
    /// A model, a client or the playbook that asks on a person's behalf may do what both may: the question is judged for each,
    /// and the stricter verdict stands.
    public func judge(_ question: PolicyQuestion) -> Judgement {
        let own = decide(question)
        guard let behind = question.byPersonBehind else { return own }
        return Policy.stricter(own, decide(behind))
    }

    private func decide(_ question: PolicyQuestion) -> Judgement {
        for (index, rule) in rules.enumerated() {
            if let judgement = judgement(of: rule, rule.match(question), rule.title(at: index), question) { return judgement }
        }
        return Policy.standard(question)
    }

    /// `nil` when the rule does not match.
    private func judgement(
        of rule: PolicyRule, _ match: PolicyRule.Match, _ title: String, _ question: PolicyQuestion
    ) -> Judgement? {
        if case .no = match { return nil }
        let reason = rule.reason ?? "\(title) says \(rule.verdict.rawValue)"
        switch (rule.verdict, match) {
        case (.deny, _): return .deny(rule: title, reason)
        case (.approval, .part(let text)):
            return .deny(
                rule: title, "\(title) asks for approval of a part of this call only, so make it in parts (\(text))")
        case (.allow, _) where question.effect == .write || question.effect == .instrument:
            return .deny(rule: title, "\(title) allows a \(question.effect.rawValue) without approval, which no rule can")
        case (.allow, _): return Judgement(.allow, rule: title, reason: reason)
        case (.approval, _): return Judgement(.approval(rule.approvers), rule: title, reason: reason)
        }
    }

    private static func standard(_ question: PolicyQuestion) -> Judgement {
        question.effect == .read
            ? Judgement(.allow, rule: "default", reason: "no rule matches, and reads are allowed")
            : .deny(
                rule: "default",
                "no rule matches, and only reads are allowed without one; the effect is \(question.effect.rawValue)")
    }

    /// One rule, and how it stands to a question.
    public struct Step: Sendable, Hashable {
        /// For whom the rule was held against the question: who asks, and after that the person behind them.
        public var asker: String
        /// The rule's name, `rule 3` or `default`.
        public var rule: String
        /// Did the rule match?
        public var matches: Bool
        /// Did it decide for this asker? One step for each asker does; rules after it are not looked at.
        public var decides: Bool
        /// Which condition did not hold and which value it met; for the deciding step, the reason that is given.
        public var why: String
        /// What the deciding step says; `nil` for the others.
        public var judgement: Judgement?
    }

    /// The rules in order up to the one that decides, for each asker. The stricter of the deciding steps is what
    /// ``judge(_:)`` says.
    public func explain(_ question: PolicyQuestion) -> [Step] {
        var steps: [Step] = []
        for asked in [question] + [question.byPersonBehind].compactMap({ $0 }) {
            steps += explainOne(asked)
        }
        return steps
    }

    private func explainOne(_ question: PolicyQuestion) -> [Step] {
        var steps: [Step] = []
        for (index, rule) in rules.enumerated() {
            let title = rule.title(at: index)
            let match = rule.match(question)
            if case .no(let why) = match {
                steps.append(Step(asker: question.asker, rule: title, matches: false, decides: false, why: why))
            } else if let judgement = judgement(of: rule, match, title, question) {
                steps.append(
                    Step(
                        asker: question.asker, rule: title, matches: true, decides: true, why: judgement.reason,
                        judgement: judgement))
                return steps
            }
        }
        let judgement = Policy.standard(question)
        steps.append(
            Step(
                asker: question.asker, rule: judgement.rule, matches: true, decides: true, why: judgement.reason,
                judgement: judgement))
        return steps
    }

    /// The stricter of two: deny before approval before allow. Two approvals become one that satisfies both.
    static func stricter(_ first: Judgement, _ second: Judgement) -> Judgement {
        switch (first.verdict, second.verdict) {
        case (.deny, _): return first
        case (_, .deny): return second
        case (.approval(let left), .approval(let right)):
            if let group = left.group, let other = right.group, group != other {
                return .deny(
                    rule: first.rule,
                    "\(first.rule) asks for \(left) and \(second.rule) for \(right); one approval cannot be both")
            }
            let both = Approvers(group: left.group ?? right.group, count: max(left.count, right.count))
            return Judgement(.approval(both), rule: first.rule, reason: first.reason)
        case (.approval, .allow): return first
        case (.allow, .approval): return second
        case (.allow, .allow): return first
        }
    }
}
