import Foundation

/// Asks a real server on 127.0.0.1 one question: HTTP/1.0, one connection a request, so that a body ends with the connection and
/// its coding passes through untouched.
enum UpstreamClient {
    static func send(_ request: WebRequest, port: Int) async throws -> WebAnswer {
        try await withCheckedThrowingContinuation { continuation in
            DispatchQueue.global().async { continuation.resume(with: Result { try exchange(request, port: port) }) }
        }
    }

    /// Waits until the server of `child` answers `path` with 200, at most 60 s.
    static func untilReady(port: Int, path: String, of child: Child) async throws {
        for _ in 0..<3000 {
            if let answer = try? await send(WebRequest(target: path), port: port), answer.status == 200 { return }
            guard child.process.isRunning else {
                let words = child.lastWords
                throw ScenarioError("\(child.name) ended before it was ready" + (words.isEmpty ? "" : ": " + words))
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw ScenarioError("\(child.name) was not ready within a minute")
    }

    private static let hopByHop: Set<String> = [
        "connection", "keep-alive", "transfer-encoding", "te", "trailer", "upgrade", "proxy-connection", "content-length",
        "host",
    ]

    private static func exchange(_ request: WebRequest, port: Int) throws -> WebAnswer {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ScenarioError("no socket") }
        defer { close(descriptor) }
        var address = LocalPort.loopback(port: port)
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                connect(descriptor, general, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
        guard connected else { throw ScenarioError("the server behind the front refuses connections") }
        var head = "\(request.method) \(request.target) HTTP/1.0\r\nHost: 127.0.0.1:\(port)\r\nConnection: close\r\n"
        for header in request.headers where !hopByHop.contains(header.name) { head += "\(header.name): \(header.value)\r\n" }
        if !request.body.isEmpty { head += "Content-Length: \(request.body.count)\r\n" }
        var rest = (Array(head.utf8) + Array("\r\n".utf8) + request.body)[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes { Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
            guard sent > 0 else { throw ScenarioError("the server behind the front closed the connection") }
            rest = rest.dropFirst(sent)
        }
        var received: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = recv(descriptor, &chunk, chunk.count, 0)
            guard count > 0 else { break }
            received += chunk[..<count]
        }
        return try read(received)
    }

    private static func read(_ bytes: [UInt8]) throws -> WebAnswer {
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) else {
            throw ScenarioError("the server behind the front gave no answer")
        }
        let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(separatedBy: "\r\n")
        let words = lines[0].split(separator: " ")
        guard words.count >= 2, let status = Int(words[1]) else { throw ScenarioError("no status line") }
        let headers = lines.dropFirst().compactMap { line -> (name: String, value: String)? in
            let parts = line.split(separator: ":", maxSplits: 1)
            guard parts.count == 2, !hopByHop.contains(parts[0].lowercased()) else { return nil }
            return (String(parts[0]), parts[1].trimmingCharacters(in: .whitespaces))
        }
        return WebAnswer(status: status, headers: headers, body: Array(bytes[end.upperBound...]))
    }
}
