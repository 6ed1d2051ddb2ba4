import Gateway

extension World {
    /// What a team would write for a model: it may read, and be shown what was read.
    static let policy = """
        rules:
          - name: models-are-shown
            principals: ["model:*"]
            effects: [disclose]
            verdict: allow
        """

    /// The door as a program has it. Without `redacts`, with no rule of redaction.
    static func gateway(ledger: any LedgerStore, transport: CapturingTransport, redacts: Bool) throws -> Gateway {
        let redactor = redacts ? World.redactor : Redactor(RedactionOptions(rules: try RuleSet([])))
        return Gateway(
            ledger: ledger, transport: transport, endpoints: try endpoints(),
            policy: try Policy.read(yaml: policy, file: "policy.yaml"), redactor: redactor,
            budget: Budget(.init(seconds: 600), from: SystemClock().now()),
            vault: CredentialVault { _ in Secret(World.token) })
    }

    static let redactor = Redactor(
        RedactionOptions(key: RedactionKey(master: Array(repeating: 7, count: 32), incident: "puppet")))
}
