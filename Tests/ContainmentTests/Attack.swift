import Foundation

/// A text that someone plants, of a family of attacks that has been published.
struct Attack: Sendable {
    var family: String
    var text: String

    init(_ family: String, _ text: String) {
        self.family = family
        self.text = text
    }

    /// What is hidden in characters that are removed: nothing of it may be left to obey.
    static let stripped: Set<String> = ["tag characters", "variation selectors"]

    static let all = direct + disguised + multilingual + pretended + exfiltration + reaching

    static func base64(_ text: String) -> String { Data(text.utf8).base64EncodedString() }
    static func hexadecimal(_ text: String) -> String { Canaries.hexadecimal(Array(text.utf8)) }
    static func percent(_ text: String) -> String { text.utf8.map { "%" + Canaries.hexadecimal([$0]) }.joined() }
    static func tags(_ text: String) -> String {
        String(String.UnicodeScalarView(text.unicodeScalars.compactMap { Unicode.Scalar($0.value + 0xE0000) }))
    }
    static func selectors(_ text: String) -> String {
        String(String.UnicodeScalarView(text.utf8.compactMap { Unicode.Scalar(0xE0100 + UInt32($0) - 16) }))
    }
}
