import Core
import Foundation
import Gateway
import Synchronization
import Testing
import Transports

struct HTTPTransportTests {
    private let rig = Rig()

    private func endpoint(_ port: Int, _ change: (inout Endpoint) -> Void = { _ in }) throws -> Endpoint {
        let origin = try #require(Origin("http://127.0.0.1:\(port)/base"))
        var endpoint = Endpoint(
            name: "metrics", kind: "prometheus", location: .origin(origin), limits: Endpoint.Limits(timeout: 10))
        change(&endpoint)
        return endpoint
    }

    private let call = Call.http(HTTPCall(path: ["api", "v1"], query: [HTTPCall.Field("q", "a b&c")]))

    @Test("what is sent is what was asked for, and nothing besides")
    func request() async throws {
        let server = try ScriptedServer { peer in
            peer.request()
            peer.answer("ok:" + peer.body(7), headers: "X-Odd: one\r\nx-odd: two\r\n")
        }
        let call = HTTPCall(
            .post, path: ["a/b", ""], query: [HTTPCall.Field("q", "1 2")], headers: [HTTPCall.Field("X-Scope", "é")],
            body: Array("payload".utf8))
        let result = await rig.perform(.http(call), at: try endpoint(server.port))
        let reply = result.reply
        #expect(reply?.status == 200, "\(result)")
        #expect(try reply?.body.text() == "ok:payload")
        #expect(reply?.headers.filter { $0.name == "x-odd" }.map(\.value) == ["one", "two"])
        let lines = server.requests.joined().components(separatedBy: "\r\n").filter { !$0.isEmpty }
        #expect(lines.first == "POST /base/a%2Fb/?q=1%202 HTTP/1.1")
        #expect(
            lines.contains("x-scope: é") && lines.contains("Content-Length: 7")
                && lines.contains("host: 127.0.0.1:\(server.port)"))
        let names = Set(lines.dropFirst().map { $0.prefix { $0 != ":" }.lowercased() })
        #expect(names.subtracting(["x-scope", "content-length", "host", "user-agent", "accept", "accept-encoding"]) == [])
    }

    @Test("a redirect is a reply and is not followed", arguments: [301, 302, 307, 308])
    func redirect(status: Int) async throws {
        let other = try ScriptedServer { $0.answer("elsewhere") }
        let server = try ScriptedServer { [port = other.port] peer in
            peer.request()
            peer.answer("", status: "\(status) Moved", headers: "location: http://127.0.0.1:\(port)/\r\n")
        }
        let reply = await rig.perform(call, at: try endpoint(server.port)).reply
        #expect(reply?.status == status)
        #expect(reply?.header("location") == "http://127.0.0.1:\(other.port)/")
        #expect(other.requests.isEmpty && server.requests.count == 1)
    }

    @Test("a compressed body is stored as it came")
    func compressed() async throws {
        let bytes: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0x4B, 0x04, 0, 0x43, 0xBE, 0xB7, 0xE8, 1, 0, 0, 0]
        let server = try ScriptedServer { peer in
            peer.request()
            peer.send("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: \(bytes.count)\r\n\r\n")
            peer.send(bytes)
            peer.waitForClose()
        }
        #expect(await rig.perform(call, at: try endpoint(server.port)).text == "a")
        #expect(try rig.ledger.lastBody() == bytes)
    }

    @Test(
        "a server that hangs or trickles ends in a time-out in time",
        arguments: ["accept", "head", "body", "trickle", "informational"])
    func timeouts(where place: String) async throws {
        let server = try ScriptedServer { peer in
            if place != "accept" { peer.request() }
            switch place {
            case "head": peer.send("HTTP/1.1 200 OK\r\ncontent-le")
            case "body": peer.send("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nsome")
            case "trickle":
                peer.send("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n")
                while peer.send("1\r\nx\r\n") { usleep(20_000) }
            case "informational": while peer.send("HTTP/1.1 103 Early Hints\r\nx: y\r\n\r\n") { usleep(20_000) }
            default: break
            }
            peer.waitForClose()
        }
        let before = ContinuousClock.now
        let failure = await rig.perform(call, at: try endpoint(server.port) { $0.limits.timeout = 0.7 }).failure
        #expect(failure == Failure(.timedOut, "no answer within 0.7 s"))
        #expect(ContinuousClock.now - before < .seconds(5))
    }

    @Test("a body longer than the limit is cut, and the connection closed at once")
    func huge() async throws {
        let sent = Mutex(0)
        let server = try ScriptedServer { peer in
            peer.request()
            peer.send("HTTP/1.1 200 OK\r\ncontent-length: 4000000000\r\n\r\n")
            let piece = [UInt8](repeating: 120, count: 65_536)
            while peer.send(piece) { sent.withLock { $0 += piece.count } }
        }
        let cut = await rig.perform(call, at: try endpoint(server.port) { $0.limits.bodyBytes = 1_500_000 }).cut
        #expect(cut?.status == 200)
        #expect(cut?.body.count == 1_500_000)
        try await Task.sleep(for: .milliseconds(300))
        let after = sent.withLock { $0 }
        try await Task.sleep(for: .milliseconds(300))
        #expect(sent.withLock { $0 } == after)
    }

    @Test(
        "what is not HTTP, or stops in the middle, is broken",
        arguments: [
            "", "garbage\r\n\r\n", "HTTP/1.1 two hundred\r\n\r\n", "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\nabc", "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nab",
            "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nZZ\r\nab", "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
            "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab", "HTTP/1.1 200 O",
        ])
    func broken(answer: String) async throws {
        let server = try ScriptedServer { peer in
            peer.request()
            peer.send(answer)
        }
        let result = await rig.perform(call, at: try endpoint(server.port) { $0.limits.timeout = 3 })
        #expect(result.failure?.kind == .broken, "\(result)")
    }

    @Test("a head without end is broken and does not trap", arguments: [true, false])
    func hugeHead(manyFields: Bool) async throws {
        let server = try ScriptedServer { peer in
            peer.request()
            peer.send("HTTP/1.1 200 OK\r\n")
            let field = manyFields ? "x: y\r\n" : String(repeating: "a", count: 10_000)
            for _ in 0..<2_000 where peer.send(field) {}
        }
        #expect(await rig.perform(call, at: try endpoint(server.port)).failure?.kind == .broken)
    }

    @Test("a closed port and an unknown name are unreachable, with words for each")
    func unreachable() async throws {
        var server: ScriptedServer? = try ScriptedServer { _ in }
        let port = try #require(server?.port)
        server = nil
        #expect(
            await rig.perform(call, at: try endpoint(port)).failure
                == Failure(.unreachable, "connection refused by 127.0.0.1:\(port)"))
        let unknown = try endpoint(1) {
            $0.location = .origin(Origin("http://no-such-host.invalid:1234") ?? $0.location.pinned)
        }
        let failure = await rig.perform(call, at: unknown).failure
        #expect(
            failure?.kind == .unreachable && failure?.detail.contains("not found") == true, "\(String(describing: failure))")
    }

    @Test("no failure quotes a credential, wherever it was to go")
    func credentials() async throws {
        let server = try ScriptedServer { peer in
            peer.request()
            peer.send("nonsense s3cret\r\n\r\n")
        }
        var closed: ScriptedServer? = try ScriptedServer { _ in }
        let closedPort = try #require(closed?.port)
        closed = nil
        for port in [server.port, closedPort] {
            for slot in [CredentialSlot.query(name: "token"), .bearer, .header(name: "x-key", prefix: "")] {
                let call = HTTPCall(path: ["x"], credential: slot)
                let source = try endpoint(port) { $0.credential = .token(.environment("T")) }
                let failure = await rig.perform(.http(call), at: source).failure
                #expect(failure != nil && failure?.detail.contains("s3cret") == false, "\(String(describing: failure))")
            }
        }
        #expect(server.requests.allSatisfy { $0.contains("s3cret") } && server.requests.count == 3)
    }

    @Test("a proxy is asked for a tunnel, and its refusals have their own words")
    func proxy() async throws {
        let proxy = try ScriptedServer { peer in
            peer.request()
            peer.send("HTTP/1.1 200 Connection established\r\n\r\n")
            peer.request()
            peer.answer("through")
        }
        let source = try endpoint(9) { $0.proxy = Origin("http://127.0.0.1:\(proxy.port)") }
        #expect(await rig.perform(call, at: source).text == "through")
        #expect(proxy.requests.first?.hasPrefix("CONNECT 127.0.0.1:9 HTTP/1.1\r\n") == true)
        #expect(proxy.requests.last?.hasPrefix("GET /base/api/v1?q=a%20b%26c HTTP/1.1\r\n") == true)
        for (status, words) in [
            ("403 Forbidden", "refused to connect"), ("407 Proxy Authentication Required", "asks for a user name"),
        ] {
            let refusing = try ScriptedServer { peer in
                peer.request()
                peer.answer("", status: status)
            }
            let failure = await rig.perform(
                call, at: try endpoint(9) { $0.proxy = Origin("http://127.0.0.1:\(refusing.port)") }
            ).failure
            #expect(failure?.kind == .unreachable && failure?.detail.contains(words) == true, "\(String(describing: failure))")
        }
    }

    @Test("calls at the same time do not wait for each other")
    func concurrency() async throws {
        let open = Mutex(0)
        let server = try ScriptedServer { peer in
            peer.request()
            // Nobody is answered before all have asked.
            open.withLock { $0 += 1 }
            for _ in 0..<500 where open.withLock({ $0 }) < 30 { usleep(20_000) }
            peer.answer(open.withLock { $0 } == 30 ? "x" : "alone")
        }
        let source = try endpoint(server.port)
        let texts = await withTaskGroup(of: String?.self) { group in
            for _ in 0..<30 { group.addTask { await rig.perform(call, at: source).text } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(texts == Array(repeating: "x", count: 30))
    }

    @Test("a call that is cancelled ends at once, as interrupted")
    func cancellation() async throws {
        let server = try ScriptedServer { peer in
            peer.request()
            peer.waitForClose()
        }
        let source = try endpoint(server.port) { $0.limits.timeout = 30 }
        let task = Task { await rig.perform(call, at: source) }
        while server.requests.isEmpty { try await Task.sleep(for: .milliseconds(10)) }
        let before = ContinuousClock.now
        task.cancel()
        #expect(await task.value.failure?.kind == .interrupted)
        #expect(ContinuousClock.now - before < .seconds(5))
    }

    @Test("after a shutdown nothing is sent")
    func shutdown() async throws {
        let server = try ScriptedServer { peer in
            peer.request()
            peer.answer("x")
        }
        #expect(await rig.perform(call, at: try endpoint(server.port)).text == "x")
        await rig.transport.shutdown()
        #expect(await rig.perform(call, at: try endpoint(server.port)).failure?.kind == .interrupted)
        #expect(server.requests.count == 1)
    }
}

extension Endpoint.Location {
    fileprivate var pinned: Origin {
        if case .origin(let origin) = self { return origin }
        preconditionFailure("the test's endpoint has an origin")
    }
}
