import Core
import Testing

@testable import Gateway

/// From the proposal to the send, with signatures by the real `ssh-keygen`.
@Suite("Writing, with people's signatures")
struct WritingTests {
    static let rules = """
        people:
          - { person: asker@example.org, users: [asker], groups: [oncall] }
          - { person: bob@example.org, groups: [sre] }
          - { person: carol@example.org, groups: [sre] }
          - { person: dave@example.org, groups: [oncall] }
        approvals: { allowedSigners: allowed_signers, expiryMinutes: 10 }
        rules:
          - { name: silences, tools: [demo_write], effects: [write], verdict: approval, approvers: { group: sre, count: COUNT } }
        """

    static let writing = ToolDescription(
        name: "demo_write", summary: "", effect: .write, input: [:], routes: [.http(.post, ["api", "write"])])
    static let call = HTTPCall(
        .post, path: ["api", "write"], headers: [.init("content-type", "application/json")], body: Array(#"{"a":1}"#.utf8))

    static func policy(count: Int = 1) throws -> Policy {
        try Policy.read(yaml: rules.replacing("COUNT", with: "\(count)"), file: "policy.yaml")
    }

    static func request(_ call: HTTPCall = call, by principal: Principal = .person("asker")) -> GatewayRequest {
        GatewayRequest(
            call: .http(call), key: CallKey(investigation: "i", round: 0, path: "write/1", step: 0, index: 0), source: "demo",
            tool: writing, input: ["a": 1], data: [.alerts], principal: principal)
    }

    /// Keys of four people, made by ssh-keygen, and the grounds to judge by.
    struct People {
        let keygen: SSHKeygen
        let grounds: ApprovalJudge.Grounds

        init() throws {
            keygen = try SSHKeygen()
            var signers = ""
            for name in ["asker", "bob", "carol", "dave"] {
                let key = try keygen.makeKey(name).split(separator: " ").prefix(2).joined(separator: " ")
                signers += "\(name)@example.org namespaces=\"inquest-approval\" \(key)\n"
            }
            grounds = ApprovalJudge.Grounds(
                signers: try AllowedSigners(text: signers),
                people: [
                    "asker@example.org": ["oncall"], "bob@example.org": ["sre"], "carol@example.org": ["sre"],
                    "dave@example.org": ["oncall"],
                ])
        }

        func sign(_ record: ProposalRecord, by name: String) throws -> SSHSignature {
            try SSHSignature(armored: try keygen.sign(record.proposal.signedBytes, with: name))
        }
    }

    static func record(_ door: Door) throws -> ProposalRecord {
        try #require(ProposalRecord.all(in: door.ledger.entries, store: door.ledger).last)
    }

    private func propose(_ door: Door, _ request: GatewayRequest = request()) async -> Result<ProposalRecord, Refusal> {
        await door.gateway.propose(request, ProposalTerms(reason: "noise", evidence: ["E1"], checkpoint: ""))
    }

    @Test("a signed write is sent once, with the signed bytes, after its intent; and never again")
    func once() async throws {
        let people = try People()
        let door = try Door(credential: .token(.environment("GOOD")), policy: try WritingTests.policy(), behalf: "asker")
        let proposed = try await propose(door).get()
        #expect(door.transport.sent.isEmpty)
        #expect(proposed.proposal.request.body == WritingTests.call.body)
        #expect(!String(decoding: proposed.proposal.payload, as: UTF8.self).contains("s3cr3t"))
        let signed = try await door.gateway.approve(
            proposed, with: try people.sign(proposed, by: "bob"), on: people.grounds
        ).get()
        #expect(signed.approver.principal == "bob@example.org")
        #expect(door.transport.sent.isEmpty)
        let record = try WritingTests.record(door)
        let outcome = try await door.gateway.send(record, with: WritingTests.writing, on: people.grounds).get()
        #expect(outcome.result.name == "reply 200")
        #expect(door.transport.bodies == [WritingTests.call.body])
        #expect(door.transport.sent[0].headers.contains(.init("authorization", "Bearer s3cr3t-token")))
        #expect(door.journal.all.suffix(3) == ["ledger:intent", "sent", "ledger:outcome"])
        let after = try WritingTests.record(door)
        #expect(after.state(at: door.clock.now()) == .sent(status: 200))
        for stale in [record, after] {
            guard case .failure = await door.gateway.send(stale, with: WritingTests.writing, on: people.grounds) else {
                Issue.record("it was sent again")
                continue
            }
        }
        #expect(door.transport.sent.count == 1)
    }

    @Test("a write is never sent on the first of two signatures, nor on two of one person")
    func twoOfThem() async throws {
        let people = try People()
        let door = try Door(policy: try WritingTests.policy(count: 2), behalf: "asker")
        let proposed = try await propose(door).get()
        _ = try await door.gateway.approve(proposed, with: try people.sign(proposed, by: "bob"), on: people.grounds).get()
        let first = try WritingTests.record(door)
        guard case .failure(let early) = await door.gateway.send(first, with: WritingTests.writing, on: people.grounds) else {
            throw LedgerError("sent on one signature")
        }
        #expect(early.reason.contains("1 of 2"))
        // Handed in once more, it counts once more no more.
        let again = try await door.gateway.approve(
            first, with: try people.sign(first, by: "bob"), on: people.grounds
        ).get()
        #expect(again.have == 1)
        #expect(door.ledger.kinds.count { $0 == .approval } == 1)
        _ = try await door.gateway.approve(first, with: try people.sign(first, by: "carol"), on: people.grounds).get()
        let whole = try WritingTests.record(door)
        _ = try await door.gateway.send(whole, with: WritingTests.writing, on: people.grounds).get()
        #expect(door.transport.sent.count == 1)
    }

    @Test(
        "the asker, another group, an expired proposal, a changed policy and a key revoked since do not send",
        .timeLimit(.minutes(1)))
    func refused() async throws {
        let people = try People()
        let door = try Door(policy: try WritingTests.policy(), behalf: "asker")
        let proposed = try await propose(door).get()
        for (name, words) in [("asker", "somebody else"), ("dave", "not in the group")] {
            let result = await door.gateway.approve(
                proposed, with: try people.sign(proposed, by: name), on: people.grounds)
            guard case .failure(let refusal) = result else { throw LedgerError("\(name) approved it") }
            #expect(refusal.reason.contains(words))
        }
        _ = try await door.gateway.approve(proposed, with: try people.sign(proposed, by: "bob"), on: people.grounds).get()
        let record = try WritingTests.record(door)
        var revoking = people.grounds
        revoking.revoked = try RevokedKeys(text: try people.keygen.read("bob.pub"))
        let revoked = await door.gateway.send(record, with: WritingTests.writing, on: revoking)
        guard case .failure(let since) = revoked else { throw LedgerError("sent with a revoked key") }
        #expect(since.reason.contains("revoked"))
        let other = try Door(ledger: door.ledger, policy: try WritingTests.policy(count: 2), behalf: "asker")
        guard case .failure(let changed) = await other.gateway.send(record, with: WritingTests.writing, on: people.grounds)
        else { throw LedgerError("sent under another policy") }
        #expect(changed.reason.contains("policy changed"))
        door.clock.advance(601)
        guard case .failure(let late) = await door.gateway.send(record, with: WritingTests.writing, on: people.grounds) else {
            throw LedgerError("sent after it expired")
        }
        #expect(late.reason.contains("expired"))
        #expect(door.transport.sent.isEmpty && other.transport.sent.isEmpty)
    }

    @Test("a configuration that changed after the signature sends nothing: not to another host, nor with another header")
    func moved() async throws {
        let people = try People()
        let door = try Door(policy: try WritingTests.policy(), behalf: "asker")
        let proposed = try await propose(door).get()
        _ = try await door.gateway.approve(proposed, with: try people.sign(proposed, by: "bob"), on: people.grounds).get()
        let record = try WritingTests.record(door)
        let moved = try Door(
            ledger: door.ledger, origin: "http://127.0.0.1:9999/prefix", policy: try WritingTests.policy(), behalf: "asker")
        guard case .failure(let refusal) = await moved.gateway.send(record, with: WritingTests.writing, on: people.grounds)
        else { throw LedgerError("it was sent to another place") }
        #expect(refusal.reason.contains("not the one that was signed"))
        #expect(moved.transport.sent.isEmpty)
    }

    @Test("after a time-out, or a crash after the intent, the outcome is unknown and nothing is sent again")
    func unknown() async throws {
        let people = try People()
        let door = try Door([.failed(.timedOut)], policy: try WritingTests.policy(), behalf: "asker")
        let proposed = try await propose(door).get()
        _ = try await door.gateway.approve(proposed, with: try people.sign(proposed, by: "bob"), on: people.grounds).get()
        _ = try await door.gateway.send(try WritingTests.record(door), with: WritingTests.writing, on: people.grounds).get()
        guard case .outcomeUnknown = try WritingTests.record(door).state(at: door.clock.now()) else {
            throw LedgerError("a time-out is not unknown")
        }
        #expect(door.transport.sent.count == 1)
        // The same ledger, as a crash between intent and outcome leaves it.
        let intent = try #require(door.ledger.entries.lastIndex { $0.kind == .intent })
        let crashed = door.ledger.killed(after: intent + 1)
        let record = try #require(ProposalRecord.all(in: crashed.entries, store: crashed).last)
        guard case .outcomeUnknown = record.state(at: door.clock.now()) else { throw LedgerError("the crash was not noticed") }
        let next = try Door(ledger: crashed, policy: try WritingTests.policy(), behalf: "asker")
        guard case .failure = await next.gateway.send(record, with: WritingTests.writing, on: people.grounds) else {
            throw LedgerError("it was sent again")
        }
        #expect(next.transport.sent.isEmpty)
    }

    @Test("two senders at once: the ledger takes one intent, and one request leaves")
    func raced() async throws {
        let people = try People()
        let door = try Door(pause: .milliseconds(5), policy: try WritingTests.policy(), behalf: "asker")
        let proposed = try await propose(door).get()
        _ = try await door.gateway.approve(proposed, with: try people.sign(proposed, by: "bob"), on: people.grounds).get()
        let record = try WritingTests.record(door)
        let grounds = people.grounds
        let sent = await withTaskGroup(of: Bool.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    if case .success = await door.gateway.send(record, with: WritingTests.writing, on: grounds) {
                        true
                    } else {
                        false
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(sent == 1)
        #expect(door.transport.sent.count == 1)
    }

    @Test(
        "a tool that reads is no write, a call off its route is refused, and an asker whom the policy does not know cannot propose"
    )
    func cannotPropose() async throws {
        let door = try Door(policy: try WritingTests.policy(), behalf: "stranger")
        guard case .failure(let stranger) = await propose(door, WritingTests.request(by: .person("stranger"))) else {
            throw LedgerError("a stranger proposed")
        }
        #expect(stranger.reason.contains("do not say who"))
        var reading = WritingTests.request()
        reading.tool = Door.reading
        guard case .failure = await propose(door, reading) else { throw LedgerError("a read was proposed") }
        guard case .failure = await propose(door, WritingTests.request(HTTPCall(.post, path: ["api", "other"]))) else {
            throw LedgerError("a call off the route was proposed")
        }
        let closed = try Door(behalf: "asker")
        guard case .failure(let denied) = await propose(closed) else { throw LedgerError("no rule, and it was proposed") }
        #expect(denied.kind == .denied)
        #expect(closed.ledger.kinds == [.decision])
    }

    @Test("a write handed to the gateway as a question is refused, also one that the policy would let people approve")
    func notByTheBackDoor() async throws {
        let door = try Door(policy: try WritingTests.policy(), behalf: "asker")
        let answer = await door.gateway.perform(WritingTests.request())
        #expect(answer.outcome.result.name == "denied")
        #expect(door.transport.sent.isEmpty)
    }

    @Test("what is proposed for a source outside the perimeter is redacted before it is signed")
    func redacted() async throws {
        let door = try Door(policy: try WritingTests.policy(), perimeter: .outside, behalf: "asker")
        var call = WritingTests.call
        call.body = Array(#"{"text":"ask jane.doe@customer.example"}"#.utf8)
        let proposed = try await propose(door, WritingTests.request(call)).get()
        let text = String(decoding: proposed.proposal.request.body, as: UTF8.self)
        #expect(!text.contains("jane") && text.contains("⟦email:"))
    }
}
