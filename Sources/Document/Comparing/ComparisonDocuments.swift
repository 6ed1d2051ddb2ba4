import Analysis
import Core

/// A comparison in its forms. A pure function of the comparison: the same comparison gives the same bytes.
public struct ComparisonDocuments: Sendable {
    private let comparison: Comparison

    public init(_ comparison: Comparison) { self.comparison = comparison }

    public var markdown: String { MarkdownRenderer().render(blocks) }

    /// One file without scripts or external resources.
    public var html: String { HTMLRenderer(title: title).render(blocks) }

    /// Schema `inquest.compare/1`. Shares are 0 to 1.
    public var json: String {
        let fates = Comparison.Fate.allCases.map { fate in (fate.rawValue, JSONValue.number(comparison.count(fate))) }
        let document = JSONObject([
            ("schema", "inquest.compare/1"), ("draft", .string(comparison.draft.name)),
            ("manual", .string(comparison.manual.name)), ("statements", .number(comparison.pairs.count)),
            ("survival", .object(JSONObject(fates))), ("added", .array(comparison.added.map(statement))),
            ("pairs", .array(comparison.pairs.map(pair))),
            (
                "facts",
                [
                    "common": facts(comparison.factsInCommon), "onlyDraft": facts(comparison.factsOnlyInDraft),
                    "onlyManual": facts(comparison.factsOnlyInManual),
                ]
            ),
            ("contradictions", .array(comparison.contradictions.map(contradiction))),
        ])
        return JSONValue.object(document).pretty
    }

    private func statement(_ statement: Statement) -> JSONValue {
        ["id": .string(statement.id), "line": .number(statement.line), "text": .string(statement.text)]
    }

    private func pair(_ pair: Comparison.Pair) -> JSONValue {
        ["draft": statement(pair.draft), "manual": pair.manual.map(statement) ?? .null, "fate": .string(pair.fate.rawValue)]
    }

    private func facts(_ facts: [StatedFact]) -> JSONValue {
        .array(facts.map { ["kind": .string($0.kind.rawValue), "value": .string($0.value)] })
    }

    private func contradiction(_ found: Comparison.Contradiction) -> JSONValue {
        [
            "draft": statement(found.draft), "manual": statement(found.manual), "draftSays": .string(found.draftSays),
            "manualSays": .string(found.manualSays), "draftVerdict": found.draftVerdict.map { .string($0.rawValue) } ?? .null,
            "manualVerdict": found.manualVerdict.map { .string($0.rawValue) } ?? .null,
        ]
    }

    // MARK: Blocks

    private var title: String { "Draft and final version" }

    private var blocks: [Block] {
        var blocks: [Block] = [
            .heading(1, title),
            .remark([
                .say("Draft "), .code(comparison.draft.name), .say(", final version "), .code(comparison.manual.name),
                .say("."),
            ]),
            .paragraph([.say(comparison.summary)]),
        ]
        if !comparison.contradictions.isEmpty {
            blocks.append(.heading(2, "Contradictions", anchor: "contradictions"))
            blocks.append(.list(comparison.contradictions.map(words)))
        }
        for fate in [Comparison.Fate.changed, .dropped, .reworded] {
            let found = comparison.pairs.filter { $0.fate == fate }
            guard !found.isEmpty else { continue }
            blocks.append(.heading(2, "\(fate.rawValue.prefix(1).uppercased() + fate.rawValue.dropFirst()) (\(found.count))"))
            blocks.append(
                .list(
                    found.prefix(200).map { pair in
                        [.say("Line \(pair.draft.line): "), .data("“\(pair.draft.text)”")]
                            + (pair.manual.map { [.say(" became, in line \($0.line): "), .data("“\($0.text)”")] } ?? [])
                    }))
        }
        if !comparison.added.isEmpty {
            blocks.append(.heading(2, "Added (\(comparison.added.count))"))
            blocks.append(.list(comparison.added.prefix(200).map { [.say("Line \($0.line): "), .data("“\($0.text)”")] }))
        }
        return blocks + facts
    }

    private func words(_ found: Comparison.Contradiction) -> [Inline] {
        [
            .say("The draft says "), .strong([.data(found.draftSays)]), .say(" (line \(found.draft.line)), the final version "),
            .strong([.data(found.manualSays)]), .say(" (line \(found.manual.line)): "), .data("“\(found.manual.text)”"),
            .say(found.judgement.map { " \($0)" } ?? ""),
        ]
    }

    private var facts: [Block] {
        let groups = [
            ("In both", comparison.factsInCommon), ("Only in the draft", comparison.factsOnlyInDraft),
            ("Only in the final version", comparison.factsOnlyInManual),
        ]
        let lines = groups.filter { !$0.1.isEmpty }.map { name, facts -> [Inline] in
            let more = facts.count > 60 ? " and \(facts.count - 60) more" : ""
            return [.say("\(name) (\(facts.count)): "), .data(facts.prefix(60).map(\.value).joined(separator: ", ") + more)]
        }
        return lines.isEmpty ? [] : [.heading(2, "Facts", anchor: "facts"), .list(lines)]
    }
}

extension Comparison {
    /// How much of the draft survived, as one sentence each.
    public var summary: String {
        guard !pairs.isEmpty else { return "The draft states nothing." }
        let parts = Fate.allCases.map { fate in
            "\(count(fate)) \(fate.rawValue) (\(ValueText.number(((share(fate) ?? 0) * 1000).rounded() / 10)) %)"
        }
        return "Of \(pairs.count) statements of the draft: \(Phrase.list(parts)). \(added.count) statements were added."
            + " \(factsInCommon.count) facts are in both, \(factsOnlyInDraft.count) only in the draft,"
            + " \(factsOnlyInManual.count) only in the final version; \(contradictions.count) contradict each other."
    }
}

extension Comparison.Contradiction {
    /// Which of the two the evidence supports; `nil` where there is no evidence, or it does not tell.
    public var judgement: String? {
        switch (draftVerdict, manualVerdict) {
        case (.supported, .contradicted), (.supported, .unsupported): "The evidence supports the draft."
        case (.contradicted, .supported), (.unsupported, .supported): "The evidence supports the final version."
        case (.contradicted, .contradicted): "The evidence contradicts both."
        default: nil
        }
    }
}
