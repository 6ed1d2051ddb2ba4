import Foundation

/// A TCP port of 127.0.0.1.
enum LocalPort {
    /// A port that was free a moment ago, below those that systems give to outgoing connections: thousands of these come and go
    /// before a server has it.
    static func free() throws -> Int {
        for _ in 0..<100 {
            guard let socket = try? bound(to: Int.random(in: 15_000..<32_000)) else { continue }
            close(socket.descriptor)
            return socket.port
        }
        throw ScenarioError("no free port on 127.0.0.1 between 15000 and 32000")
    }

    /// A port that is taken and never listened on: connecting to it is refused as long as the Lab runs.
    static func refused() throws -> Int { try bound().port }

    private static func bound(to port: Int = 0) throws -> (descriptor: Int32, port: Int) {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard descriptor >= 0 else { throw ScenarioError("no socket: \(String(cString: strerror(errno)))") }
        var address = loopback(port: port)
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let result = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { general in
                bind(descriptor, general, length) == 0 && getsockname(descriptor, general, &length) == 0
            }
        }
        guard result else {
            close(descriptor)
            throw ScenarioError("no free port on 127.0.0.1: \(String(cString: strerror(errno)))")
        }
        return (descriptor, Int(UInt16(bigEndian: address.sin_port)))
    }

    static func loopback(port: Int) -> sockaddr_in {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return address
    }
}
