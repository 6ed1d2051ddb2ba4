public import Alerting
public import Core
public import PromQL

/// Something that is configured to notice trouble, whatever system holds it: a rule over metrics or logs, a monitor, a heartbeat,
/// a synthetic check.
///
/// Systems differ in what they have of it. What a system does not have is `nil` or empty here, and what is written in a language
/// that is not PromQL has its text and no ``expression``.
public struct Detector: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, Codable {
        /// Judges metrics.
        case rule
        /// Judges log lines.
        case logRule
        /// Expects a heartbeat or makes requests.
        case check
    }

    /// One comparison that decides whether it goes off.
    public struct Condition: Sendable, Hashable {
        /// What is compared.
        public var measured: Expression
        public var comparison: BinaryOperator
        public var threshold: Double
        /// Where it holds, the detector does not go off (right of `unless`).
        public var isException: Bool

        public init(measured: Expression, comparison: BinaryOperator, threshold: Double, isException: Bool = false) {
            self.measured = measured
            self.comparison = comparison
            self.threshold = threshold
            self.isException = isException
        }
    }

    public var kind: Kind
    public var source: SourceName
    /// The evidence that holds its configuration.
    public var evidence: EvidenceID
    /// `rule/GROUP/NAME`, `check/NAME`.
    public var subject: String
    public var name: String
    /// The group, folder or project that it stands in.
    public var group: String
    /// What it evaluates, as written; empty for checks.
    public var text: String
    /// The same as a tree, where it is PromQL.
    public var expression: Expression?
    /// The same with recorded series replaced by what they are recorded from, for telling labels.
    var resolved: Expression?
    public var conditions: [Condition]
    /// Series that it reads, in the order written.
    public var selectors: [VectorSelector]
    /// Seconds for which the condition must hold (a rule's `for`), or a check's grace.
    public var holdFor: Double
    /// Seconds for which it goes on after the condition ended.
    public var keepFiringFor: Double?
    /// Seconds between two evaluations or runs.
    public var interval: Double?
    public var labels: [String: String]
    public var annotations: [String: String]
    /// Who looks after it, by the labels that say so.
    public var owner: String?
    /// How urgent it is, in its own word.
    public var severity: String?
    /// The one service that it is about; `nil` where it is about several or none.
    public var service: String?
    public var isPaused: Bool
    /// The error of its last evaluation.
    public var lastError: String?
    /// Where its alerts go, in every routing tree that they can come to.
    public var ends: [RouteEnd]
    /// Whether ``ends`` does not depend on labels that are not known.
    public var isRoutingCertain: Bool
    /// What it would have done over the window, where that was worked out.
    public var history: RuleHistory?
}

/// A place in a routing tree where an alert is handed to a receiver.
public struct RouteEnd: Sendable, Hashable {
    /// The evidence that holds the tree.
    public var routing: EvidenceID
    /// `route/0.3`: places of children from the root; the root is `route/`.
    public var subject: String
    public var receiver: String

    public init(routing: EvidenceID, subject: String, receiver: String) {
        self.routing = routing
        self.subject = subject
        self.receiver = receiver
    }
}
