public import Core

extension Policy {
    /// What the call does, as far as the policy believes it: a tool that is unknown, or whose call is on none of its routes,
    /// counts as a write, whatever its description says.
    public static func effectiveEffect(of tool: ToolDescription?, call: Call) -> Effect {
        guard let tool, tool.routes.contains(where: { $0.matches(call) }) else { return .write }
        return tool.effect
    }

    /// The question that a request asks.
    ///
    /// - Parameter user: the operating system's user on whose behalf a model, a client or the playbook asks. For a principal
    ///   that is a person, the principal's own name is taken.
    public func question(for request: GatewayRequest, onBehalfOf user: String? = nil, at moment: Instant) -> PolicyQuestion {
        var question = PolicyQuestion(
            principal: request.principal, source: request.source, tool: request.tool.name,
            effect: Policy.effectiveEffect(of: request.tool, call: request.call), input: request.input, data: request.data,
            at: moment)
        place(user, in: &question)
        return question
    }

    /// Says in the question who the user is: fills in its user, person and groups.
    public func place(_ user: String?, in question: inout PolicyQuestion) {
        if case .person(let name) = question.principal { question.user = name } else { question.user = user }
        let person = question.user.flatMap { self.person(ofUser: $0) }
        question.person = person?.name
        question.groups = person?.groups ?? []
    }

    /// Judges a request: what no call may contain is denied first, then the rules are asked.
    public func judge(_ request: GatewayRequest, onBehalfOf user: String? = nil, at moment: Instant) -> Judgement {
        if let problem = CallCheck.problem(with: request.call) { return .deny(rule: "call check", problem) }
        var judgement = judge(question(for: request, onBehalfOf: user, at: moment))
        if case .deny(let reason) = judgement.verdict, !request.tool.routes.contains(where: { $0.matches(request.call) }) {
            judgement = .deny(
                rule: judgement.rule,
                "the call is on none of the routes of \(request.tool.name), so it counts as a write: " + reason)
        }
        return judgement
    }
}
