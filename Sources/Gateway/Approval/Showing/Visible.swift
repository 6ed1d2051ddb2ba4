import Core

/// Text from outside, made safe to show: one character in, at least one visible character out.
public enum Visible {
    /// Marks (accents and the like) on one base character beyond this many are shown as code points.
    static let marks = 3

    /// The text on one line. Characters that are invisible, move the cursor or change the direction of writing are shown as
    /// `⟨U+202E⟩`; so are spaces other than U+0020, line ends, tabs, unassigned characters, and `⟨` itself, so that nothing in
    /// the text can imitate the notation.
    public static func text(_ text: some StringProtocol) -> String {
        var result = String.UnicodeScalarView()
        var marks = 0
        for scalar in text.unicodeScalars {
            marks = isMark(scalar) ? marks + 1 : 0
            if isHidden(scalar) || marks > Visible.marks {
                result.append(contentsOf: notation(scalar).unicodeScalars)
            } else {
                result.append(scalar)
            }
        }
        return String(result)
    }

    /// A quotation for a message: at most 60 characters, with an ellipsis where there were more.
    static func quoted(_ text: some StringProtocol) -> String {
        let scalars = text.unicodeScalars
        let head = Visible.text(String(String.UnicodeScalarView(scalars.prefix(60))))
        return "'" + head + (scalars.dropFirst(60).isEmpty ? "'" : "…'")
    }

    /// `⟨U+202E⟩`
    static func notation(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
    }

    static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.isASCII { return scalar.value < 0x20 || scalar.value == 0x7F }
        if scalar.isUnprintable || scalar.properties.isDefaultIgnorableCodePoint { return true }
        switch scalar.properties.generalCategory {
        case .spaceSeparator, .unassigned: return true
        // The bracket of the notation, and the Braille pattern without a dot.
        default: return scalar == "⟨" || scalar.value == 0x2800
        }
    }

    private static func isMark(_ scalar: Unicode.Scalar) -> Bool {
        guard !scalar.isASCII else { return false }
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .spacingMark: return true
        default: return false
        }
    }
}
