public import Core

extension Gateway {
    /// Adds one person's signature to a proposal, durably. Nothing is sent.
    ///
    /// - Returns: how many signatures there are, and how many are needed.
    public func approve(
        _ record: ProposalRecord, with signature: SSHSignature, on grounds: ApprovalJudge.Grounds
    ) async -> Result<(approver: Approver, have: Int), Refusal> {
        let now = clock.now()
        if let refusal = refusal(of: record, at: now) { return .failure(refusal) }
        do {
            let approvers = approvers(of: record, on: grounds)
            // The same signature once more: it counts already, and what it was meant to set off may not have happened.
            if let known = approvers.first(where: { $0.fingerprint == signature.key.fingerprint }),
                record.signatures.contains(where: { $0.blob == signature.blob })
            {
                return .success((known, approvers.count))
            }
            let approver = try judge(signature, record, grounds, approvers, now)
            let envelope = ApprovalEnvelope(record.proposal, signatures: [signature])
            let body = try await BodyRecorder.store(envelope.bytes, in: ledger)
            let entry = LedgerEntry(
                investigation: record.key.investigation, kind: .approval, key: record.key, recordedAt: now,
                content: [
                    "decision": "approved", "proposal": .string(record.proposal.digest), "by": .string(approver.principal),
                    "key": .string(approver.fingerprint), "keyType": .string(approver.keyType.rawValue),
                ], blob: body?.reference)
            try await ledger.append([entry], tails: body.map { [$0.tail] } ?? [])
            return .success((approver, approvers.count + 1))
        } catch let refusal as ApprovalRefusal {
            return .failure(Refusal(.denied, refusal.description))
        } catch {
            return .failure(Refusal(.ledger, "\(error)"))
        }
    }

    /// The people whose signatures count now, each once. Signatures that do not count any more are passed over here: a key may
    /// have been revoked, and two hands may have handed in one person's signature.
    public func approvers(of record: ProposalRecord, on grounds: ApprovalJudge.Grounds) -> [Approver] {
        counted(record, grounds).map(\.approver)
    }

    private func counted(
        _ record: ProposalRecord, _ grounds: ApprovalJudge.Grounds
    ) -> [(approver: Approver, signature: SSHSignature)] {
        let now = clock.now()
        var counted: [(approver: Approver, signature: SSHSignature)] = []
        for signature in record.signatures {
            guard let approver = try? judge(signature, record, grounds, counted.map(\.approver), now) else { continue }
            counted.append((approver, signature))
        }
        return counted
    }

    private func judge(
        _ signature: SSHSignature, _ record: ProposalRecord, _ grounds: ApprovalJudge.Grounds, _ previous: [Approver],
        _ now: Instant
    ) throws(ApprovalRefusal) -> Approver {
        try ApprovalJudge.judge(
            signature: signature, over: record.proposal, on: grounds, previous: previous, isUsed: record.intent != nil, at: now)
    }

    /// Ends a proposal. Anyone may say no.
    public func deny(_ record: ProposalRecord, by person: Principal, reason: String) async -> Refusal? {
        let now = clock.now()
        guard record.intent == nil else { return Refusal(.invalid, "it was sent already") }
        guard record.denial == nil else { return Refusal(.invalid, "it was denied already") }
        let entry = LedgerEntry(
            investigation: record.key.investigation, kind: .approval, key: record.key, recordedAt: now,
            content: [
                "decision": "denied", "proposal": .string(record.proposal.digest), "by": .string(person.description),
                "reason": .string(reason),
            ])
        do throws(LedgerError) { try await ledger.append([entry], tails: []) } catch { return Refusal(.ledger, "\(error)") }
        return nil
    }

    /// Sends what was approved, once: every signature is judged again at this moment, the rules must still ask for no more,
    /// and the request must be the signed one to the byte. The nonce is consumed by the intent, which only one sender can
    /// write; whatever happens after that, the request is not sent again.
    ///
    /// - Parameter tool: as the connector describes it now.
    public func send(
        _ record: ProposalRecord, with tool: ToolDescription, on grounds: ApprovalJudge.Grounds
    ) async -> Result<Outcome, Refusal> {
        let now = clock.now()
        if let refusal = refusal(of: record, at: now) { return .failure(refusal) }
        guard let endpoint = endpoints[record.proposal.source.name], let gate = gate(of: record.proposal.source.name) else {
            return .failure(Refusal(.invalid, "there is no source named '\(record.proposal.source.name)' now"))
        }
        let request = GatewayRequest(
            call: record.call, key: record.key, source: endpoint.name, tool: tool, input: record.input, data: record.data,
            principal: record.proposal.asker)
        guard tool.effect == .write, tool.routes.contains(where: { $0.matches(record.call) }),
            WireRequest.proposed(request, at: endpoint) == record.proposal.request
        else {
            return .failure(
                Refusal(.denied, "the request that would be sent is not the one that was signed: the configuration changed"))
        }
        do {
            // With none that counts, all are judged, so that the refusal says why.
            let counting = counted(record, grounds).map(\.signature)
            let envelope = ApprovalEnvelope(
                record.proposal, signatures: counting.isEmpty ? record.signatures : counting)
            let approvers = try ApprovalJudge.judge(
                envelope: envelope, over: record.proposal, on: grounds, isUsed: record.intent != nil, at: now)
            var question = PolicyQuestion(
                principal: record.asker, source: endpoint.name, tool: tool.name, effect: .write, input: record.input,
                data: record.data, at: now)
            policy.place(record.behalf, in: &question)
            var ruling = await rule(on: question, key: record.key)
            guard case .approval(let asked) = ruling.judgement.verdict, asked.count <= approvers.count,
                asked.group ?? ApprovalJudge.anyone == record.proposal.approvers.group
            else {
                return .failure(Refusal(.denied, "the rules decide otherwise by now: \(ruling.judgement.reason)"))
            }
            ruling.judgement.reason = "approved by " + approvers.map(\.principal).joined(separator: " and ")
            return try await dispatch(request, endpoint, gate, ruling)
        } catch let refusal as ApprovalRefusal {
            return .failure(Refusal(.denied, refusal.description))
        } catch let failure as Failure {
            return .failure(Refusal(.invalid, failure.detail))
        } catch let error as LedgerError where error.isDuplicate {
            return .failure(Refusal(.denied, ApprovalRefusal.alreadyUsed.description))
        } catch {
            return .failure(Refusal(.ledger, "\(error)"))
        }
    }

    private func dispatch(
        _ request: GatewayRequest, _ endpoint: Endpoint, _ gate: SourceGate, _ ruling: Ruling
    ) async throws -> Result<Outcome, Refusal> {
        let wire = try await build(request, endpoint)
        let context = Attempt(endpoint: endpoint, gate: gate, question: question(on: request), ruling: ruling)
        let now = clock.now()
        let intent = ExchangeCoding.intent(request, attempt: 0, context, policy: policy.digest, at: now)
        try await ledger.append([intent], tails: [])
        let authorized = AuthorizedCall(request: wire.request, endpoint: endpoint, timeout: endpoint.limits.timeout)
        do throws(LedgerError) {
            let (outcome, _) = try await send(authorized, request, context, wire.echo, attempt: 0, retries: 0)
            try await ledger.flush()
            let result = ExchangeCoding.result(of: outcome, store: ledger, limits: endpoint.limits)
            return .success(Outcome(key: request.key, call: request.call, result: result))
        } catch {
            // No refusal: the request left.
            let failure = Failure(.interrupted, "it was sent, and what came of it could not be recorded: \(error)")
            return .success(Outcome(key: request.key, call: request.call, result: .failed(failure)))
        }
    }

    /// Why a proposal can be neither signed nor sent.
    private func refusal(of record: ProposalRecord, at now: Instant) -> Refusal? {
        guard case .live = mode else { return Refusal(.denied, "a replay approves nothing and sends nothing") }
        switch record.state(at: now) {
        case .waiting: break
        case .denied(let by, let reason): return Refusal(.denied, "it was denied by \(by): \(reason)")
        case .expired: return Refusal(.denied, ApprovalRefusal.expired(at: record.proposal.expires).description)
        case .sent, .failed, .outcomeUnknown: return Refusal(.denied, ApprovalRefusal.alreadyUsed.description)
        }
        guard record.proposal.policy.digest == policy.digest else {
            return Refusal(.denied, "the policy changed since it was proposed; propose it again")
        }
        return nil
    }
}
