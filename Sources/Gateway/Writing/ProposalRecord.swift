public import Core

/// A proposal with everything that the ledger holds of it.
public struct ProposalRecord: Sendable {
    public enum State: Sendable, Hashable {
        /// Of so many signatures, so many are there.
        case waiting(have: Int, need: Int)
        case denied(by: String, reason: String)
        case expired
        /// The request was sent and answered; for an HTTP answer its status.
        case sent(status: Int)
        case failed(String)
        /// The program ended, or the connection broke, after the request may have left. It is never sent again by itself.
        case outcomeUnknown(String)

        /// May it still be signed?
        public var isOpen: Bool { if case .waiting = self { true } else { false } }
    }

    public let key: CallKey
    /// The bytes that are signed.
    public let proposal: Proposal
    /// The call that the request is built from.
    public let call: Call
    /// What the tool was given.
    public let input: JSONValue
    public let data: Set<DataClass>
    public let proposedAt: Instant
    /// Who asked, by the operating system's name, and on behalf of which of its users.
    let asker: Principal
    let behalf: String?
    /// The envelopes of the signatures, in the order they came.
    let envelopes: [ApprovalEnvelope]
    var signatures: [SSHSignature] { envelopes.flatMap(\.signatures) }
    let denial: LedgerEntry?
    let intent: LedgerEntry?
    public let outcome: LedgerEntry?

    public func state(at now: Instant) -> State {
        // What was sent was sent, whatever anyone said at the same moment.
        if let outcome {
            switch outcome.content["result"]?.string {
            case "failed", "withheld":
                let kind = outcome.content["failure"]?.string.flatMap(Failure.Kind.init)
                let detail = outcome.content["detail"]?.string ?? "the answer repeats the credential, and is withheld"
                return kind.map { Failure($0, detail).mayHaveLeft } ?? true ? .outcomeUnknown(detail) : .failed(detail)
            default: return .sent(status: Int(outcome.content["status"]?.int ?? 0))
            }
        }
        if let denial, intent == nil {
            return .denied(
                by: denial.content["by"]?.string ?? "someone", reason: denial.content["reason"]?.string ?? "no reason given")
        }
        if intent != nil { return .outcomeUnknown("the program ended before the answer was recorded") }
        if now >= proposal.expires { return .expired }
        return .waiting(have: envelopes.count, need: proposal.approvers.count)
    }

    /// The proposals among entries, in the order they were made. One whose bytes are damaged or erased is left out.
    public static func all(in entries: [LedgerEntry], store: any LedgerStore) -> [ProposalRecord] {
        var others: [CallKey: [LedgerEntry]] = [:]
        for entry in entries where entry.kind != .proposal {
            if let key = entry.key { others[key, default: []].append(entry) }
        }
        return entries.compactMap { entry in
            guard entry.kind == .proposal, let key = entry.key, let bytes = bytes(of: entry, store),
                let proposal = try? Proposal(payload: bytes), let call = entry.content["call"].flatMap(CallCoding.call),
                let asker = entry.content["principal"]?.string.flatMap(Principal.init(parsing:))
            else { return nil }
            let own = others[key] ?? []
            let signed = own.filter { $0.kind == .approval && $0.content["decision"]?.string == "approved" }
            let data = (entry.content["data"]?.array ?? []).compactMap { $0.string.flatMap(DataClass.init) }
            return ProposalRecord(
                key: key, proposal: proposal, call: call, input: entry.content["input"] ?? [:], data: Set(data),
                proposedAt: entry.recordedAt, asker: asker, behalf: entry.content["behalf"]?.string,
                envelopes: signed.compactMap { self.bytes(of: $0, store).flatMap { try? ApprovalEnvelope(bytes: $0) } },
                denial: own.first { $0.kind == .approval && $0.content["decision"]?.string == "denied" },
                intent: own.first { $0.kind == .intent }, outcome: own.last { $0.kind == .outcome })
        }
    }

    private static func bytes(of entry: LedgerEntry, _ store: any LedgerStore) -> [UInt8]? {
        guard let blob = entry.blob, blob.count <= ApprovalEnvelope.maximumBytes else { return nil }
        return try? store.read(blob, range: 0..<blob.count)
    }
}

extension Failure {
    /// Might the other side have received the request?
    public var mayHaveLeft: Bool {
        switch kind {
        case .unreachable, .circuitOpen, .noCredential, .notFound, .refused: false
        case .timedOut, .broken, .undecodable, .interrupted: true
        }
    }
}
