public import Core

extension Gateway {
    /// The word that a policy's rules know this by. It is a read of data about people.
    public static let revealTool = "reveal_original"

    /// What stands behind a token, for a person who may see it. Never for a model or a client. That it was shown, and to whom,
    /// is in the ledger before it is.
    ///
    /// - Parameters:
    ///   - entries: of the investigation; the value is looked for in the answers and notes that they hold.
    public func reveal(
        _ token: String, in entries: [LedgerEntry], of investigation: String, to person: Principal, key: CallKey
    ) async -> Result<String, Refusal> {
        guard case .person = person else { return .failure(Refusal(.denied, "only a person may see what was redacted")) }
        var question = PolicyQuestion(
            principal: person, tool: Gateway.revealTool, effect: .read, input: ["token": .string(token)], data: [.people],
            at: clock.now())
        policy.place(behalf, in: &question)
        let ruling = await rule(on: question, key: key)
        var content: JSONObject = [
            "recipient": .string(person.description), "principal": .string(person.description), "token": .string(token),
            "policy": .string(policy.digest), "ruling": ruling.json,
        ]
        guard case .allow = ruling.judgement.verdict else {
            content["decision"] = "notReleased"
            content["reason"] = .string(ruling.judgement.reason)
            return await note(.decision, content, key, then: .failure(Refusal(.denied, ruling.judgement.reason)))
        }
        guard let original = original(of: token, in: entries) else {
            return .failure(Refusal(.invalid, "no answer that the ledger holds has a value with this token"))
        }
        return await note(.released, content, key, then: .success(original))
    }

    private func original(of token: String, in entries: [LedgerEntry]) -> String? {
        for entry in entries {
            switch entry.kind {
            case .outcome:
                let limits = Endpoint.Limits(decodedBytes: 1 << 30)
                guard case .reply(let reply) = ExchangeCoding.result(of: entry, store: ledger, limits: limits),
                    let bytes = try? reply.body.bytes()
                else { continue }
                if let original = redactor.redact(bytes).original(of: token) { return original }
            case .received, .intent:
                if let original = redactor.redact(entry.content.compact).original(of: token) { return original }
            default: continue
            }
        }
        return nil
    }

    private func note(
        _ kind: LedgerEntry.Kind, _ content: JSONObject, _ key: CallKey, then result: Result<String, Refusal>
    ) async -> Result<String, Refusal> {
        let entry = LedgerEntry(
            investigation: key.investigation, kind: kind, key: key, recordedAt: clock.now(), content: .object(content))
        do throws(LedgerError) { try await ledger.append([entry], tails: []) } catch {
            return .failure(Refusal(.ledger, "\(error)"))
        }
        return result
    }
}
