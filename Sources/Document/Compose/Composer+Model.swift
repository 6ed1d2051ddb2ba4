import Analysis
import Core

// What a language model said, as far as evidence holds it.
extension Composer {
    mutating func modelStatements() -> [Block] {
        guard let account = record.model else { return [] }
        let checker = ModelChecker(record)
        let ruled = account.statements.map { ($0, checker.rule(on: $0.text, citing: $0.citations)) }
        let proposals = account.proposals.map { ($0, checker.rule(on: $0.text, citing: [])) }
        var blocks: [Block] = [
            .heading(2, "What a language model added", anchor: "model"),
            .remark(remark(account, ruled.map(\.1), proposals.map(\.1))),
        ]
        for section in ModelAccount.Section.allCases {
            let items = ruled.filter { $0.0.section == section }.compactMap { statement, ruling -> [Inline]? in
                book.state(statement.text, statement.citations, ruled: ruling).map { [.claim($0)] }
            }
            guard !items.isEmpty else { continue }
            blocks.append(.paragraph([.strong([.say(Composer.title(section))])]))
            blocks.append(.list(items))
        }
        return blocks + unheld(ruled, proposals)
    }

    private func remark(_ account: ModelAccount, _ rulings: [Ruling], _ proposals: [Ruling]) -> [Inline] {
        let held = rulings.count { $0.verdict == .supported }
        let contradicted = (rulings + proposals).count { $0.verdict == .contradicted }
        var text =
            " had \(ValueText.counted(account.turns, "turn")), asked the sources \(ValueText.counted(account.questions, "question")) and proposed"
            + " \(ValueText.counted(account.proposals.count, "cause")); it ended because \(account.ending). Code checked each of its"
            + " \(ValueText.counted(rulings.count, "sentence")) against what the sentence cites: \(held) \(held == 1 ? "is" : "are") held by evidence and printed here."
        if contradicted > 0 {
            text +=
                " \(contradicted) of its sentences and causes that the evidence contradicts \(contradicted == 1 ? "is" : "are") left out."
        }
        return [.say("The model "), .data(account.model), .say(text)]
    }

    private func unheld(
        _ ruled: [(ModelAccount.Statement, Ruling)], _ proposals: [(ModelAccount.Proposal, Ruling)]
    ) -> [Block] {
        let statements = ruled.filter { $0.1.verdict == .unsupported || $0.1.verdict == .notChecked }.map { statement, ruling in
            [Inline.code(statement.text), .say(" "), .data(ruling.problem ?? "It states nothing that evidence could decide.")]
        }
        // A supposed cause is the model's word even where each value in it is held.
        let causes = proposals.filter { $0.1.verdict != .contradicted }.map { proposal, _ in
            [
                Inline.say("A cause that it supposed: "), .code(proposal.text), .say(" What would refute it: "),
                .code(proposal.refutedBy),
            ]
        }
        guard !(statements + causes).isEmpty else { return [] }
        return [
            .heading(2, "What the model said and no evidence holds", anchor: "unheld"),
            .paragraph([
                .say(
                    "These are the model's words. No evidence that it cites holds them, and they are no statements of this document."
                )
            ]), .list(statements + causes),
        ]
    }

    private static func title(_ section: ModelAccount.Section) -> String {
        switch section {
        case .rootCause: "Root cause"
        default: section.rawValue.capitalisedFirst
        }
    }
}
