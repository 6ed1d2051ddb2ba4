import Core
import Gateway
import Testing

@Suite("The gateway's pipeline")
struct PipelineTests {
    @Test("the intent is in the ledger before anything is sent, and the outcome after")
    func order() async throws {
        let door = try Door()
        let answer = await door.gateway.perform(Door.request())
        #expect(answer.outcome.result.name == "reply 200")
        #expect(door.journal.all == ["ledger:intent", "sent", "ledger:outcome"])
        #expect(answer.askedAt != nil)
    }

    @Test("when the ledger cannot be written, nothing is sent")
    func noLedgerNoSend() async throws {
        let door = try Door()
        door.ledger.fail()
        let answer = await door.gateway.perform(Door.request())
        #expect(answer.outcome.result.name == "failed interrupted")
        #expect(answer.outcome.result.reason.contains("disk is full"))
        #expect(door.transport.sent.isEmpty)
    }

    @Test("effects other than reading are refused, whatever the route", arguments: [Effect.write, .disclose, .instrument])
    func writesAreRefused(effect: Effect) async throws {
        let door = try Door()
        var tool = Door.reading
        tool.effect = effect
        let answer = await door.gateway.perform(Door.request(tool: tool))
        #expect(answer.outcome.result.name == "denied")
        #expect(door.transport.sent.isEmpty)
        #expect(door.ledger.kinds == [.decision])
    }

    @Test(
        "a call off the tool's routes, or with a path or header that could mean another place, is refused",
        arguments: [
            HTTPCall(.delete, path: ["api", "x"]), HTTPCall(path: ["api", "x", "y"]), HTTPCall(path: ["other"]),
            HTTPCall(path: ["api", ".."]), HTTPCall(.post, path: ["api", "x"]),
            HTTPCall(path: ["api", "x"], headers: [.init("Host", "evil.example")]),
            HTTPCall(path: ["api", "x"], headers: [.init("X-A", "b\r\nHost: evil.example")]),
            HTTPCall(path: ["api", "x"], headers: [.init("Authorization", "Bearer mine")]),
        ])
    func offRoute(call: HTTPCall) async throws {
        let door = try Door()
        let answer = await door.gateway.perform(Door.request(call))
        #expect(answer.outcome.result.name == "denied")
        #expect(door.transport.sent.isEmpty)
    }

    @Test("a path segment stays one segment below the pinned origin and prefix, whatever it contains")
    func segmentsStay() async throws {
        let door = try Door()
        _ = await door.gateway.perform(
            Door.request(HTTPCall(path: ["api", "a/../b?c#d@evil.example\n"], query: [.init("q", "x&y=z")])))
        #expect(
            door.transport.sent.first?.url
                == "http://127.0.0.1:9090/prefix/api/a%2F..%2Fb%3Fc%23d%40evil.example%0A?q=x%26y%3Dz")
    }

    @Test("credentials are sent and are nowhere in the ledger")
    func credentials() async throws {
        let door = try Door(credential: .token(.environment("GOOD")))
        let call = HTTPCall(path: ["api", "x"], credential: .header(name: "Authorization", prefix: "Token token="))
        _ = await door.gateway.perform(Door.request(call))
        #expect(door.transport.sent[0].headers.contains(.init("authorization", "Token token=s3cr3t-token")))
        for entry in door.ledger.entries { #expect(!entry.content.compact.contains("s3cr3t")) }
        #expect(door.ledger.entries[0].content["head"]?.string?.contains("authorization: Token token=‹credential›") == true)
    }

    @Test(
        "an answer that repeats the credential, plain, encoded, compressed or in a header, is withheld and replays as withheld",
        arguments: [
            ScriptedTransport.Answer.ok(#"{"error":"bad token s3cr3t-token"}"#), .ok("czNjcjN0LXRva2Vu"),
            .ok("{}", headers: [.init("x-echo", "Bearer s3cr3t-token")]),
            .init(result: .failed(Failure(.broken, "proxy said s3cr3t-token"))),
        ])
    func echo(answer: ScriptedTransport.Answer) async throws {
        let door = try Door([answer], limits: .init(retries: 0), credential: .token(.environment("GOOD")))
        let result = await door.gateway.perform(Door.request()).outcome.result
        #expect(result.name == "failed broken")
        #expect(result.reason.contains("repeats the credential"))
        for entry in door.ledger.entries { #expect(!entry.content.compact.contains("s3cr3t")) }
        let again = try Door(mode: .replay(RecordedExchanges(door.ledger.entries)), ledger: door.ledger)
        #expect(await again.gateway.perform(Door.request()).outcome.result.name == "failed broken")
    }

    @Test("a credential that is missing is a refusal that names the reference, and nothing is sent")
    func missingCredential() async throws {
        let door = try Door(credential: .token(.environment("ABSENT")))
        let answer = await door.gateway.perform(Door.request())
        #expect(answer.outcome.result.name == "failed noCredential")
        #expect(answer.outcome.result.reason.contains("env:ABSENT"))
        #expect(door.transport.sent.isEmpty)
    }

    @Test("reads are tried again after 429 and 503, and wait as long as Retry-After says")
    func retries() async throws {
        let door = try Door([.status(429, headers: [.init("retry-after", "7")]), .status(503), .ok("{}")])
        let answer = await door.gateway.perform(Door.request())
        #expect(answer.outcome.result.name == "reply 200")
        #expect(door.clock.slept == [7, 0.5])
        #expect(door.ledger.kinds == [.intent, .outcome, .decision, .intent, .outcome, .decision, .intent, .outcome])
        #expect(door.ledger.entries.filter { $0.kind == .intent }.map(\.attempt) == [0, 1, 2])
    }

    @Test("a Retry-After of minutes is not waited for, and a time-out is not tried again")
    func noRetries() async throws {
        let patient = try Door([.status(503, headers: [.init("retry-after", "600")]), .ok("{}")])
        #expect(await patient.gateway.perform(Door.request()).outcome.result.name == "reply 503")
        let slow = try Door([.failed(.timedOut), .ok("{}")])
        #expect(await slow.gateway.perform(Door.request()).outcome.result.name == "failed timedOut")
        #expect(slow.transport.sent.count == 1)
    }

    @Test("an unknown source is refused by name")
    func unknownSource() async throws {
        let door = try Door()
        let answer = await door.gateway.perform(Door.request(source: "elsewhere"))
        #expect(answer.outcome.result.reason.contains("'elsewhere'"))
    }

    @Test("a call says in its user agent which investigation asked")
    func userAgent() async throws {
        let door = try Door()
        _ = await door.gateway.perform(Door.request())
        let agent = door.transport.sent[0].headers.first { $0.name == "user-agent" }?.value
        #expect(agent == "inquest/\(Gateway.version) (i r0 p 0.0 a0)")
    }
}
