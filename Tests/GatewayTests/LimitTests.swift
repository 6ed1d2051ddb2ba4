import CZlib
import Core
import Gateway
import Testing

@Suite("What the gateway limits")
struct LimitTests {
    @Test("a source that keeps failing is left alone for a while, and asked again after it")
    func circuit() async throws {
        let door = try Door([.failed(.timedOut)], limits: .init(retries: 0, circuitFailures: 3, circuitSeconds: 60))
        for index in 0..<5 { _ = await door.gateway.perform(Door.request(index: index)) }
        #expect(door.transport.sent.count == 3)
        let refused = await door.gateway.perform(Door.request(index: 5))
        #expect(refused.outcome.result.name == "failed circuitOpen")
        door.clock.advance(61)
        _ = await door.gateway.perform(Door.request(index: 6))
        #expect(door.transport.sent.count == 4)
    }

    @Test("calls, bytes and time are budgets; what is over them is not sent and says why")
    func budgets() async throws {
        let calls = try Door(budget: .init(calls: 2))
        for index in 0..<2 { _ = await calls.gateway.perform(Door.request(index: index)) }
        #expect(await calls.gateway.perform(Door.request(index: 2)).outcome.result.reason == "the budget of 2 calls was spent")
        let bytes = try Door([.ok(String(repeating: "x", count: 2000))], budget: .init(bytes: 1000))
        _ = await bytes.gateway.perform(Door.request())
        #expect(await bytes.gateway.perform(Door.request(index: 1)).outcome.result.name == "overBudget")
        let time = try Door(budget: .init(seconds: 30))
        time.clock.advance(25)
        _ = await time.gateway.perform(Door.request())
        #expect(time.transport.sent[0].timeout == 5)
        time.clock.advance(10)
        #expect(await time.gateway.perform(Door.request(index: 1)).outcome.result.name == "overBudget")
    }

    @Test("no more calls are under way at a source than its limit, and all are made")
    func concurrency() async throws {
        let door = try Door(limits: .init(concurrency: 3), pause: .milliseconds(5))
        await withTaskGroup(of: Void.self) { group in
            for index in 0..<20 { group.addTask { _ = await door.gateway.perform(Door.request(index: index)) } }
        }
        #expect(door.transport.sent.count == 20)
        #expect(door.transport.mostUnderWay == 3)
    }

    @Test("a body over the limit is cut there; what came before is kept in chunks and readable")
    func bodyLimit() async throws {
        let body = [UInt8](repeating: 0x61, count: 3 << 20)
        let answer = ScriptedTransport.Answer(result: .reply(status: 200, headers: []), body: body)
        let door = try Door([answer], limits: .init(bodyBytes: (2 << 20) + 17))
        let result = await door.gateway.perform(Door.request()).outcome.result
        guard case .cut(let reply, let reason) = result else {
            Issue.record("expected a cut, got \(result.name)")
            return
        }
        #expect(reply.body.count == (2 << 20) + 17)
        #expect(try reply.body.bytes(in: (2 << 20)..<(3 << 20)).count == 17)
        #expect(reason.contains("2 MiB"))
        #expect(door.ledger.entries.last?.blob?.count == (2 << 20) + 17)
    }

    @Test("a body is stored as it came and decoded for the reader")
    func gzip() async throws {
        let packed = compress(Array("{\"a\":1}".utf8))
        let answer = ScriptedTransport.Answer(
            result: .reply(status: 200, headers: [.init("content-encoding", "gzip")]), body: packed)
        let door = try Door([answer])
        guard case .reply(let reply) = await door.gateway.perform(Door.request()).outcome.result else {
            Issue.record("expected a reply")
            return
        }
        #expect(try reply.body.text() == "{\"a\":1}")
        let blob = try #require(door.ledger.entries.last?.blob)
        #expect(try door.ledger.read(blob, range: 0..<blob.count) == packed)
    }

    @Test("a small body that unpacks to a very large one fails, and so does a damaged one")
    func bomb() async throws {
        let packed = compress([UInt8](repeating: 0, count: 8 << 20))
        let headers = [HTTPCall.Field("content-encoding", "gzip")]
        let bomb = try Door(
            [.init(result: .reply(status: 200, headers: headers), body: packed)], limits: .init(decodedBytes: 1 << 20))
        #expect(await bomb.gateway.perform(Door.request()).outcome.result.name == "failed undecodable")
        for body in [Array(packed.prefix(100)), [1, 2, 3], Array(packed.reversed())] {
            let damaged = try Door([.init(result: .reply(status: 200, headers: headers), body: body)])
            #expect(await damaged.gateway.perform(Door.request()).outcome.result.name == "failed undecodable")
        }
    }

    @Test(
        "addresses are read strictly",
        arguments: [
            ("http://127.0.0.1:9090", "http://127.0.0.1:9090"), ("HTTPS://Example.com/a/b/", "https://example.com/a/b"),
            ("http://[::1]:80/", "http://[::1]"), ("https://h:443", "https://h"),
        ])
    func origins(text: String, expected: String) {
        #expect(Origin(text)?.description == expected)
    }

    @Test(
        "addresses that hide another place or a credential are refused",
        arguments: [
            "", "http://", "ftp://h", "http://user:pw@h", "http://h?q", "http://h#f", "http://h/../x", "http://h:0",
            "http://h:99999",
            "http://h\\@evil", "http://ex ample", "http://::1", "h:80", "http://h/%2e%2e", "http://exämple.com",
        ])
    func badOrigins(text: String) {
        #expect(Origin(text) == nil)
    }

    private func compress(_ bytes: [UInt8]) -> [UInt8] {
        var input = bytes
        var output = [UInt8](repeating: 0, count: bytes.count + 1024)
        var stream = z_stream()
        deflateInit2_(&stream, 9, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        let count = input.withUnsafeMutableBufferPointer { input in
            output.withUnsafeMutableBufferPointer { output in
                stream.next_in = input.baseAddress
                stream.avail_in = UInt32(input.count)
                stream.next_out = output.baseAddress
                stream.avail_out = UInt32(output.count)
                _ = deflate(&stream, Z_FINISH)
                return output.count - Int(stream.avail_out)
            }
        }
        deflateEnd(&stream)
        return Array(output.prefix(count))
    }
}
