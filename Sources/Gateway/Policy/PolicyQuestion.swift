public import Core

/// May this be done? Everything that a policy may judge by.
public struct PolicyQuestion: Sendable, Hashable {
    /// Who asks. A person is the operating system's user.
    public var principal: Principal
    /// The operating system's user on whose behalf the principal asks, or who the principal is.
    public var user: String?
    /// The person whom the policy maps that user to; `nil` when it maps none.
    public var person: String?
    /// That person's groups.
    public var groups: [String]
    /// `nil` for what goes to no configured source, such as a reply to a client.
    public var source: SourceName?
    public var tool: String
    /// The effective effect: ``Policy/effectiveEffect(of:call:)``.
    public var effect: Effect
    /// The tool's input as it was decoded.
    public var input: JSONValue
    /// Empty when it is not known, which counts as every class.
    public var data: Set<DataClass>
    public var at: Instant

    public init(
        principal: Principal, user: String? = nil, person: String? = nil, groups: [String] = [], source: SourceName? = nil,
        tool: String, effect: Effect, input: JSONValue = [:], data: Set<DataClass> = [], at: Instant
    ) {
        self.principal = principal
        self.user = user
        self.person = person
        self.groups = groups
        self.source = source
        self.tool = tool
        self.effect = effect
        self.input = input
        self.data = data
        self.at = at
    }

    /// `person:alice@example.org`, `person:bob (not in the policy's people)`, `model:claude`.
    var asker: String {
        guard case .person(let user) = principal else { return principal.description }
        return person.map { "person:\($0)" } ?? "person:\(user) (not in the policy's people)"
    }

    /// The same question, asked by the person on whose behalf it is asked; `nil` when a person asks for themselves, or nobody
    /// stands behind it.
    var byPersonBehind: PolicyQuestion? {
        if case .person = principal { return nil }
        guard let name = user ?? person else { return nil }
        var question = self
        question.principal = .person(name)
        return question
    }
}
