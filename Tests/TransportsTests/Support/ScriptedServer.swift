import Foundation
import Synchronization

/// A TCP server on this machine that treats each connection as a script says.
final class ScriptedServer: Sendable {
    let port: Int
    private let listener: Int32
    private let heads = Mutex<[String]>([])

    init(_ script: @escaping @Sendable (Peer) -> Void) throws {
        #if canImport(Darwin)
            let kind = SOCK_STREAM
        #else
            let kind = Int32(SOCK_STREAM.rawValue)
        #endif
        listener = socket(AF_INET, kind, 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let descriptor = listener
        let bound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(descriptor, address, size) == 0 && listen(descriptor, 64) == 0
                    && getsockname(descriptor, address, &size) == 0
            }
        }
        guard bound else { throw POSIXError(.EADDRINUSE) }
        port = Int(UInt16(bigEndian: address.sin_port))
        Thread.detachNewThread { [weak self] in
            while true {
                let connection = accept(descriptor, nil, nil)
                guard connection >= 0, let server = self else {
                    // Here and not in deinit: a number that is free again may be another server's.
                    close(descriptor)
                    if connection >= 0 { close(connection) }
                    return
                }
                Thread.detachNewThread {
                    script(Peer(descriptor: connection, server: server))
                    close(connection)
                }
            }
        }
    }

    deinit { shutdown(listener, Int32(SHUT_RDWR)) }

    /// The heads of all requests so far.
    var requests: [String] { heads.withLock { $0 } }
    fileprivate func note(_ head: String) { heads.withLock { $0.append(head) } }
}

/// One connection of a scripted server.
struct Peer: Sendable {
    fileprivate let descriptor: Int32
    fileprivate let server: ScriptedServer

    /// Reads a request's head, and notes it.
    @discardableResult
    func request() -> String {
        var bytes: [UInt8] = []
        while !bytes.suffix(4).elementsEqual([13, 10, 13, 10]) {
            var byte: UInt8 = 0
            guard recv(descriptor, &byte, 1, 0) == 1 else { break }
            bytes.append(byte)
        }
        let head = String(decoding: bytes, as: UTF8.self)
        if !head.isEmpty { server.note(head) }
        return head
    }

    func body(_ count: Int) -> String {
        var bytes = [UInt8](repeating: 0, count: count)
        let got = recv(descriptor, &bytes, count, Int32(MSG_WAITALL))
        return String(decoding: bytes.prefix(max(0, got)), as: UTF8.self)
    }

    /// Whether everything went out.
    @discardableResult
    func send(_ text: String) -> Bool { send(Array(text.utf8)) }

    @discardableResult
    func send(_ bytes: [UInt8]) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let sent = rest.withUnsafeBytes {
                Foundation.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard sent > 0 else { return false }
            rest = rest.dropFirst(sent)
        }
        return true
    }

    /// Waits until the other side closes.
    func waitForClose() {
        var bytes = [UInt8](repeating: 0, count: 4096)
        while recv(descriptor, &bytes, bytes.count, 0) > 0 {}
    }

    func answer(_ body: String, status: String = "200 OK", headers: String = "") {
        send("HTTP/1.1 \(status)\r\ncontent-length: \(body.utf8.count)\r\nconnection: close\r\n\(headers)\r\n\(body)")
    }
}
