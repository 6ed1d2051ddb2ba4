/// Examples of secrets are written with their random part left out, so that no tool mistakes this table for a leak:
/// `ghp_‹a36›` is `ghp_` with 36 letters and digits.
public enum RuleExample {
    private static let alphabets: [UInt8: [UInt8]] = [
        UInt8(ascii: "a"): Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789".utf8),
        UInt8(ascii: "b"): Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8),
        UInt8(ascii: "l"): Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8),
        UInt8(ascii: "u"): Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8),
        UInt8(ascii: "x"): Array("0123456789abcdef".utf8),
        UInt8(ascii: "d"): Array("123456789".utf8),
    ]

    /// Replaces each `‹kN›` with N characters of the kind k: `a` letters and digits, `b` base64, `l` lower-case letters and
    /// digits, `u` upper-case letters and 2–7, `x` lower-case hex, `d` the digits 1–9. The same text always gives the same.
    public static func expand(_ text: String) -> String {
        var result = ""
        var state: UInt64 = 0xCBF2_9CE4_8422_2325
        var rest = text[...]
        while let open = rest.firstIndex(of: "‹") {
            let after = rest[rest.index(after: open)...]
            guard let close = after.firstIndex(of: "›"), let kind = after.utf8.first, let alphabet = alphabets[kind],
                let count = Int(after[..<close].dropFirst())
            else { break }
            result += rest[..<open]
            for _ in 0..<min(max(count, 0), 1 << 16) {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                result.unicodeScalars.append(Unicode.Scalar(alphabet[Int(state >> 33) % alphabet.count]))
            }
            rest = after[after.index(after: close)...]
        }
        return result + rest
    }
}
