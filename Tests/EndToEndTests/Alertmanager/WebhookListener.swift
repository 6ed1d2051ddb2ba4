import Core
import Foundation
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A receiver of webhooks: keeps what is posted to it, by path, with the time at which it came.
final class WebhookListener: Sendable {
    struct Message: Sendable {
        var time: Date
        var path: String
        var body: JSONValue
    }

    let port: Int
    private let socket: Int32
    private let messages = Mutex<[Message]>([])
    private let isOver = Mutex(false)

    init() throws {
        let (socket, port) = try LocalSocket.listening()
        self.socket = socket
        self.port = port
        Thread.detachNewThread { [self] in serve() }
    }

    func stop() {
        isOver.withLock { $0 = true }
        // Wakes the thread that waits for a connection.
        _ = try? LocalSocket.request(port: port, "POST", "/", body: "{}")
        close(socket)
    }

    /// What came for paths with a prefix.
    func messages(at prefix: String) -> [Message] { messages.withLock { $0.filter { $0.path.hasPrefix(prefix) } } }

    private func serve() {
        while !isOver.withLock({ $0 }) {
            let connection = accept(socket, nil, nil)
            guard connection >= 0 else { return }
            // Requests are answered one after the other: they are short, and come from this machine.
            LocalSocket.setTimeout(connection, seconds: 5)
            if let request = LocalSocket.message(from: connection) {
                let path = request.head.split(separator: " ").dropFirst().first.map(String.init) ?? ""
                let body = (try? JSONValue(parsing: Array(request.body))) ?? .null
                messages.withLock { $0.append(Message(time: Date(), path: path, body: body)) }
                LocalSocket.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", to: connection)
            }
            close(connection)
        }
    }
}

/// HTTP over sockets of this machine, as much of it as talking to an Alertmanager takes.
enum LocalSocket {
    struct Failure: Error, CustomStringConvertible {
        var description: String
    }

    static func listening(at port: Int = 0) throws -> (socket: Int32, port: Int) {
        let socket = make()
        var address = address(port: port)
        let size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(socket, $0, size) }
        }
        guard isBound == 0, listen(socket, 512) == 0 else {
            defer { close(socket) }
            throw Failure(description: "cannot listen: errno \(errno)")
        }
        var length = size
        _ = withUnsafeMutablePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(socket, $0, &length) }
        }
        return (socket, Int(UInt16(bigEndian: address.sin_port)))
    }

    /// A port that is free now, below those that systems give to outgoing connections.
    static func freePort() throws -> Int {
        for _ in 0..<100 {
            guard let (socket, port) = try? listening(at: Int.random(in: 15_000..<32_000)) else { continue }
            close(socket)
            return port
        }
        throw Failure(description: "no free port")
    }

    /// Sends a request and gives the body of its answer.
    static func request(port: Int, _ method: String, _ path: String, body: String) throws -> String {
        let socket = make()
        defer { close(socket) }
        setTimeout(socket, seconds: 10)
        var address = address(port: port)
        let isConnected = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard isConnected == 0 else { throw Failure(description: "cannot connect to port \(port): errno \(errno)") }
        send(
            "\(method) \(path) HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: "
                + "\(body.utf8.count)\r\nConnection: close\r\n\r\n" + body, to: socket)
        guard let answer = message(from: socket), answer.head.contains(" 200 ") else {
            throw Failure(description: "\(method) \(path) was not answered with 200")
        }
        return String(decoding: answer.body, as: UTF8.self)
    }

    static func setTimeout(_ socket: Int32, seconds: Int) {
        var limit = timeval(tv_sec: seconds, tv_usec: 0)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    }

    static func send(_ text: String, to socket: Int32) {
        let bytes = Array(text.utf8)
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { write(socket, $0.baseAddress, $0.count) }
            guard count > 0 else { return }
            sent += count
        }
    }

    /// A request or an answer: its first line with the headers, and its body of the length that they name.
    static func message(from socket: Int32) -> (head: String, body: ArraySlice<UInt8>)? {
        var bytes: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let mark = Array("\r\n\r\n".utf8)
        while true {
            if let end = bytes.firstRange(of: mark) {
                let head = String(decoding: bytes[..<end.lowerBound], as: UTF8.self)
                let lines = head.lowercased().split(separator: "\r\n")
                let length = lines.first { $0.hasPrefix("content-length:") }.flatMap {
                    Int($0.dropFirst(15).trimmingPrefix(" "))
                }
                if let length, bytes.count - end.upperBound >= length {
                    return (head, bytes[end.upperBound..<end.upperBound + length])
                }
            }
            let count = read(socket, &buffer, buffer.count)
            guard count > 0 else {
                // Without a length the body ends with the connection.
                guard count == 0, let end = bytes.firstRange(of: mark) else { return nil }
                return (String(decoding: bytes[..<end.lowerBound], as: UTF8.self), bytes[end.upperBound...])
            }
            bytes += buffer[..<count]
        }
    }

    private static func make() -> Int32 {
        #if canImport(Glibc)
            socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        #else
            socket(AF_INET, SOCK_STREAM, 0)
        #endif
    }

    private static func address(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(truncatingIfNeeded: port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        return address
    }
}
