import Core

/// A generated draft against what a person made of it: what both state, where they differ, and how much of the draft survived.
///
/// Works on the texts alone. With an investigation's record, contradictions say which document the evidence supports.
public struct Comparison: Sendable {
    /// What became of a statement of the draft.
    public enum Fate: String, Sendable, Hashable, Codable, CaseIterable {
        /// It stands in the person's version, at most with other punctuation.
        case kept
        /// Reworded; all that it states is still stated.
        case reworded
        /// Some of what it states was changed or taken out.
        case changed
        case dropped
    }

    /// A statement of the draft, with the one that it became.
    public struct Pair: Sendable, Hashable {
        public var draft: Statement
        public var manual: Statement?
        public var fate: Fate
    }

    /// Two statements about the same thing with different values.
    public struct Contradiction: Sendable, Hashable {
        public var draft: Statement
        public var manual: Statement
        public var draftSays: String
        public var manualSays: String
        /// What the evidence says of each; `nil` without evidence.
        public var draftVerdict: Ruling.Verdict?
        public var manualVerdict: Ruling.Verdict?
    }

    public let draft: Manuscript
    public let manual: Manuscript
    /// The statements of the draft in order.
    public let pairs: [Pair]
    /// Statements of the person's version that come from nothing in the draft.
    public let added: [Statement]
    public let factsInCommon: [StatedFact]
    public let factsOnlyInDraft: [StatedFact]
    public let factsOnlyInManual: [StatedFact]
    public let contradictions: [Contradiction]

    public init(draft: Manuscript, manual: Manuscript, record: InvestigationRecord? = nil) async {
        self.draft = draft
        self.manual = manual
        let services = Set((record?.services.map(\.name) ?? []) + (record?.failing ?? [])).filter { !$0.isEmpty }
        let reader = MentionReader(services: services)
        let left = draft.statements.filter(ComparedStatement.isCompared).map { ComparedStatement($0, reader) }
        let right = manual.statements.filter(ComparedStatement.isCompared).map { ComparedStatement($0, reader) }
        let matches = StatementMatcher(left, right).matches
        pairs = left.indices.map { place in
            guard let match = matches[place] else { return Pair(draft: left[place].statement, manual: nil, fate: .dropped) }
            return Pair(
                draft: left[place].statement, manual: right[match].statement, fate: Comparison.fate(left[place], right[match]))
        }
        let matched = Set(matches.values)
        added = right.indices.filter { !matched.contains($0) }.map { right[$0].statement }
        let leftFacts = Set(left.flatMap(\.facts))
        let rightFacts = Set(right.flatMap(\.facts))
        factsInCommon = leftFacts.intersection(rightFacts).sorted()
        factsOnlyInDraft = leftFacts.subtracting(rightFacts).sorted()
        factsOnlyInManual = rightFacts.subtracting(leftFacts).sorted()
        let found = Comparison.contradictions(left, right, matches)
        if let record {
            contradictions = await Comparison.judged(found, draft, manual, record)
        } else {
            contradictions = found
        }
    }

    /// Statements of the draft with a fate.
    public func count(_ fate: Fate) -> Int { pairs.count { $0.fate == fate } }

    /// Of the draft's statements, the share that has that fate, 0 to 1; `nil` for a draft without statements.
    public func share(_ fate: Fate) -> Double? { pairs.isEmpty ? nil : Double(count(fate)) / Double(pairs.count) }

    private static func fate(_ draft: ComparedStatement, _ manual: ComparedStatement) -> Fate {
        if draft.key == manual.key { return .kept }
        return draft.facts.isSubset(of: manual.facts) ? .reworded : .changed
    }

    // MARK: Contradictions

    private static func contradictions(
        _ left: [ComparedStatement], _ right: [ComparedStatement], _ matches: [Int: Int]
    ) -> [Contradiction] {
        var found: [Contradiction] = []
        for place in left.indices {
            if let match = matches[place] {
                if let pair = difference(left[place], right[match]) { found.append(pair) }
            } else if let other = right.first(where: { isSameEvent(left[place], $0) }),
                let pair = difference(left[place], other)
            {
                found.append(pair)
            }
        }
        return found
    }

    /// Values of one kind of which each statement has one alone, and which differ.
    private static func difference(_ draft: ComparedStatement, _ manual: ComparedStatement) -> Contradiction? {
        for kind in [StatedFact.Kind.time, .duration, .percentage, .size, .number, .commit] {
            let says = draft.facts.filter { $0.kind == kind }.subtracting(manual.facts)
            let others = manual.facts.filter { $0.kind == kind }.subtracting(draft.facts)
            guard says.count == 1, others.count == 1, let said = says.first, let other = others.first else { continue }
            return Contradiction(
                draft: draft.statement, manual: manual.statement, draftSays: said.value, manualSays: other.value)
        }
        return nil
    }

    /// Both tell of one event with one time, and name no service that the other does not.
    private static func isSameEvent(_ draft: ComparedStatement, _ manual: ComparedStatement) -> Bool {
        guard !draft.events.isDisjoint(with: manual.events), draft.likeness(to: manual) >= 0.2 else { return false }
        let times = [draft, manual].map { $0.facts.filter { $0.kind == .time } }
        guard times.allSatisfy({ $0.count == 1 }) else { return false }
        let names = [draft, manual].map { Set($0.facts.filter { $0.kind == .name }) }
        return names[0].isEmpty || names[1].isEmpty || !names[0].isDisjoint(with: names[1])
    }

    private static func judged(
        _ found: [Contradiction], _ draft: Manuscript, _ manual: Manuscript, _ record: InvestigationRecord
    ) async -> [Contradiction] {
        guard !found.isEmpty else { return [] }
        let checker = FactChecker(record)
        func verdicts(_ manuscript: Manuscript) async -> [String: Ruling.Verdict] {
            let rulings = await checker.rule(on: manuscript.statements)
            return Dictionary(zip(manuscript.statements.map(\.id), rulings.map(\.verdict))) { first, _ in first }
        }
        let left = await verdicts(draft)
        let right = await verdicts(manual)
        return found.map { contradiction in
            var contradiction = contradiction
            contradiction.draftVerdict = left[contradiction.draft.id]
            contradiction.manualVerdict = right[contradiction.manual.id]
            return contradiction
        }
    }
}
