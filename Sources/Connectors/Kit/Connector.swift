public import Core

/// The description of one kind of system: which tools it has, and what to ask it. It never sends anything.
///
/// One value stands for one configured source. It is pure: no I/O, no clock, no state.
public protocol Connector: Sendable {
    static var kind: SourceKind { get }

    /// What sort of data the source holds; where it holds several, the one to be kept most carefully. Policies judge by it.
    static var dataClass: DataClass { get }

    /// Keys of the source's configuration that this connector reads; any other is refused where the configuration is read.
    static var optionNames: Set<String> { get }

    /// Reads the source's options. The error names the option and what was expected.
    init(_ source: SourceDescription) throws(InputError)

    var tools: [any Tool] { get }

    /// What this source can contribute to an investigation of `subject` when no one has asked anything more specific. Only
    /// probes that need no more than the subject holds; an empty list for a subject that it has nothing to say about.
    func probes(for subject: Subject) -> [Probe]

    /// What this source can contribute to an audit of the alerting: what is configured to notice and to tell, and what came of it
    /// over the window.
    func auditProbes(over window: TimeWindow) -> [Probe]

    /// One harmless question that shows whether the source answers and the credential is good.
    var checkup: Probe { get }
}

extension Connector {
    public func auditProbes(over window: TimeWindow) -> [Probe] { probes(for: .estate) }
}

/// One thing that a connector can do.
public protocol Tool: Sendable {
    var description: ToolDescription { get }

    /// Starts a conversation. Bad input is an error here, before anything is sent.
    func begin(_ input: JSONValue) throws(InputError) -> any Conversation
}

/// The state machine in which a tool turns outcomes into further calls and evidence. A value: the same outcomes give the same
/// steps, so that a live run and a replay decode alike.
public protocol Conversation: Sendable {
    /// The next step. `outcomes` are those of the calls of the step before, in the order of the calls; empty at first. A
    /// failure is an outcome like any other: the conversation decides whether a partial answer is still evidence, and says
    /// what is missing in a diagnostic.
    mutating func next(_ outcomes: [Outcome]) -> Step
}

/// What a conversation makes of the outcomes that it was given.
public struct Step: Sendable {
    public var evidence: [Evidence]
    public var diagnostics: [Diagnostic]
    public var then: Next

    public init(evidence: [Evidence] = [], diagnostics: [Diagnostic] = [], then: Next) {
        self.evidence = evidence
        self.diagnostics = diagnostics
        self.then = then
    }

    public static func calls(_ calls: [Call]) -> Step { Step(then: .calls(calls)) }
    public static func done(_ evidence: [Evidence] = [], _ diagnostics: [Diagnostic] = []) -> Step {
        Step(evidence: evidence, diagnostics: diagnostics, then: .done)
    }
}

public enum Next: Sendable {
    /// Calls that can be made at the same time. Never empty.
    case calls([Call])
    /// The same after a pause, for jobs that are polled.
    case wait(Duration, then: [Call])
    case done
}

/// What is wrong with a tool's input or a source's options, where, and what to do.
public struct InputError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The member, such as `start` or `options.channels[0]`.
    public var field: String
    public var reason: String

    public init(_ field: String, _ reason: String) {
        self.field = field
        self.reason = reason
    }

    public var description: String { "\(field): \(reason)" }
}
