/// That something was taken out. It never holds what.
public struct RedactionFinding: Sendable, Hashable {
    public let kind: RedactionClass
    public let rule: RuleID
    public let token: String
}
