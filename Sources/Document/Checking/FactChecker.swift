public import Core

/// Decides sentences that anyone wrote, without a model: what a sentence states as fact is extracted by its words and checked
/// against what the record holds. `Documentation/fact-checking.md` says what is extracted and how each kind is decided.
public struct FactChecker: Sendable {
    private let index: FactIndex
    private let reader: SentenceReader

    public init(_ record: InvestigationRecord) {
        index = FactIndex(record)
        reader = SentenceReader(names: index.names)
    }

    /// Rules on a document's statements in order: a heading with a date, a title's service, or a paragraph's subject carry over
    /// to later ones.
    public func rule(on statements: [Statement]) -> [Ruling] {
        ruleInContext(on: statements).map(\.ruling)
    }

    /// The rulings, each with what the statement takes over from those before it.
    func ruleInContext(on statements: [Statement]) -> [(ruling: Ruling, context: CheckContext)] {
        var context = CheckContext()
        var plans: [[String]: Bool] = [:]
        return statements.map { statement in
            let isPlan = plans[statement.section] ?? statement.section.contains(where: CheckContext.isPlan(section:))
            plans[statement.section] = isPlan
            let before = context
            return (rule(on: statement, isPlan: isPlan, in: &context), before)
        }
    }

    /// One of a document's statements, in the context that another checker read it in.
    func rule(on statement: Statement, in context: CheckContext) -> Ruling {
        var context = context
        return rule(on: statement, isPlan: statement.section.contains(where: CheckContext.isPlan(section:)), in: &context)
    }

    /// A model's claim: decided by what it cites alone. A citation to an empty, failed or unrelated exchange does not count.
    public func rule(on text: String, citing citations: [Claim.Citation]) -> Ruling {
        guard !citations.isEmpty else { return Ruling(.unsupported, problem: "it cites nothing", needed: "a citation") }
        let visible = index.reach(of: citations)
        guard !visible.isEmpty else {
            return Ruling(.unsupported, problem: "what it cites does not exist or holds nothing", needed: "other evidence")
        }
        var context = CheckContext()
        var check = SentenceCheck(index, reader.read(text), visible: visible, context: context)
        var ruling = check.ruling()
        context = check.context
        if ruling.verdict == .supported { ruling.citations = citations.filter { visible.contains($0) } }
        return ruling
    }

    /// A sentence of the record's own findings, alone or as one of a row's cells.
    private func ownSentence(_ text: String) -> [Claim.Citation]? {
        guard text.utf8.count < 4_000 else { return nil }
        if let found = index.ownSentences[FactIndex.bare(text)] { return found }
        for part in text.split(separator: "·").dropFirst() {
            if let found = index.ownSentences[FactIndex.bare(String(part))] { return found }
        }
        return nil
    }

    private func rule(on statement: Statement, isPlan: Bool, in context: inout CheckContext) -> Ruling {
        var reader = reader
        context.noteZone(statement.text, role: statement.role)
        reader.zone = context.zone
        let sentence = reader.read(statement.role == .prose ? context.joined(statement.text) : statement.text)
        switch statement.role {
        case .code: return Ruling(.notChecked)
        case .heading:
            context.note(heading: sentence)
            return Ruling(.notChecked)
        case .quotation:
            var check = SentenceCheck(index, sentence, visible: nil, context: context)
            return check.quotationRuling(statement.text)
        case .prose, .timelineEntry, .field: break
        }
        if let citations = ownSentence(statement.text) { return Ruling(.supported, citations: citations) }
        if isPlan { return Ruling(.notChecked) }
        var check = SentenceCheck(index, sentence, visible: nil, context: context)
        check.isTimelineEntry = statement.role == .timelineEntry
        if check.quotesRecord {
            check = SentenceCheck(index, reader.read(SentenceCheck.unquoted(statement.text)), visible: nil, context: context)
            check.isTimelineEntry = statement.role == .timelineEntry
        }
        let ruling = check.ruling()
        context = check.context
        return ruling
    }
}
