import Core

extension Endpoint {
    /// Where a source stands: data that stays among ours, or that leaves.
    public enum Side: String, Sendable, Hashable, Codable { case inside, outside }

    /// As configured; otherwise directories, `localhost` and loopback and private addresses are inside, and all else is
    /// outside. A name is not resolved: whoever answers for it today may not tomorrow.
    public var side: Side {
        if let perimeter { return perimeter }
        switch location {
        case .directory: return .inside
        case .origin(let origin): return Endpoint.isPrivate(host: origin.host) ? .inside : .outside
        }
    }

    /// RFC 1918, RFC 4193 and loopback. Link-local addresses are not among them: clouds give credentials out there.
    static func isPrivate(host: String) -> Bool {
        if host == "localhost" || host.hasSuffix(".localhost") { return true }
        if host.hasPrefix("[") {
            let address = host.dropFirst().dropLast().lowercased()
            return address == "::1" || address.hasPrefix("fc") || address.hasPrefix("fd")
        }
        let parts = host.split(separator: ".", omittingEmptySubsequences: false)
        let numbers = parts.compactMap { part in
            part.utf8.allSatisfy { (48...57).contains($0) } && (part == "0" || part.first != "0") ? UInt8(part) : nil
        }
        guard numbers.count == 4, parts.count == 4 else { return false }
        switch (numbers[0], numbers[1]) {
        case (127, _), (10, _), (192, 168), (172, 16...31): return true
        default: return false
        }
    }
}
