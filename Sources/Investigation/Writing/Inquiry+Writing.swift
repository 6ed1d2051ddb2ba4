import Connectors
public import Core
public import Gateway

extension Inquiry {
    /// The id under which proposals are kept that belong to no investigation.
    public static let proposals = "proposals"

    /// Makes a proposal of one write. Nothing is sent.
    ///
    /// - Parameter id: the investigation that it belongs to; ``proposals`` for none.
    public func propose(
        tool name: String, source: SourceName, input: JSONValue, terms: ProposalTerms, for id: String,
        configuration: Configuration, principal: Principal
    ) async throws(InquiryError) -> ProposalRecord {
        let (connector, tool) = try writeTool(name, of: source, in: configuration)
        let call: Call
        do throws(InputError) {
            var conversation = try tool.begin(input)
            guard case .calls(let calls) = conversation.next([]).then, calls.count == 1 else {
                throw InputError("input", "does not come to exactly one request")
            }
            call = calls[0]
        } catch {
            throw .refused("\(name): \(error)")
        }
        let key = CallKey(
            investigation: id, round: 0, path: "write/\(clock.now().rfc3339Exact)/\(name)", step: 0, index: 0)
        let request = GatewayRequest(
            call: call, key: key, source: source, tool: tool.description, input: input,
            data: [type(of: connector).dataClass], principal: principal)
        try await append([try await policyEntry(of: id, by: principal)])
        let gateway = gateway(configuration, incident: try await incident(of: id), principal: principal)
        do { return try await gateway.propose(request, terms).get() } catch { throw .refused(error.reason) }
    }

    /// All proposals in the ledger, the oldest first.
    public func proposals() async throws(InquiryError) -> [ProposalRecord] {
        do throws(LedgerError) {
            let kinds: Set<LedgerEntry.Kind> = [.proposal, .approval, .intent, .outcome]
            return ProposalRecord.all(in: try await ledger.entries(ofKinds: kinds, pathPrefix: "write/"), store: ledger)
        } catch {
            throw .ledger(error)
        }
    }

    public func proposal(_ id: String) async throws(InquiryError) -> ProposalRecord {
        let all = try await proposals()
        guard let found = all.last(where: { $0.proposal.id == id }) else {
            throw .refused(
                "the ledger holds no proposal '\(id)'"
                    + (all.isEmpty ? "" : "; the latest: \(all.suffix(3).map(\.proposal.id))"))
        }
        return found
    }

    /// What came of a signature.
    public struct Approved: Sendable {
        public var approver: Approver
        public var have: Int
        public var need: Int
        /// What the other side answered, once the last signature was there and the request was sent.
        public var outcome: Outcome?
        /// What the tool says of the answer.
        public var step: Step?
    }

    /// Adds a signature; with the last one needed, sends.
    public func approve(
        _ record: ProposalRecord, with signature: SSHSignature, on grounds: ApprovalJudge.Grounds,
        configuration: Configuration, principal: Principal
    ) async throws(InquiryError) -> Approved {
        let source = record.proposal.source.name
        let (_, tool) = try writeTool(record.proposal.tool, of: source, in: configuration)
        let gateway = gateway(
            configuration, incident: try await incident(of: record.key.investigation), principal: principal)
        do { _ = try await gateway.approve(record, with: signature, on: grounds).get() } catch {
            throw .refused(error.reason)
        }
        // As the ledger has it now: others may have signed at the same moment.
        let whole = try await proposal(record.proposal.id)
        let approvers = gateway.approvers(of: whole, on: grounds)
        guard let approver = approvers.first(where: { $0.fingerprint == signature.key.fingerprint }) else {
            throw .refused("the signature does not count any more")
        }
        var result = Approved(approver: approver, have: approvers.count, need: record.proposal.approvers.count)
        guard result.have >= result.need else { return result }
        do {
            let outcome = try await gateway.send(whole, with: tool.description, on: grounds).get()
            result.outcome = outcome
            if var conversation = try? tool.begin(record.input) {
                _ = conversation.next([])
                result.step = conversation.next([outcome])
            }
            return result
        } catch {
            throw .refused(error.reason)
        }
    }

    /// Ends a proposal.
    public func deny(
        _ record: ProposalRecord, reason: String, configuration: Configuration, principal: Principal
    ) async throws(InquiryError) {
        let gateway = gateway(configuration, incident: record.key.investigation, principal: principal)
        if let refusal = await gateway.deny(record, by: principal, reason: reason) { throw .refused(refusal.reason) }
    }

    private func writeTool(
        _ name: String, of source: SourceName, in configuration: Configuration
    ) throws(InquiryError) -> (any Connector, any Tool) {
        let connectors = try Inquiry.connectors(configuration)
        guard let connector = connectors.first(where: { $0.source == source })?.connector else {
            throw .refused(
                "no source is named '\(source)'; there are \(connectors.map(\.source.text).joined(separator: ", "))")
        }
        guard let tool = connector.tools.first(where: { $0.description.name == name && $0.description.effect == .write })
        else {
            let known = connector.tools.map(\.description).filter { $0.effect == .write }.map(\.name)
            throw .refused(
                "'\(source)' has no tool '\(name)' that writes"
                    + (known.isEmpty ? "" : "; it has \(known.joined(separator: ", "))"))
        }
        return (connector, tool)
    }

    /// What the redaction's tokens of an investigation are stable within.
    private func incident(of id: String) async throws(InquiryError) -> String {
        guard id != Inquiry.proposals else { return id }
        return try StartRecord(from: try await entries(of: id)).start.text
    }
}
