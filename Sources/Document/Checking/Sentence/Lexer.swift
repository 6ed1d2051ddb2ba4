import Core

/// A word, a quotation or a sign of a text.
struct Piece: Sendable, Hashable {
    enum Kind: Sendable, Hashable { case word, quote, mark }
    var kind: Kind
    var text: String
    /// In lower case, without a possessive ending.
    var lower: String
    /// Does it follow the piece before it with nothing in between?
    var isAttached: Bool
}

/// Cuts a text into words, quotations and signs. What stands inside a word as in `14:47`, `payment-gateway`, `5.31.0`, `1.4/s`
/// belongs to it.
enum Lexer {
    /// Scalars that are read of a statement; a sentence is much shorter.
    static let limit = 6_000
    static let pieceLimit = 1_200

    static func pieces(of text: String) -> [Piece] {
        var lexer = Scanner(scalars: Array(text.unicodeScalars.prefix(limit)))
        lexer.read()
        return lexer.pieces
    }

    private struct Scanner {
        let scalars: [Unicode.Scalar]
        var pieces: [Piece] = []
        var position = 0
        /// Where the last piece ended.
        var end = -1
        var unclosed: Set<Unicode.Scalar> = []

        init(scalars: [Unicode.Scalar]) { self.scalars = scalars }

        mutating func read() {
            while position < scalars.count, pieces.count < Lexer.pieceLimit {
                let scalar = scalars[position]
                if scalar == " " || scalar.properties.isWhitespace || scalar.isUnprintable {
                    position += 1
                } else if let close = Scanner.closers[scalar], readQuotation(until: close) {
                    continue
                } else if NameWords.isWordScalar(scalar) {
                    readWord()
                } else {
                    add(.mark, position..<position + 1)
                    position += 1
                }
            }
        }

        static let closers: [Unicode.Scalar: Unicode.Scalar] = ["“": "”", "\"": "\"", "«": "»", "‘": "’", "„": "“", "'": "'"]
        static let joiners = Set("._-/:'’@".unicodeScalars)

        mutating func readQuotation(until close: Unicode.Scalar) -> Bool {
            guard !unclosed.contains(close) else { return false }
            var place = position + 1
            // A straight single quote also is an apostrophe: it opens after a space, and closes before one.
            let isStraight = close == "'" || close == "’"
            while place < scalars.count {
                if scalars[place] == close,
                    !isStraight || place + 1 >= scalars.count || !NameWords.isWordScalar(scalars[place + 1])
                {
                    guard place > position + 1 else { return false }
                    add(.quote, position + 1..<place)
                    position = place + 1
                    end = position
                    return true
                }
                place += 1
            }
            unclosed.insert(close)
            return false
        }

        mutating func readWord() {
            let start = position
            while position < scalars.count {
                let scalar = scalars[position]
                if NameWords.isWordScalar(scalar) || scalar == "_" {
                    position += 1
                    continue
                }
                let joins =
                    Scanner.joiners.contains(scalar)
                    || (scalar == "," && scalars[position - 1].isDigit && hasDigitGroup(at: position + 1))
                guard joins, position + 1 < scalars.count, NameWords.isWordScalar(scalars[position + 1]) else { break }
                position += 1
            }
            add(.word, start..<position)
        }

        func hasDigitGroup(at start: Int) -> Bool {
            guard start + 3 <= scalars.count, scalars[start..<start + 3].allSatisfy(\.isDigit) else { return false }
            return start + 3 == scalars.count || !scalars[start + 3].isDigit
        }

        mutating func add(_ kind: Piece.Kind, _ range: Range<Int>) {
            let text = String(scalars: scalars[range])
            let begin = kind == .quote ? range.lowerBound - 1 : range.lowerBound
            for part in kind == .word ? Scanner.parts(of: text) : [text] {
                var lower = part.lowercased()
                if lower.utf8.contains(where: { $0 >= 0x80 }) { lower = lower.replacing("’", with: "'") }
                if lower.hasSuffix("'s") { lower.removeLast(2) }
                pieces.append(Piece(kind: kind, text: part, lower: lower, isAttached: begin == end))
            }
            end = range.upperBound
        }

        /// `14:23-14:47` is two times.
        static func parts(of text: String) -> [String] {
            // `payment-gateway:3.8.1` is a name and a version.
            if let first = text.first, first.isLetter, text.contains(":") { return text.split(separator: ":").map(String.init) }
            guard text.contains("-"), text.contains(":"), !text.contains("T"), let first = text.first, first.isNumber else {
                return [text]
            }
            let parts = text.split(separator: "-").map(String.init)
            return parts.count == 2 && parts.allSatisfy { $0.contains(":") } ? [parts[0], "to", parts[1]] : [text]
        }
    }
}
