import Core

/// Looks for the credential of a request in what came back. Some servers repeat what they refuse, and an answer that holds a
/// live credential is never shown to anyone.
struct CredentialEcho: Sendable {
    private let needles: [[UInt8]]

    /// Shorter secrets would be found by chance.
    private static let shortest = 8

    /// The secret as it is, in base64, and percent-encoded.
    init(_ secrets: [String]) {
        let long = secrets.filter { $0.utf8.count >= CredentialEcho.shortest }
        needles = long.flatMap { secret in
            let bytes = Array(secret.utf8)
            return [
                bytes, Array(Base64.encode(bytes).utf8.prefix { $0 != UInt8(ascii: "=") }),
                Array(PercentEncoding.segment(secret).utf8),
            ]
        }
    }

    var isEmpty: Bool { needles.isEmpty }

    func isFound(in text: String) -> Bool { isFound(in: Array(text.utf8)) }

    func isFound(in bytes: [UInt8]) -> Bool { needles.contains { ByteSearch.find($0, in: bytes) } }

    /// Whether any part of an answer repeats the credential: its headers, its body as it came, and its body decoded.
    func isFound(in result: TransportResult, body: [UInt8], limit: Int) -> Bool {
        switch result {
        case .failed(let failure): return isFound(in: failure.detail)
        case .reply(_, let headers), .cut(_, let headers):
            if headers.contains(where: { isFound(in: $0.value) }) || isFound(in: body) { return true }
            let encoding = headers.first { $0.name == "content-encoding" }?.value ?? ""
            guard !encoding.isEmpty, let decoded = try? ContentDecoding.decode(body, encoding: encoding, limit: limit) else {
                return false
            }
            return isFound(in: decoded)
        }
    }
}
