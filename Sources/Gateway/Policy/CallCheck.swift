import Core

/// What no call may contain, whatever tool it comes from.
enum CallCheck {
    static func problem(with call: Call) -> String? {
        switch call {
        case .http(let call):
            if let segment = call.path.first(where: { $0 == "." || $0 == ".." || $0.contains("\0") }) {
                return "the path has the segment '\(segment)'"
            }
            if call.path.dropLast().contains("") { return "the path has an empty segment" }
            for header in call.headers {
                if !header.name.utf8.allSatisfy(isToken) || header.name.isEmpty { return "a header's name is not a token" }
                if header.value.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\t" || $0.value == 0x7F }) {
                    return "the header \(header.name) has control characters"
                }
                if reserved.contains(header.name.lowercased()) { return "a tool may not set the header \(header.name)" }
            }
            return nil
        case .process(let call):
            return call.arguments.contains { $0.contains("\0") } ? "an argument contains a NUL" : nil
        case .file(let call):
            let bad = call.path.first { $0.isEmpty || $0 == "." || $0 == ".." || $0.contains("/") || $0.contains("\0") }
            if let bad { return "the path has the component '\(bad)'" }
            guard let range = call.range else { return nil }
            guard call.operation == .read else { return "only a read has a range" }
            let isSound = range.offset >= 0 && range.count > 0 && !range.offset.addingReportingOverflow(range.count).overflow
            return isSound ? nil : "the range of bytes is not one"
        }
    }

    /// Headers that choose a host, a length or a credential.
    private static let reserved: Set<String> = [
        "host", "content-length", "transfer-encoding", "connection", "authorization", "proxy-authorization", "cookie",
        "upgrade",
        "te", "trailer", "user-agent", "accept-encoding", "expect",
    ]

    private static func isToken(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
