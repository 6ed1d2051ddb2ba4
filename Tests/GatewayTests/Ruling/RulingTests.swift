import Core
import Gateway
import Synchronization
import Testing

extension Door {
    static func policyEntry(_ policy: Policy) -> LedgerEntry {
        LedgerEntry(
            investigation: "i", kind: .policy, recordedAt: Instant(seconds: 1_800_000_000),
            content: ["digest": .string(policy.digest), "policy": policy.json])
    }
}

/// A policy server that says what it is told to, and keeps what it was asked.
final class ScriptedLink: ControlLink {
    private let reply: Result<ControlReply, ControlLinkError>
    private let asked = Mutex<[String]>([])
    let journal: Journal
    var questions: [String] { asked.withLock { $0 } }

    init(_ reply: Result<ControlReply, ControlLinkError>, journal: Journal = Journal()) {
        self.reply = reply
        self.journal = journal
    }

    static func says(_ text: String, status: Int = 200, journal: Journal = Journal()) -> ScriptedLink {
        ScriptedLink(.success(ControlReply(status: status, body: Array(text.utf8))), journal: journal)
    }

    func post(
        _ body: [UInt8], type: String, headers: [HTTPCall.Field], to url: String, seconds: Double
    ) async throws(ControlLinkError) -> ControlReply {
        asked.withLock { $0.append(String(decoding: body, as: UTF8.self)) }
        journal.note("asked")
        return try reply.get()
    }
}

@Suite("Rulings")
struct RulingTests {
    static let noSecretPath = """
        rules:
          - name: keep-out
            tool: [demo_query]
            arguments: { query: { contains: "payroll" } }
            verdict: deny
            reason: payroll is not for incidents
        """

    @Test("each exchange names the policy, the rule and the moment; a denial says why")
    func recorded() async throws {
        let policy = try Policy.read(yaml: RulingTests.noSecretPath, file: "policy.yaml")
        let door = try Door(policy: policy)
        _ = await door.gateway.perform(Door.request(input: ["query": "up"]))
        let denied = await door.gateway.perform(Door.request(index: 1, input: ["query": "payroll_total"]))
        #expect(denied.outcome.result.name == "denied")
        #expect(denied.outcome.result.reason.contains("payroll is not for incidents"))
        let intent = try #require(door.ledger.entries.first { $0.kind == .intent })
        #expect(intent.content["policy"]?.string == policy.digest)
        #expect(intent.content["ruling"]?["rule"]?.string == "default")
        let decision = try #require(door.ledger.entries.first { $0.kind == .decision })
        #expect(decision.content["ruling"]?["rule"]?.string == "keep-out")
        #expect(door.transport.sent.count == 1)
    }

    @Test("a replay judges again by the recorded policy, and refuses an exchange that it would not have allowed")
    func replayed() async throws {
        let policy = try Policy.read(yaml: RulingTests.noSecretPath, file: "policy.yaml")
        let live = try Door(policy: policy)
        try await live.ledger.append([Door.policyEntry(policy)], tails: [])
        let request = Door.request(input: ["query": "up"])
        _ = await live.gateway.perform(request)
        let denied = Door.request(index: 1, input: ["query": "payroll_total"])
        _ = await live.gateway.perform(denied)
        func replay(_ request: GatewayRequest, _ entries: [LedgerEntry]) async throws -> Outcome.Result {
            let door = try Door(mode: .replay(RecordedExchanges(entries)), ledger: live.ledger)
            return await door.gateway.perform(request).outcome.result
        }
        #expect(try await replay(request, live.ledger.entries).name == "reply 200")
        #expect(try await replay(denied, live.ledger.entries).name == "denied")
        // The same exchange, asked with an input that the recorded policy denies.
        var other = request
        other.input = ["query": "payroll_total"]
        let result = try await replay(other, live.ledger.entries)
        #expect(result.name == "failed interrupted")
        #expect(result.reason.contains("another verdict"))
        // Without the policy in the ledger, nobody can say that it was allowed.
        #expect(try await replay(request, live.ledger.entries.filter { $0.kind != .policy }).name == "failed interrupted")
    }

    static let delegated = """
        delegate: { opa: "http://127.0.0.1:8181", path: inquest/verdict, timeout: 2 }
        """

    @Test(
        "a policy server's no, its silence and its nonsense refuse; what it was told is in the ledger first",
        arguments: [
            (ScriptedLink.says(#"{"result": false}"#), false), (.says(#"{"result": true}"#), true), (.says("{}"), false),
            (.says("boom", status: 500), false), (.says("not json"), false),
            (ScriptedLink(.failure(ControlLinkError("no route"))), false),
        ])
    func delegation(link: ScriptedLink, allowed: Bool) async throws {
        let door = try Door(policy: try Policy.read(yaml: RulingTests.delegated, file: "policy.yaml"), link: link)
        let answer = await door.gateway.perform(Door.request(input: ["query": "up"]))
        #expect((answer.outcome.result.name == "reply 200") == allowed)
        #expect(link.questions.count == 1)
        #expect(link.questions[0].contains("\"up\""))
        let kinds = door.ledger.kinds
        #expect(kinds.first == .released)
        #expect(kinds.dropFirst().first == (allowed ? .intent : .decision))
        // And the server's recorded verdict is what a replay uses.
        try await door.ledger.append([Door.policyEntry(try Policy.read(yaml: RulingTests.delegated, file: ""))], tails: [])
        let replay = try Door(
            mode: .replay(RecordedExchanges(door.ledger.entries)), ledger: door.ledger,
            link: ScriptedLink(.failure(ControlLinkError("a replay asks nobody"))))
        let again = await replay.gateway.perform(Door.request(input: ["query": "up"]))
        #expect(again.outcome.result.name == (allowed ? "reply 200" : "denied"))
    }

    @Test("a principal's own limit is spent before the investigation's, and is a reason that a document can give")
    func limits() async throws {
        let policy = try Policy.read(
            yaml: "limits: [{ principal: playbook, calls: 2 }]", file: "policy.yaml")
        let door = try Door(policy: policy)
        for index in 0..<2 { _ = await door.gateway.perform(Door.request(index: index)) }
        let third = await door.gateway.perform(Door.request(index: 2))
        #expect(third.outcome.result.name == "overBudget")
        #expect(third.outcome.result.reason.contains("2 calls"))
        #expect(door.transport.sent.count == 2)
    }
}
