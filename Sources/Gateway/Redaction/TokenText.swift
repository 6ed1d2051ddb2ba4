import Crypto

/// How a token is written: `⟦kind:0123456789abcdef⟧`, the first 64 bits of its code. Without a key `⟦kind⟧`.
enum TokenText {
    /// The first byte of U+27E6 and U+27E7 in UTF-8.
    static let firstByte: UInt8 = 0xE2
    /// The last bytes of `⟦` and `⟧`.
    static let opening: UInt8 = 0xA6
    static let closing: UInt8 = 0xA7

    static func token(_ kind: RedactionClass, _ code: HMAC<SHA256>?) -> String {
        guard let code else { return "⟦\(kind.rawValue)⟧" }
        return "⟦\(kind.rawValue):\(Hex.encode(code.finalize().prefix(8)))⟧"
    }

    /// What stands in the output for a bracket that came in.
    static func escaped(closing: Bool) -> String { closing ? "(U+27E7)" : "(U+27E6)" }

    /// Equal things that are written differently give the same token.
    static func normalised(_ value: some Sequence<UInt8>, _ kind: RedactionClass) -> [UInt8] {
        switch kind {
        case .secret: Array(value)
        case .email, .ip: value.map(lowered)
        case .phone, .card: value.filter(\.isASCIIDigit)
        case .iban, .nationalID: value.filter(\.isASCIIAlphanumeric).map(lowered)
        case .name:
            Array(
                String(decoding: Array(value), as: UTF8.self).lowercased().utf8.map {
                    " ._-+\t\n".utf8.contains($0) ? 0x20 : $0
                })
        }
    }

    private static func lowered(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }
}
