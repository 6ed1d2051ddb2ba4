import Core

/// How intents, outcomes and decisions are written as ledger entries, and read back.
enum ExchangeCoding {
    static func intent(
        _ request: GatewayRequest, attempt: Int, _ context: Gateway.Attempt, policy: String, at now: Instant
    ) -> LedgerEntry {
        var content: JSONObject = [
            "source": .string(request.source.text), "tool": .string(request.tool.name),
            "principal": .string(request.principal.description), "policy": .string(policy), "ruling": context.ruling.json,
            "parents": .array(request.parents.map { .string($0.description) }), "call": CallCoding.json(request.call),
            "input": request.input,
            "head": .string(WireRequest.literalHead(request, attempt: attempt, at: context.endpoint)),
        ]
        if !context.screened.isEmpty { content["redacted"] = JSONValue(counts: context.screened) }
        return LedgerEntry(
            investigation: request.key.investigation, kind: .intent, key: request.key, attempt: attempt, recordedAt: now,
            content: .object(content))
    }

    static func outcome(
        _ request: GatewayRequest, attempt: Int, result: TransportResult, isWithheld: Bool, blob: BlobReference?,
        at now: Instant
    ) -> LedgerEntry {
        var content: JSONObject
        switch result {
        case .reply(let status, _) where isWithheld, .cut(let status, _) where isWithheld:
            content = ["result": "withheld", "status": .number(status)]
        case .failed(let failure) where isWithheld:
            content = ["result": "withheld", "failure": .string(failure.kind.rawValue)]
        case .reply(let status, let headers):
            content = ["result": "reply", "status": .number(status), "headers": CallCoding.json(headers)]
        case .cut(let status, let headers):
            content = ["result": "cut", "status": .number(status), "headers": CallCoding.json(headers)]
        case .failed(let failure):
            content = ["result": "failed", "failure": .string(failure.kind.rawValue), "detail": .string(failure.detail)]
        }
        if case .process(let call) = request.call { content["program"] = .string(call.program.rawValue) }
        return LedgerEntry(
            investigation: request.key.investigation, kind: .outcome, key: request.key, attempt: attempt, recordedAt: now,
            content: .object(content), blob: blob)
    }

    /// A call that ended without being sent (again), or that is to be tried again.
    static func decision(
        _ request: GatewayRequest, attempt: Int, _ decision: String, _ reason: String, ruling: Ruling? = nil,
        policy: String? = nil, at now: Instant
    ) -> LedgerEntry {
        var content: JSONObject = [
            "decision": .string(decision), "reason": .string(reason), "source": .string(request.source.text),
            "tool": .string(request.tool.name), "principal": .string(request.principal.description),
            "call": CallCoding.json(request.call),
        ]
        if let policy { content["policy"] = .string(policy) }
        if let ruling { content["ruling"] = ruling.json }
        return LedgerEntry(
            investigation: request.key.investigation, kind: .decision, key: request.key, attempt: attempt, recordedAt: now,
            content: .object(content))
    }

    /// The result that an outcome entry stands for. `body` is given the stored body after content-decoding.
    static func result(of entry: LedgerEntry, store: any LedgerStore, limits: Endpoint.Limits) -> Outcome.Result {
        let content = entry.content
        switch content["result"]?.string {
        case "reply", "cut":
            let headers = (content["headers"]?.array ?? []).map {
                HTTPCall.Field($0[0]?.string ?? "", $0[1]?.string ?? "")
            }
            let status = Int(content["status"]?.int ?? 0)
            if content["result"]?.string == "cut" {
                // What came before the limit is readable as it is; a compressed part of a body is not.
                let isPlain = !headers.contains { $0.name == "content-encoding" && $0.value.lowercased() != "identity" }
                let reply = Reply(status: status, headers: headers, body: isPlain ? storedBody(entry.blob, store) : Body([]))
                let isTooLong = (entry.blob?.count ?? 0) >= limits.bodyBytes
                return .cut(
                    reply,
                    reason: isTooLong
                        ? "the answer is longer than the limit of \(limits.bodyBytes >> 20) MiB"
                        : "the stream broke off before its end")
            }
            do throws(Failure) {
                let encoding = headers.first { $0.name == "content-encoding" }?.value ?? ""
                let body = try decodedBody(entry.blob, encoding: encoding, store: store, limit: limits.decodedBytes)
                return .reply(Reply(status: status, headers: headers, body: body))
            } catch {
                return .failed(error)
            }
        case "withheld":
            return .failed(Failure(.broken, "its answer repeats the credential that was sent, and is withheld"))
        default:
            let kind = content["failure"]?.string.flatMap(Failure.Kind.init) ?? .broken
            return .failed(Failure(kind, content["detail"]?.string ?? ""))
        }
    }

    /// What a decision entry that ended a call stands for; `nil` for one that let it go on.
    static func result(ofDecision entry: LedgerEntry) -> Outcome.Result? {
        let reason = entry.content["reason"]?.string ?? ""
        switch entry.content["decision"]?.string {
        case "denied": return .denied(reason: reason)
        case "overBudget": return .overBudget(reason: reason)
        case "circuitOpen": return .failed(Failure(.circuitOpen, reason))
        case "noCredential": return .failed(Failure(.noCredential, reason))
        default: return nil
        }
    }

    private static func storedBody(_ blob: BlobReference?, _ store: any LedgerStore) -> Body {
        guard let blob else { return Body([]) }
        return Body(count: blob.count) { try store.read(blob, range: $0) }
    }

    private static func decodedBody(
        _ blob: BlobReference?, encoding: String, store: any LedgerStore, limit: Int
    ) throws(Failure) -> Body {
        guard let blob, !encoding.isEmpty, encoding.lowercased() != "identity" else { return storedBody(blob, store) }
        let literal: [UInt8]
        do throws(LedgerError) { literal = try store.read(blob, range: 0..<blob.count) } catch {
            throw Failure(.undecodable, "the stored answer could not be read: \(error)")
        }
        return Body(try ContentDecoding.decode(literal, encoding: encoding, limit: limit))
    }
}
