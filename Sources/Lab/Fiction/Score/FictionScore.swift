import Core

/// How a checker did: the confusion matrix by kind, and what it missed.
struct FictionScore: Sendable {
    /// Verdicts on the claims of one kind. A claim that no statement holds is missed: nobody ruled on it.
    struct Row: Sendable {
        var verdicts: [FictionCheck.Verdict: Int] = [:]
        var missed = 0

        var count: Int { verdicts.values.reduce(missed, +) }
        var flagged: Int { verdicts[.contradicted, default: 0] + verdicts[.unsupported, default: 0] }
        func number(_ verdict: FictionCheck.Verdict) -> Int { verdicts[verdict, default: 0] }
    }

    /// The claims of some frames.
    struct Group: Sendable {
        var lies: [String: Row] = [:]
        var truths: [String: Row] = [:]
        /// Counterfactuals, which are right when they are not supported.
        var counterfactuals = Row()
        var filler = Row()
        /// Changed times and numbers by kind, and how many of them were given the right value.
        var changed: [String: Int] = [:]
        var corrected: [String: Int] = [:]

        var lie: Row { Self.sum(lies.values) }
        var truth: Row { Self.sum(truths.values) }

        private static func sum(_ rows: some Sequence<Row>) -> Row {
            rows.reduce(into: Row()) { sum, row in
                sum.missed += row.missed
                sum.verdicts.merge(row.verdicts) { $0 + $1 }
            }
        }
    }

    /// A claim that was judged wrongly.
    struct Miss: Sendable {
        var answer: Fiction.Answer
        /// `nil` when no statement held the claim.
        var verdict: FictionCheck.Verdict?
    }

    /// The kinds of which the right value is asked.
    static let correctable: Set<String> = ["time-shifted", "number-changed"]

    /// Claims in frames that were not set aside, and in those that were.
    private(set) var open = Group()
    private(set) var heldOut = Group()
    private(set) var misses: [Miss] = []
    /// Documents that the truth has and no check was given of.
    private(set) var unchecked: [String] = []

    init(truth: JSONValue, checks: [JSONValue]) throws {
        guard let entries = truth.array else {
            throw ScenarioError("the truth is no list: give the truth.json that 'lab fiction' wrote")
        }
        let byDocument = Dictionary(try checks.map(FictionCheck.init).map { ($0.document, $0) }) { first, _ in first }
        for answer in try entries.map(Fiction.Answer.init) {
            guard let check = byDocument[answer.document] else {
                if unchecked.last != answer.document { unchecked.append(answer.document) }
                continue
            }
            let ruling = check.verdict(on: answer.text, line: answer.line)
            if answer.heldOut { Self.count(answer, ruling, &heldOut) } else { Self.count(answer, ruling, &open) }
            if !Self.isRight(answer, ruling?.verdict) { misses.append(Miss(answer: answer, verdict: ruling?.verdict)) }
        }
    }

    private static func count(
        _ answer: Fiction.Answer, _ ruling: (verdict: FictionCheck.Verdict, corrections: [String])?, _ group: inout Group
    ) {
        let add = { (row: inout Row) in
            if let ruling { row.verdicts[ruling.verdict, default: 0] += 1 } else { row.missed += 1 }
        }
        switch (answer.kind, answer.isTrue) {
        case ("filler", _): add(&group.filler)
        case ("counterfactual", _): add(&group.counterfactuals)
        case (let kind, true): add(&group.truths[kind, default: Row()])
        case (let kind, false):
            add(&group.lies[kind, default: Row()])
            guard correctable.contains(kind) else { return }
            group.changed[kind, default: 0] += 1
            let isCorrected = ruling?.corrections.contains { FictionCorrection.isRight($0, right: answer.right) } ?? false
            if isCorrected { group.corrected[kind, default: 0] += 1 }
        }
    }

    /// What is not checked is no mistake on what is true, and one on what is false.
    private static func isRight(_ answer: Fiction.Answer, _ verdict: FictionCheck.Verdict?) -> Bool {
        let isFlagged = verdict == .contradicted || verdict == .unsupported
        return switch answer.kind {
        case "filler": !isFlagged
        case "counterfactual": verdict != .supported
        default: answer.isTrue ? verdict == .supported : isFlagged
        }
    }
}
