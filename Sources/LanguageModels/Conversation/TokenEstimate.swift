/// How many tokens a text has, before anyone has counted them.
///
/// Common vocabularies take about four bytes of English a token, and two to three of numbers, hexadecimal and JSON. Three bytes a
/// token is therefore more than most texts need; what servers report corrects it.
public struct TokenEstimate: Sendable, Hashable {
    /// Tokens of the whole over what three bytes a token give.
    public private(set) var factor = 1.0

    /// Room that is left for what the estimate misses.
    static let margin = 1.1

    public init() {}

    /// Tokens of so many bytes, rounded up.
    public func tokens(bytes: Int) -> Int { Int((Double(max(0, bytes)) / 3 * factor).rounded(.up)) }

    /// Bytes that so many tokens hold.
    public func bytes(tokens: Int) -> Int { Int(Double(max(0, tokens)) * 3 / factor) }

    /// Learns from what a server counted of a request of so many bytes. A server that counts less than a tenth counts something
    /// else, and is not believed.
    public mutating func learn(bytes: Int, reported tokens: Int) {
        guard bytes >= 300 else { return }
        let ratio = Double(tokens) / (Double(bytes) / 3)
        guard ratio >= 0.1 else { return }
        factor = min(4, max(0.5, ratio * TokenEstimate.margin))
    }
}
