public import Core

extension Probe {
    /// A question about a service over the window and its baseline, in the members that such tools share: `service`, `selector` where
    /// the configuration gives one and the tool takes it, `from`, `to`, `baselineFrom` and `baselineTo`.
    public init(
        tool: String, service: Service, scope: Scope, takesSelector: Bool = false, purpose: String
    ) {
        var members: [(String, JSONValue)] = [("service", .string(service.name))]
        if takesSelector, let selector = service.selector { members.append(("selector", .string(selector))) }
        members += scope.window.inputMembers
        members.append(("baselineFrom", .string(scope.baseline.from.rfc3339Exact)))
        members.append(("baselineTo", .string(scope.baseline.to.rfc3339Exact)))
        self.init(tool: tool, input: .object(JSONObject(members)), purpose: purpose)
    }
}
