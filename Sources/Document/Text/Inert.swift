import Core

/// Text from outside, made harmless to look at: what cannot be seen is named, what is endless is cut.
///
/// This takes away what deceives the eye in any medium. What a medium would act on (markup) is escaped after this, by
/// ``MarkdownText`` and ``HTMLText``.
enum Inert {
    /// Longest run of text that a document shows in running prose, in Unicode scalars.
    static let proseLimit = 600
    /// Longest query or other code that a document shows, in Unicode scalars.
    static let codeLimit = 4000

    /// One line: line breaks become `⏎`, tabs and unusual spaces become a space.
    static func line(_ text: String, limit: Int = proseLimit) -> String {
        visible(cut(text, to: limit), keepsLines: false)
    }

    /// Several lines: line feeds stay, so that a query or a patch keeps its shape.
    static func block(_ text: String, limit: Int = codeLimit) -> String {
        visible(cut(text, to: limit), keepsLines: true)
    }

    /// The beginning of a text that is longer than `limit` scalars, with a note of how long it was.
    static func cut(_ text: String, to limit: Int) -> String {
        // Counting UTF-8 first keeps the common case free of a walk over all scalars.
        guard text.utf8.count > limit else { return text }
        let count = text.unicodeScalars.count
        guard count > limit else { return text }
        return String(text.unicodeScalars.prefix(limit)) + "… (cut: \(count) characters)"
    }

    private static func visible(_ text: String, keepsLines: Bool) -> String {
        var result = String.UnicodeScalarView()
        var marks = 0
        for scalar in text.unicodeScalars {
            if scalar.properties.canonicalCombiningClass != .notReordered { marks += 1 } else { marks = 0 }
            switch scalar {
            case "\n": result.append(contentsOf: (keepsLines ? "\n" : " ⏎ ").unicodeScalars)
            case "\t": result.append(contentsOf: (keepsLines ? "    " : " ").unicodeScalars)
            default:
                if hides(scalar) || marks > 3 {
                    result.append(contentsOf: name(scalar).unicodeScalars)
                } else if scalar.properties.generalCategory == .spaceSeparator {
                    result.append(" ")
                } else {
                    result.append(scalar)
                }
            }
        }
        return String(result)
    }

    /// `⟨U+202E⟩`
    private static func name(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
    }

    private static func hides(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        if scalar.isUnprintable || scalar.properties.generalCategory == .unassigned { return true }
        switch scalar.value {
        // Letters by their category that show as nothing: fillers, a blank braille cell, variation selectors.
        case 0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, 0xFE00...0xFE0D, 0xE0100...0xE01EF: return true
        default: return false
        }
    }
}
