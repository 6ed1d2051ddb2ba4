public import Core

/// One rule. Every condition that is given must hold; a list holds when one of its entries does. `nil` does not narrow.
public struct PolicyRule: Sendable, Hashable {
    public enum Verdict: String, Sendable, Hashable, CaseIterable {
        case allow, deny, approval
    }

    public var name: String?
    public var principals: [PrincipalPattern]?
    /// Names of sources. A call to no configured source matches only without this condition, or with `*`.
    public var sources: [PolicyGlob]?
    public var tools: [PolicyGlob]?
    public var effects: Set<Effect>?
    public var arguments: [ArgumentCondition]
    public var data: Set<DataClass>?
    public var when: PolicySchedule?
    public var verdict: Verdict
    /// For `approval`.
    public var approvers: Approvers
    /// Shown to whoever is refused, or is asked to approve.
    public var reason: String?

    public init(
        name: String? = nil, principals: [PrincipalPattern]? = nil, sources: [PolicyGlob]? = nil, tools: [PolicyGlob]? = nil,
        effects: Set<Effect>? = nil, arguments: [ArgumentCondition] = [], data: Set<DataClass>? = nil,
        when: PolicySchedule? = nil, verdict: Verdict, approvers: Approvers = Approvers(), reason: String? = nil
    ) {
        self.name = name
        self.principals = principals
        self.sources = sources
        self.tools = tools
        self.effects = effects
        self.arguments = arguments
        self.data = data
        self.when = when
        self.verdict = verdict
        self.approvers = approvers
        self.reason = reason
    }

    /// The rule's name, or its place: `rule 3`.
    func title(at index: Int) -> String { name ?? "rule \(index + 1)" }
}
