import Core
import Gateway
import Testing

@Suite("The perimeter")
struct PerimeterTests {
    @Test(
        "loopback, private addresses and directories are inside; names, public and link-local addresses are outside",
        arguments: [
            ("http://127.0.0.1:9090", Endpoint.Side.inside), ("http://localhost", .inside), ("http://10.1.2.3", .inside),
            ("http://172.16.0.1", .inside), ("http://172.31.255.1", .inside), ("http://192.168.7.1", .inside),
            ("http://[::1]:80", .inside), ("http://[fd00::1]", .inside), ("http://172.32.0.1", .outside),
            ("http://169.254.169.254", .outside), ("http://8.8.8.8", .outside), ("https://slack.com", .outside),
            ("http://prometheus.internal", .outside), ("http://127.0.0.1.evil.example", .outside),
            ("http://10.0.0", .outside), ("http://010.0.0.1", .outside), ("http://[fe80::1]", .outside),
        ])
    func sides(address: String, side: Endpoint.Side) throws {
        let origin = try #require(Origin(address))
        var endpoint = Endpoint(name: "s", kind: "k", location: .origin(origin))
        #expect(endpoint.side == side)
        endpoint.perimeter = side == .inside ? .outside : .inside
        #expect(endpoint.side != side)
    }

    static let mail = "jane.doe@customer.example"

    @Test("what a call to a source outside says of a person is replaced, in path, query, header and body, and stays inside")
    func arguments() async throws {
        let json = Array(#"{"text":"ask jane.doe@customer.example"}"#.utf8)
        let call = HTTPCall(
            .post, path: ["api", "query"], query: [.init("q", "user=\(PerimeterTests.mail)")],
            headers: [.init("x-about", PerimeterTests.mail)], body: json)
        let outside = try Door(perimeter: .outside)
        _ = await outside.gateway.perform(Door.request(call))
        let sent = try #require(outside.transport.sent.first)
        #expect(!sent.url.contains("jane"))
        #expect(!sent.headers.contains { $0.value.contains("jane") })
        #expect(!String(decoding: outside.transport.bodies[0], as: UTF8.self).contains("jane"))
        #expect(String(decoding: outside.transport.bodies[0], as: UTF8.self).contains("⟦email:"))
        let intent = try #require(outside.ledger.entries.first)
        #expect(intent.content["redacted"]?["email"]?.int == 3)
        #expect(!intent.content.compact.contains("jane"))

        let inside = try Door(perimeter: .inside)
        _ = await inside.gateway.perform(Door.request(call))
        #expect(inside.transport.bodies[0] == json)
    }

    @Test("a value that a source gave, or that its own configuration holds, may go to it, and from another source it may not")
    func returning() async throws {
        let door = try Door(
            [.ok(#"{"email":"jane.doe@customer.example"}"#), .ok("{}")], perimeter: .outside, ownValues: ["ops@us.example"])
        let first = Door.request(index: 0)
        _ = await door.gateway.perform(first)
        let call = HTTPCall(path: ["api", PerimeterTests.mail], query: [.init("from", "ops@us.example")])
        _ = await door.gateway.perform(Door.request(call, index: 1, parents: [first.key]))
        #expect(door.transport.sent[1].url.contains("jane.doe%40customer.example"))
        #expect(door.transport.sent[1].url.contains("ops%40us.example"))
        _ = await door.gateway.perform(Door.request(call, index: 2))
        #expect(!door.transport.sent[2].url.contains("jane"))
    }

    @Test("a replay screens alike, and a resumed run meets the same call")
    func replay() async throws {
        let call = HTTPCall(path: ["api", PerimeterTests.mail])
        let live = try Door(perimeter: .outside)
        try await live.ledger.append([Door.policyEntry(Policy())], tails: [])
        _ = await live.gateway.perform(Door.request(call))
        let replay = try Door(
            mode: .replay(RecordedExchanges(live.ledger.entries)), ledger: live.ledger, perimeter: .outside)
        #expect(await replay.gateway.perform(Door.request(call)).outcome.result.name == "reply 200")
    }
}

@Suite("Disclosing")
struct ReleaseTests {
    static let open = """
        rules:
          - name: models-may-read
            principal: ["model:*"]
            effect: [disclose]
            data: [logs]
            verdict: allow
        """

    private func disclosure(_ text: String, data: Set<DataClass> = [.logs]) -> Disclosure {
        Disclosure(
            key: CallKey(investigation: "i", round: 0, path: "desk/1", step: 0, index: 0), to: .model("m"),
            principal: .model("m"), data: data, text: text)
    }

    @Test("without a rule nothing is disclosed, and the refusal is in the ledger")
    func closed() async throws {
        let door = try Door()
        let result = await door.gateway.release(disclosure("hello"))
        guard case .failure(let refusal) = result else { throw LedgerError("it was released") }
        #expect(refusal.kind == .denied)
        #expect(door.ledger.kinds == [.decision])
    }

    @Test(
        "what is disclosed is redacted, framed, and in the ledger as it left; another class of data is not covered by the rule")
    func released() async throws {
        let door = try Door(policy: try Policy.read(yaml: ReleaseTests.open, file: "policy.yaml"))
        let text = "login of jane.doe@customer.example with AKIAIOSFODNN7EXAMPLE\u{202E}"
        let released = try await door.gateway.release(disclosure(text)).get()
        #expect(!released.text.contains("jane"))
        #expect(!released.text.contains("\u{202E}"))
        #expect(released.text.contains("⟦email:"))
        let entry = try #require(door.ledger.entries.first { $0.kind == .released })
        let blob = try #require(entry.blob)
        #expect(try door.ledger.read(blob, range: 0..<blob.count) == Array(released.text.utf8))
        #expect(entry.content["redacted"]?["email"]?.int == 1)
        guard case .failure = await door.gateway.release(disclosure(text, data: [.chat])) else {
            throw LedgerError("chat was released")
        }
    }

    @Test("a disclosure that cannot be recorded does not happen")
    func ledgerFirst() async throws {
        let door = try Door(policy: try Policy.read(yaml: ReleaseTests.open, file: "policy.yaml"))
        door.ledger.fail()
        guard case .failure(let refusal) = await door.gateway.release(disclosure("x")) else {
            throw LedgerError("it was released")
        }
        #expect(refusal.kind == .ledger)
    }
}
