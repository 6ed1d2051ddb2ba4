/// Text from outside without the characters that hide, reorder or overwrite text.
///
/// Removed are: control characters but line feed and tab (a carriage return before a line feed goes, one alone becomes a line
/// feed), format characters (zero-width, bidirectional, soft hyphen, the tag characters U+E0000 to U+E007F), line and paragraph
/// separators (each becomes a line feed), private-use and unassigned code points, blank letters that look like spaces, variation
/// selectors but one that follows a character with such a form, and combining marks past ``marksInARow`` on one character.
/// What a terminal would take as an escape sequence goes whole, so that its letters do not stay behind as text.
///
/// Cleaning comes before redaction: a key with a zero-width character in the middle is no key to a redactor, and is one again
/// once that character is gone.
public struct CleanText: Sendable, Hashable {
    public let text: String
    /// Characters (Unicode scalars) that were removed or replaced.
    public let removed: Int

    /// Combining marks that may follow one another: enough for Vietnamese, Hebrew and Devanagari.
    public static let marksInARow = 4

    public init(_ source: String) {
        // Most text has nothing to clean: bytes tell that at a glance.
        if source.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) {
            text = source
            removed = 0
            return
        }
        var cleaner = Cleaner()
        for scalar in source.unicodeScalars { cleaner.take(scalar) }
        text = String(cleaner.kept)
        removed = cleaner.removed
    }
}

/// One pass, one scalar at a time.
private struct Cleaner {
    var kept = String.UnicodeScalarView()
    var removed = 0
    private var marks = 0
    private var escape = Escape.none

    /// Where in a terminal's escape sequence (ECMA-48) the text stands.
    private enum Escape { case none, begun, parameters, string(length: Int) }

    /// An operating system command that is never ended hides no more than this.
    private static let longestString = 256

    mutating func take(_ scalar: Unicode.Scalar) {
        if swallows(scalar) {
            removed += 1
            return
        }
        if scalar.value == 0x1B || scalar.value == 0x9B {
            escape = scalar.value == 0x1B ? .begun : .parameters
            removed += 1
            return
        }
        switch scalar.properties.generalCategory {
        case .control: control(scalar)
        case .lineSeparator, .paragraphSeparator: replace(with: "\n")
        case .format, .privateUse, .unassigned, .surrogate: removed += 1
        case .nonspacingMark, .enclosingMark: mark(scalar)
        default:
            if Cleaner.blanks.contains(scalar) { replace(with: " ") } else { keep(scalar) }
        }
    }

    private mutating func keep(_ scalar: Unicode.Scalar) {
        kept.append(scalar)
        marks = 0
    }

    private mutating func replace(with scalar: Unicode.Scalar) {
        keep(scalar)
        removed += 1
    }

    private mutating func control(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\n", "\t": keep(scalar)
        // A lone carriage return would let a terminal overwrite the line.
        case "\r", "\u{0B}", "\u{0C}", "\u{85}": replace(with: "\n")
        default: removed += 1
        }
    }

    private mutating func mark(_ scalar: Unicode.Scalar) {
        // Chains of variation selectors carry hidden bytes; one selects the form of the character before it.
        let selects = (0xFE00...0xFE0F).contains(scalar.value) || (0xE0100...0xE01EF).contains(scalar.value)
        let hasForm = kept.last.map { $0.properties.isEmoji || $0.properties.isIdeographic || $0.value > 0x2000 } ?? false
        if scalar == "\u{34F}" || selects && (!hasForm || marks > 0) || marks >= CleanText.marksInARow || kept.isEmpty {
            removed += 1
            return
        }
        kept.append(scalar)
        marks += 1
    }

    /// Whether the character belongs to an escape sequence.
    private mutating func swallows(_ scalar: Unicode.Scalar) -> Bool {
        switch escape {
        case .none: return false
        case .begun:
            switch scalar {
            case "[": escape = .parameters
            case "]", "P", "_", "^", "X": escape = .string(length: 0)
            case "\u{20}"..."\u{2F}": break
            case "\u{30}"..."\u{7E}": escape = .none
            default:
                escape = .none
                return false
            }
            return true
        case .parameters:
            switch scalar {
            case "\u{20}"..."\u{3F}": break
            case "\u{40}"..."\u{7E}": escape = .none
            default:
                escape = .none
                return false
            }
            return true
        case .string(let length):
            switch scalar {
            case "\u{07}", "\u{9C}": escape = .none
            case "\u{1B}": escape = .begun
            case _ where scalar == "\n" || length >= Cleaner.longestString:
                escape = .none
                return false
            default: escape = .string(length: length + 1)
            }
            return true
        }
    }

    /// Letters and symbols without ink: Hangul fillers, the braille blank, spaces of other widths.
    private static let blanks: Set<Unicode.Scalar> = [
        "\u{115F}", "\u{1160}", "\u{3164}", "\u{FFA0}", "\u{2800}", "\u{A0}", "\u{1680}", "\u{2000}", "\u{2001}", "\u{2002}",
        "\u{2003}", "\u{2004}", "\u{2005}", "\u{2006}", "\u{2007}", "\u{2008}", "\u{2009}", "\u{200A}", "\u{202F}", "\u{205F}",
        "\u{3000}", "\u{17B4}", "\u{17B5}",
    ]
}
