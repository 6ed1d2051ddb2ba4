import Core

extension Gateway {
    /// Lets text leave: asks the policy, redacts, frames what a machine will read, and records it durably before it is handed
    /// out.
    public func release(_ disclosure: Disclosure) async -> Result<Released, Refusal> {
        // The mark of a frame is random: whoever goes on with a run is shown what was shown then.
        if let recorded = mode.recorded,
            let released = recorded.released(disclosure.key, to: disclosure.recipient, store: ledger)
        {
            return .success(released)
        }
        if case .replay(let recorded) = mode {
            return .failure(
                recorded.refusal(disclosure.key) ?? Refusal(.denied, "the ledger holds no release of \(disclosure.key)"))
        }
        let now = clock.now()
        var question = PolicyQuestion(
            principal: disclosure.principal, tool: disclosure.recipient.tool, effect: .disclose,
            input: ["recipient": .string(disclosure.recipient.description)], data: disclosure.data, at: now)
        policy.place(behalf, in: &question)
        let ruling = await rule(on: question, key: disclosure.key)
        switch ruling.judgement.verdict {
        case .allow: break
        case .deny(let reason): return await refuse(disclosure, .denied, reason, ruling, now)
        case .approval:
            return await refuse(disclosure, .needsApproval, "the policy asks for a person's approval of this", ruling, now)
        }
        // Cleaned first: a character that nobody sees must not keep a rule from seeing what stands round it.
        let redacted = redactor.redact(CleanText(disclosure.text).text)
        let counts = Dictionary(uniqueKeysWithValues: redacted.counts.map { ($0.key.rawValue, $0.value) })
        var text = redacted.text
        switch disclosure.recipient {
        case .model, .client: text = Frame.wrap(text, label: disclosure.key.path).text
        case .chat, .page, .policyServer: break
        }
        do throws(LedgerError) {
            try await record(
                text, to: disclosure.recipient, by: disclosure.principal, key: disclosure.key,
                details: [
                    ("data", .array(disclosure.data.sorted().map { .string($0.rawValue) })), ("policy", .string(policy.digest)),
                    ("redacted", JSONValue(counts: counts)), ("ruling", ruling.json),
                ], at: now)
        } catch {
            return .failure(Refusal(.ledger, "\(error)"))
        }
        return .success(Released(text: text, counts: counts))
    }

    /// Writes what leaves into the ledger, literally and durably.
    func record(
        _ text: String, to recipient: Recipient, by principal: Principal, key: CallKey, details: [(String, JSONValue)],
        at now: Instant
    ) async throws(LedgerError) {
        let bytes = Array(text.utf8)
        let body = try await BodyRecorder.store(bytes, in: ledger)
        var content: JSONObject = [
            "recipient": .string(recipient.description), "principal": .string(principal.description),
        ]
        for (name, value) in details { content[name] = value }
        let entry = LedgerEntry(
            investigation: key.investigation, kind: .released, key: key, recordedAt: now, content: .object(content),
            blob: body?.reference)
        try await ledger.append([entry], tails: body.map { [$0.tail] } ?? [])
    }

    private func refuse(
        _ disclosure: Disclosure, _ kind: Refusal.Kind, _ reason: String, _ ruling: Ruling, _ now: Instant
    ) async -> Result<Released, Refusal> {
        let entry = LedgerEntry(
            investigation: disclosure.key.investigation, kind: .decision, key: disclosure.key, recordedAt: now,
            content: [
                "decision": "notReleased", "kind": .string(kind.rawValue), "reason": .string(reason),
                "policy": .string(policy.digest),
                "recipient": .string(disclosure.recipient.description),
                "principal": .string(disclosure.principal.description), "ruling": ruling.json,
            ])
        do throws(LedgerError) { try await ledger.append([entry], tails: []) } catch {
            return .failure(Refusal(.ledger, "\(error)"))
        }
        return .failure(Refusal(kind, reason))
    }
}

extension JSONValue {
    init(counts: [String: Int]) {
        self = .object(JSONObject(counts.sorted { $0.key < $1.key }.map { ($0.key, .number($0.value)) }))
    }
}
