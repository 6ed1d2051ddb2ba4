import Core

extension Gateway {
    /// Judges by the rules, and where the policy delegates, by what the policy server says too; the stricter wins.
    ///
    /// What the server is told is a disclosure: it is redacted when the server stands outside the perimeter, and in the ledger
    /// before it is sent. When no answer comes, the answer is no.
    func rule(on question: PolicyQuestion, key: CallKey) async -> Ruling {
        let local = policy.judge(question)
        if case .deny = local.verdict { return Ruling(judgement: local, at: question.at) }
        guard let server = policy.delegate else { return Ruling(judgement: local, at: question.at) }
        let answer = await ask(server, question, key)
        return Ruling(
            judgement: Policy.combine(local, answer, effect: question.effect), at: question.at, delegated: answer)
    }

    private func ask(_ server: PolicyServer, _ question: PolicyQuestion, _ key: CallKey) async -> Judgement {
        let input = Endpoint.isPrivate(host: server.origin.host) ? question.input : redactor.redact(question.input).0
        let body = PolicyServerExchange.requestBody(question, redactedInput: input)
        do {
            var headers: [HTTPCall.Field] = []
            if let token = server.token {
                headers.append(try await vault.fill(.bearer, from: .token(token)).header ?? .init("", ""))
            }
            try await record(
                String(decoding: body, as: UTF8.self), to: .policyServer(server.origin.description), by: question.principal,
                key: key, details: [("policy", .string(policy.digest))], at: question.at)
            let url = server.origin.description + HTTPCall(path: PolicyServerExchange.path(of: server)).target
            let reply = try await link.post(
                body, type: "application/json", headers: headers, to: url, seconds: server.timeout)
            return PolicyServerExchange.read(status: reply.status, body: reply.body)
        } catch {
            return PolicyServerExchange.unreachable(Failure(.unreachable, "\(error)"))
        }
    }

    /// Gives a recorded ruling again, by the recorded rules at the recorded moment. A reason when it comes out otherwise.
    func disagreement(with entry: LedgerEntry, on request: GatewayRequest) -> String? {
        guard let recorded = entry.content["ruling"], let digest = entry.content["policy"]?.string,
            let at = recorded["at"]?.string.flatMap({ Instant(rfc3339: $0) })
        else { return "the ledger does not say what the policy's verdict was" }
        guard let policy = mode.recorded?.policies.first(where: { $0.digest == digest }) else {
            return "the ledger does not hold the policy \(digest) that judged this call"
        }
        let question = policy.question(for: request, onBehalfOf: behalf, at: at)
        var judgement = policy.judge(question)
        if let server = recorded["server"] {
            guard let delegated = Judgement(json: server) else { return "the policy server's verdict cannot be read" }
            judgement = Policy.combine(judgement, delegated, effect: question.effect)
        }
        let again = judgement.json
        for member in ["verdict", "rule", "reason", "approvers"] where again[member] != recorded[member] {
            return "the recorded policy gives another verdict than the ledger holds"
                + " (\(again[member]?.string ?? "none"), not \(recorded[member]?.string ?? "none"))"
        }
        return nil
    }
}
