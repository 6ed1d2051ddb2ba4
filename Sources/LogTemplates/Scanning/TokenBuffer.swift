/// The tokens of one line, in memory that is used again for the next.
struct TokenBuffer: Sendable {
    static let capacity = 192

    private(set) var tokens: [Token]
    private(set) var count = 0
    /// Of the line with its variables masked: equal for lines that differ in variables alone.
    private(set) var hash: UInt64 = 0
    /// Set by the mark that was read last.
    var expectsValue = false
    /// The word that was read last says that a name follows.
    var followsCue = false

    init() {
        tokens = Array(
            repeating: Token(start: 0, end: 0, kind: .mark, isSpaced: false, hash: 0), count: TokenBuffer.capacity)
    }

    /// The line has more tokens than are kept.
    private(set) var isCut = false

    mutating func clear() {
        count = 0
        hash = 0x9E37_79B9_7F4A_7C15
        expectsValue = false
        followsCue = false
        isCut = false
    }

    var followsNumber: Bool { count > 0 && tokens[count - 1].kind == .variable }

    /// Takes what follows into the token that was read last.
    mutating func extendLast(to end: Int) {
        guard count > 0 else { return }
        tokens[count - 1].end = Int32(truncatingIfNeeded: end)
    }

    mutating func append(_ start: Int, _ end: Int, _ kind: Token.Kind, spaced: Bool, _ value: UInt64) {
        guard count < TokenBuffer.capacity else {
            isCut = true
            return
        }
        tokens[count] = Token(
            start: Int32(truncatingIfNeeded: start), end: Int32(truncatingIfNeeded: end), kind: kind, isSpaced: spaced,
            hash: value)
        count += 1
        let masked = kind == .variable || kind == .value ? Hash.variable : value
        hash = Hash.mix(hash &+ masked &+ (spaced ? 0x5851_F42D_4C95_7F2D : 0))
    }

    subscript(index: Int) -> Token { tokens[index] }
}
