import Core
import Crypto

/// What a proposal says besides the request.
public struct ProposalTerms: Sendable {
    /// Why, in the asker's words.
    public var reason: String
    /// Ids of the evidence that speaks for it.
    public var evidence: [String]
    /// The ledger's latest checkpoint, a signed note.
    public var checkpoint: String

    public init(reason: String, evidence: [String], checkpoint: String) {
        self.reason = reason
        self.evidence = evidence
        self.checkpoint = checkpoint
    }
}

extension Gateway {
    /// Makes a proposal of a write, durably: the exact request, to be signed by people. Nothing is sent.
    ///
    /// What goes to a source outside the perimeter is redacted first: people sign what will be sent.
    public func propose(_ request: GatewayRequest, _ terms: ProposalTerms) async -> Result<ProposalRecord, Refusal> {
        guard case .live = mode else { return .failure(Refusal(.denied, "a replay proposes nothing")) }
        guard let endpoint = endpoints[request.source], case .origin(let origin) = endpoint.location else {
            return .failure(Refusal(.invalid, "there is no source named '\(request.source)' that can be written to"))
        }
        guard request.tool.effect == .write else {
            return .failure(Refusal(.invalid, "\(request.tool.name) is not a tool that writes"))
        }
        guard request.tool.routes.contains(where: { $0.matches(request.call) }) else {
            return .failure(Refusal(.invalid, "the request is not on any of the routes of \(request.tool.name)"))
        }
        if let reason = CallCheck.problem(with: request.call) { return .failure(Refusal(.invalid, reason)) }
        let (request, redacted) = await screened(request)
        let now = clock.now()
        let question = question(on: request)
        let ruling = await rule(on: question, key: request.key)
        guard case .approval(let approvers) = ruling.judgement.verdict else {
            return await refuse(request, ruling, now)
        }
        guard let person = personBehind(request.principal) else {
            return .failure(
                Refusal(
                    .denied,
                    "the policy's people do not say who '\(behalf ?? request.principal.description)' is, so nobody could tell an"
                        + " approver from the asker"))
        }
        if let reason = await spendCall(question, request.key) { return .failure(Refusal(.overBudget, reason)) }
        var asker = request.principal
        var behalf: String? = person
        if case .person = asker { (asker, behalf) = (.person(person), nil) }
        let proposal: Proposal
        do throws(ApprovalFormatError) {
            let nonce = SymmetricKey(size: .bits256).withUnsafeBytes { Array($0) }
            proposal = try Proposal(
                id: "w-" + Hex.encode(nonce.prefix(5)), investigation: request.key.investigation,
                source: .init(name: endpoint.name, origin: origin), tool: request.tool.name,
                request: WireRequest.proposed(request, at: endpoint), asker: asker, onBehalfOf: behalf,
                reason: terms.reason, evidence: terms.evidence,
                policy: .init(digest: policy.digest, rule: ruling.judgement.rule),
                approvers: .init(count: approvers.count, group: approvers.group ?? ApprovalJudge.anyone),
                checkpoint: terms.checkpoint, nonce: nonce, notBefore: now,
                expires: now.adding(seconds: Double(policy.approvals.expiryMinutes) * 60))
        } catch {
            return .failure(Refusal(.invalid, "\(error)"))
        }
        return await record(proposal, of: request, ruling, redacted, now)
    }

    private func record(
        _ proposal: Proposal, of request: GatewayRequest, _ ruling: Ruling, _ redacted: [String: Int], _ now: Instant
    ) async -> Result<ProposalRecord, Refusal> {
        let key = CallKey(
            investigation: request.key.investigation, round: 0, path: request.key.path, step: 0, index: 0)
        do throws(LedgerError) {
            let body = try await BodyRecorder.store(proposal.payload, in: ledger)
            let entry = LedgerEntry(
                investigation: key.investigation, kind: .proposal, key: key, recordedAt: now,
                content: [
                    "id": .string(proposal.id), "digest": .string(proposal.digest), "tool": .string(proposal.tool),
                    "source": .string(request.source.text), "principal": .string(request.principal.description),
                    "behalf": behalf.map { .string($0) } ?? .null, "policy": .string(policy.digest), "ruling": ruling.json,
                    "call": CallCoding.json(request.call),
                    "input": request.input, "data": .array(request.data.sorted().map { .string($0.rawValue) }),
                    "redacted": JSONValue(counts: redacted),
                ], blob: body?.reference)
            try await ledger.append([entry], tails: body.map { [$0.tail] } ?? [])
            guard let record = ProposalRecord.all(in: [entry], store: ledger).first else {
                return .failure(Refusal(.ledger, "the proposal cannot be read back from the ledger"))
            }
            return .success(record)
        } catch {
            return .failure(Refusal(.ledger, "\(error)"))
        }
    }

    private func refuse(
        _ request: GatewayRequest, _ ruling: Ruling, _ now: Instant
    ) async -> Result<ProposalRecord, Refusal> {
        // An allow cannot happen for a write; if it did, it would not be one.
        let entry = ExchangeCoding.decision(
            request, attempt: 0, "denied", ruling.judgement.reason, ruling: ruling, policy: policy.digest, at: now)
        do throws(LedgerError) { try await ledger.append([entry], tails: []) } catch {
            return .failure(Refusal(.ledger, "\(error)"))
        }
        return .failure(Refusal(.denied, "rule '\(ruling.judgement.rule)': \(ruling.judgement.reason)"))
    }

    /// The person who stands behind a principal, as the policy names people.
    func personBehind(_ principal: Principal) -> String? {
        if case .person(let user) = principal { return policy.person(ofUser: user)?.name }
        return behalf.flatMap { policy.person(ofUser: $0)?.name }
    }
}
