/// Text that a log line holds: literal pieces in this order, with anything between them.
///
/// Written as a store or a template shows it, with `<_>` (or `<*>`) where lines differ: `charge failed order_id=<_> timeout=5s`.
/// It may begin and end anywhere in the line. A line that itself holds `<_>` matches as well, since a hole matches anything.
public struct LogPhrase: Sendable, Hashable {
    /// As it was given.
    public let text: String
    /// The pieces between the holes; never empty, and at least one has a letter or a digit.
    public let pieces: [String]

    /// The longest text that is accepted, in bytes: a regular expression is made of it.
    public static let longest = 2000

    /// - Throws: ``InputError`` naming `field` when the text is too long or holds no letter and no digit outside its holes: it
    ///   would match nearly every line.
    public init(_ text: String, field: String) throws(InputError) {
        guard text.utf8.count <= LogPhrase.longest else {
            throw InputError(field, "is longer than \(LogPhrase.longest) bytes")
        }
        let pieces = LogPhrase.pieces(of: text)
        guard pieces.contains(where: { $0.contains { $0.isLetter || $0.isNumber } }) else {
            throw InputError(field, "has no letter or digit outside <_>, so it would match nearly every line")
        }
        self.text = text
        self.pieces = pieces
    }

    /// An RE2 expression that finds the pieces in order; also over line ends.
    var pattern: String {
        let joined = pieces.map(LogLiteral.pattern).joined(separator: ".*")
        return pieces.count == 1 ? joined : "(?s)" + joined
    }

    private static func pieces(of text: String) -> [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        let scalars = Array(text.unicodeScalars)
        var position = 0
        while position < scalars.count {
            if position + 2 < scalars.count, scalars[position] == "<",
                scalars[position + 1] == "_" || scalars[position + 1] == "*",
                scalars[position + 2] == ">"
            {
                if !piece.isEmpty { pieces.append(String(piece)) }
                piece = String.UnicodeScalarView()
                position += 3
            } else {
                piece.append(scalars[position])
                position += 1
            }
        }
        if !piece.isEmpty { pieces.append(String(piece)) }
        return pieces
    }
}
