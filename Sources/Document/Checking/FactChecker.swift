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
    public func rule(on statements: [Statement]) async -> [Ruling] {
        await ruleInContext(on: statements).map(\.ruling)
    }

    /// A statement that stands alone.
    func rule(on statement: Statement) -> Ruling {
        rule(on: statement, Reading.all(of: [statement])[0], in: CheckContext())
    }

    /// A ruling, with what its statement takes over from those before it.
    typealias InContext = (ruling: Ruling, reading: Reading, context: CheckContext)

    /// The rulings in order. Sentences are read by other threads while this one decides those that were read.
    func ruleInContext(on statements: [Statement]) async -> [InContext] {
        let readings = Reading.all(of: statements)
        var starts = stride(from: 0, to: statements.count, by: FactChecker.readAtOnce).makeIterator()
        return await withTaskGroup(of: (start: Int, sentences: [Sentence]).self) { group in
            func readMore() {
                guard let start = starts.next() else { return }
                group.addTask { (start, readings[start...].prefix(FactChecker.readAtOnce).map(read)) }
            }
            // No more than these are in memory at once.
            for _ in 0..<8 { readMore() }
            var context = CheckContext()
            var plans: [[String]: Bool] = [:]
            var result: [InContext] = []
            var waiting: [Int: [Sentence]] = [:]
            for await part in group {
                waiting[part.start] = part.sentences
                readMore()
                while let sentences = waiting.removeValue(forKey: result.count) {
                    for sentence in sentences {
                        let (statement, reading, before) = (statements[result.count], readings[result.count], context)
                        let isPlan = plans[statement.section] ?? CheckContext.isPlan(section: statement.section)
                        plans[statement.section] = isPlan
                        let ruling = rule(on: statement, sentence, reading, isPlan: isPlan, in: &context)
                        result.append((ruling, reading, before))
                    }
                }
            }
            return result
        }
    }

    private static let readAtOnce = 64

    /// One of a document's statements, as another checker read it and in its context.
    func rule(on statement: Statement, _ reading: Reading, in context: CheckContext) -> Ruling {
        var context = context
        return rule(
            on: statement, read(reading), reading, isPlan: CheckContext.isPlan(section: statement.section), in: &context)
    }

    private func read(_ reading: Reading) -> Sentence {
        var reader = reader
        reader.zone = reading.zone
        return reader.read(reading.text)
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

    private func rule(
        on statement: Statement, _ sentence: Sentence, _ reading: Reading, isPlan: Bool, in context: inout CheckContext
    ) -> Ruling {
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
            let unquoted = Reading(text: SentenceCheck.unquoted(statement.text), zone: reading.zone)
            check = SentenceCheck(index, read(unquoted), visible: nil, context: context)
            check.isTimelineEntry = statement.role == .timelineEntry
        }
        let ruling = check.ruling()
        context = check.context
        return ruling
    }
}
