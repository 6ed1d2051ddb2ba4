/// What is said of a statement's wording: not whether it is true, but whether it helps to learn.
public struct Remark: Sendable, Hashable {
    public enum Rule: String, Sendable, Hashable, Codable, CaseIterable {
        /// A person stands where a cause does.
        case personAsCause = "person-as-cause"
        /// "Human error": where an explanation stops that has not begun.
        case humanError = "human-error"
        /// Tells what did not happen in place of what did: "should have".
        case counterfactual
        /// A judgment by hindsight: "obviously", "careless".
        case judgment
        /// A hedge without a strength that the investigation gives: "likely".
        case hedge
        /// A quantity without a number: "several", "briefly".
        case vague

        public enum Severity: String, Sendable, Hashable, Codable { case warning, info }
        public var severity: Severity { self == .vague ? .info : .warning }

        /// Why it is remarked on, as one sentence.
        public var reason: String {
            switch self {
            case .personAsCause:
                "It names a person as the cause; what let one action do harm can be changed, and a person cannot."
            case .humanError: "“Human error” ends the search for causes where it should begin."
            case .counterfactual: "It tells what did not happen; nothing can be learnt from that about what did."
            case .judgment: "It judges by what is known now, and not by what was known then."
            case .hedge: "It hedges without saying how strong the evidence is."
            case .vague: "It gives no number where a number can be had."
            }
        }

        /// What to write instead.
        public var suggestion: String {
            switch self {
            case .personAsCause: "Name the role, what was done, and what made it possible and seem right at the time."
            case .humanError: "Say what the system showed, what was done on it, and which safeguard was not there."
            case .counterfactual: "Say what happened and why; write what is to change as an action item."
            case .judgment: "Leave the word out, or say what was known at that moment and to whom."
            case .hedge:
                "Say the strength (strong, moderate or weak confidence) and cite the evidence, or leave the sentence out."
            case .vague: "Give the number with its source, or say that it is not known."
            }
        }
    }

    public var rule: Rule
    /// The statement's id, and the line where it begins, from 1.
    public var statement: String
    public var line: Int
    /// The words that it is about, as they stand.
    public var quote: String

    public init(_ rule: Rule, statement: String, line: Int, quote: String) {
        self.rule = rule
        self.statement = statement
        self.line = line
        self.quote = quote
    }
}
