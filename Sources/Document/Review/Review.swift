import Core

/// What the evidence of an investigation says of a document that someone wrote. A pure function of both.
public struct Review: Sendable {
    public struct Entry: Sendable, Hashable {
        public var statement: Statement
        public var ruling: Ruling
    }

    public let manuscript: Manuscript
    /// What the document was checked against; without people's names, unless the record says to name them.
    public let record: InvestigationRecord
    /// All statements in order.
    public let entries: [Entry]
    public let timeline: TimelineScore
    public let score: ReviewScore
    /// What the evidence shows and the document does not say, the gravest first.
    public let omissions: [Omission]
    /// Remarks on the wording.
    public let language: [Remark]

    public init(of manuscript: Manuscript, against whole: InvestigationRecord) async {
        let record = whole.namesPeople ? whole : whole.withoutNames()
        self.manuscript = manuscript
        self.record = record
        var rulings = await Review.rulings(on: manuscript.statements, whole, record)
        if let own = OwnStatements(in: manuscript, of: whole) {
            for (place, statement) in manuscript.statements.enumerated() where rulings[place].verdict != .supported {
                if let ruling = own.ruling(on: statement) { rulings[place] = ruling }
            }
        }
        entries = zip(manuscript.statements, rulings).map { Entry(statement: $0, ruling: $1) }
        let telling = Telling(of: entries, record)
        timeline = TimelineScore(of: entries, telling)
        score = ReviewScore(of: entries)
        omissions = Omission.all(in: record, telling)
        language = LanguageLint(people: Review.people(in: whole)).remarks(on: manuscript.statements, rulings: rulings)
    }

    /// A document may name people, and one that Inquest wrote has roles and pseudonyms in their place: a statement that evidence
    /// supports in either form is supported. What is said of the others is said without names.
    private static func rulings(
        on statements: [Statement], _ whole: InvestigationRecord, _ record: InvestigationRecord
    ) async -> [Ruling] {
        let read = await FactChecker(record).ruleInContext(on: statements)
        var rulings = read.map(\.ruling)
        guard !whole.namesPeople else { return rulings }
        // Where no one is named, the two records hold the same of a statement.
        let people = Pseudonyms(whole)
        let named = rulings.indices.filter { place in
            rulings[place].verdict != .supported && people.replace(in: statements[place].text) != statements[place].text
        }
        guard !named.isEmpty else { return rulings }
        let checker = FactChecker(whole)
        for place in named {
            let ruling = checker.rule(on: statements[place], read[place].reading, in: read[place].context)
            guard ruling.verdict == .supported || ruling.verdict == .notChecked else { continue }
            rulings[place] = Ruling(ruling.verdict, citations: ruling.citations)
        }
        return rulings
    }

    /// Events that the document has nowhere, but those that the omissions tell of.
    public var missingEvents: [TimelineScore.Missing] {
        let told = Set(omissions.flatMap(\.citations))
        return timeline.missing.filter { !told.isSuperset(of: $0.citations) }
    }

    /// The remarks by rule, in the order of the rules.
    public var languageByRule: [(rule: Remark.Rule, remarks: [Remark])] {
        Remark.Rule.allCases.compactMap { rule in
            let remarks = language.filter { $0.rule == rule }
            return remarks.isEmpty ? nil : (rule, remarks)
        }
    }

    private static func people(in record: InvestigationRecord) -> [String] {
        let people = record.evidence.flatMap { item -> [Person] in
            switch item.observation {
            case .person(let person): [person]
            case .message(let message): message.isBot ? [] : [message.author]
            case .incidentEvent(let event): [event.actor].compactMap { $0 }
            case .change(let change): [change.author].compactMap { $0 }
            case .silence(let silence): [silence.createdBy]
            default: []
            }
        }
        // A bot may be named after what it speaks for.
        let services = Set(record.services.map { $0.name.lowercased() })
        return Set(people.flatMap { [$0.id, $0.name].compactMap { $0 } })
            .filter { !$0.isEmpty && !services.contains($0.lowercased()) }.sorted()
    }
}
