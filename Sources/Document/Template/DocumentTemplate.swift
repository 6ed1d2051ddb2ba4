/// The shape of a post-mortem: which sections it has, what the investigation writes into each, and what is left for people.
///
/// Whatever the template says, what could not be seen, the sentences withheld, the findings and the evidence are in the document:
/// parts that no section places stand at the end.
public struct DocumentTemplate: Sendable, Hashable, Codable {
    /// What the investigation writes.
    public enum Part: String, Sendable, Hashable, Codable, CaseIterable {
        case summary, impact, signals, traces, cluster, timeline, conflicts, detection, cause, hypotheses, resolution, actions,
            gaps, withheld, findings, evidence

        /// Parts that no document is without.
        static let always: [Part] = [.gaps, .withheld, .findings, .evidence]
    }

    public struct Section: Sendable, Hashable, Codable {
        /// The section's own heading; without one its parts keep theirs.
        public var heading: String?
        /// 2, or 3 for a section inside the one before.
        public var level: Int
        /// In this order after the fields.
        public var parts: [Part]
        public var fields: [Field]
        /// What people are asked to write.
        public var prompt: String?

        public init(
            heading: String? = nil, level: Int = 2, parts: [Part] = [], fields: [Field] = [], prompt: String? = nil
        ) {
            self.heading = heading
            self.level = level
            self.parts = parts
            self.fields = fields
            self.prompt = prompt
        }
    }

    /// A name with a value: one that the investigation knows, or one for people to fill in.
    public struct Field: Sendable, Hashable, Codable {
        public enum Value: Sendable, Hashable, Codable {
            case known(StructuredFields.Name)
            /// What people are asked for, such as "1 to 4".
            case asked(String)
        }
        public var label: String
        public var value: Value

        public init(_ label: String, _ value: Value) {
            self.label = label
            self.value = value
        }
    }

    public var name: String
    public var sections: [Section]
    /// What an organisation calls the factors of its own taxonomy, by Inquest's names for them.
    public var factors: [Factor: String]
    /// What it calls the kinds of action items.
    public var actionKinds: [ActionKind: String]

    public init(
        name: String, sections: [Section], factors: [Factor: String] = [:], actionKinds: [ActionKind: String] = [:]
    ) {
        self.name = name
        self.sections = sections
        self.factors = factors
        self.actionKinds = actionKinds
    }

    /// The document as it is without a template file.
    public static let standard = DocumentTemplate(
        name: "inquest",
        sections: [
            Section(
                fields: [
                    .services, .factors, .detection, .mitigation, .timeToDetect, .timeToAcknowledge, .timeToMitigate,
                    .timeToResolve,
                ].map { Field($0.label, .known($0)) })
        ]
            + [
                .summary, .impact, .signals, .traces, .cluster, .timeline, .conflicts, .detection, .cause, .hypotheses,
                .resolution, .actions, .gaps, .withheld, .findings, .evidence,
            ].map { (part: Part) in Section(parts: [part]) })
}
