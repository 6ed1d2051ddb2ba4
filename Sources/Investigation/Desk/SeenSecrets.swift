/// Secrets and personal data that stood in answers of the session, as they were before redaction.
///
/// A rule knows a key by its form and a password by what stands before it; an argument may hold the password alone. So what was
/// found in evidence is remembered, and looked for in arguments, whole and in pieces.
struct SeenSecrets: Sendable {
    /// Bytes of a piece that is looked for. Shorter values are looked for whole, and those below ``shortest`` not at all: they
    /// would be found by chance.
    static let piece = 12
    static let shortest = 6
    /// Pieces kept; a session that sees more has its earliest ones looked for.
    static let most = 100_000

    private var pieces: Set<[UInt8]> = []
    private var whole: Set<[UInt8]> = []

    mutating func add(_ value: String) {
        for line in value.split(whereSeparator: \.isNewline) where !line.hasPrefix("-----") {
            let bytes = Array(line.utf8.prefix(4_096))
            guard bytes.count >= SeenSecrets.shortest, pieces.count + whole.count < SeenSecrets.most else { continue }
            // A part of an address is a company's name.
            if bytes.count < SeenSecrets.piece || bytes.contains(UInt8(ascii: "@")) {
                whole.insert(bytes)
            } else {
                for start in 0...(bytes.count - SeenSecrets.piece) {
                    pieces.insert(Array(bytes[start..<start + SeenSecrets.piece]))
                }
            }
        }
    }

    /// Whether a text holds a value that was seen, or a piece of one.
    func isFound(in text: String) -> Bool {
        guard !pieces.isEmpty || !whole.isEmpty else { return false }
        let bytes = Array(text.utf8)
        if !pieces.isEmpty, bytes.count >= SeenSecrets.piece {
            for start in 0...(bytes.count - SeenSecrets.piece)
            where pieces.contains(Array(bytes[start..<start + SeenSecrets.piece])) { return true }
        }
        let lengths = Set(whole.map(\.count))
        return lengths.contains { length in
            guard bytes.count >= length else { return false }
            return (0...(bytes.count - length)).contains { whole.contains(Array(bytes[$0..<$0 + length])) }
        }
    }
}
