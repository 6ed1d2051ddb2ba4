import Core

/// How intents, outcomes and decisions are written as ledger entries, and read back.
enum ExchangeCoding {
    static func intent(
        _ request: GatewayRequest, attempt: Int, endpoint: Endpoint, policy: String, at now: Instant
    ) -> LedgerEntry {
        LedgerEntry(
            investigation: request.key.investigation, kind: .intent, key: request.key, attempt: attempt, recordedAt: now,
            content: [
                "source": .string(request.source.text), "tool": .string(request.tool.name),
                "principal": .string(request.principal.description), "policy": .string(policy),
                "parents": .array(request.parents.map { .string($0.description) }),
                "call": json(request.call), "head": .string(WireRequest.literalHead(request, attempt: attempt, at: endpoint)),
            ])
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
            content = ["result": "reply", "status": .number(status), "headers": json(headers)]
        case .cut(let status, let headers):
            content = ["result": "cut", "status": .number(status), "headers": json(headers)]
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
        _ request: GatewayRequest, attempt: Int, _ decision: String, _ reason: String, at now: Instant
    ) -> LedgerEntry {
        LedgerEntry(
            investigation: request.key.investigation, kind: .decision, key: request.key, attempt: attempt, recordedAt: now,
            content: [
                "decision": .string(decision), "reason": .string(reason), "source": .string(request.source.text),
                "tool": .string(request.tool.name), "call": json(request.call),
            ])
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
                return .cut(reply, reason: "the answer is longer than the limit of \(limits.bodyBytes >> 20) MiB")
            }
            do throws(Failure) {
                let encoding = headers.first { $0.name == "content-encoding" }?.value ?? ""
                let body = try decodedBody(entry.blob, encoding: encoding, store: store, limit: limits.decodedBytes)
                return .reply(Reply(status: status, headers: headers, body: body))
            } catch {
                return .failed(error)
            }
        case "withheld":
            return .failed(Failure(.refused, "its answer repeats the credential that was sent, and is withheld"))
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

    static func json(_ fields: [HTTPCall.Field]) -> JSONValue {
        .array(fields.map { [.string($0.name), .string($0.value)] })
    }

    static func json(_ call: Call) -> JSONValue {
        switch call {
        case .http(let call):
            var object: JSONObject = [
                "http": .string(call.method.rawValue), "path": .array(call.path.map { .string($0) }),
                "query": json(call.query), "headers": json(call.headers), "credential": .string("\(call.credential)"),
            ]
            if !call.body.isEmpty { object["body"] = .string(Base64.encode(call.body)) }
            return .object(object)
        case .process(let call):
            return ["process": .string(call.program.rawValue), "arguments": .array(call.arguments.map { .string($0) })]
        case .file(let call):
            return ["file": .string(call.operation.rawValue), "path": .array(call.path.map { .string($0) })]
        }
    }
}
