/// Texts made to confuse a scanner.
enum Hostile {
    private static let parts: [String] = [
        "password", "token=", "secret: ", "api_key\":\"", "://", ":", "@", "%40", "%", "\\u0040", "\\", "\\n", "\"", "'", "=",
        "==", " ", "\n",
        "-----BEGIN PRIVATE KEY-----", "-----END PRIVATE KEY-----", "AKIA", "ghp_", "eyJhbGciOiJI", ".eyJ", "+49 ", "(030) ",
        "phone ",
        "DE89", "4111", "1111", "536-90-4399", "⟦", "⟧", "⟦email:0123456789abcdef⟧", "\\u27e6", "%E2%9F%A6", "\u{E2}", "Ada",
        " Lovelace",
        "J", "Jörg", "::", "fe80", "1.2.3.4", "ada@example.com", "cookie: ", "Authorization: Bearer ", "aws ", "ssn ", "00",
        "x\u{0}",
        "YWRhQGV4YW1wbGUuY29t", "616461406578616d706c652e636f6d", "\u{202E}", "…", "--password ",
    ]

    static func text(count: Int, _ random: inout some RandomNumberGenerator) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            switch Int.random(in: 0..<12, using: &random) {
            case 0: bytes.append(UInt8.random(in: 0...255, using: &random))
            case 1: bytes += run("ABCDEFGHIJKLMNOPabcdefghijklmnop0123456789+/", &random)
            case 2: bytes += run("0123456789abcdef", &random)
            case 3: bytes += run("0123456789 -", &random)
            case 4 where Int.random(in: 0..<20, using: &random) == 0:
                for _ in 0..<Int.random(in: 1...9000, using: &random) { bytes += run("ABCDabcd01", &random).prefix(4) }
            default: bytes += Array((parts.randomElement(using: &random) ?? "").utf8)
            }
        }
        return Array(bytes.prefix(count))
    }

    private static func run(_ alphabet: String, _ random: inout some RandomNumberGenerator) -> [UInt8] {
        let alphabet = Array(alphabet.utf8)
        return (0..<Int.random(in: 1...60, using: &random)).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &random)]
        }
    }
}
