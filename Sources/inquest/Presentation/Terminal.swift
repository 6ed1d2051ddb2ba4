import Core
import Foundation

/// Text for a terminal. What comes from outside is made printable first: a log line must not move the cursor.
enum Terminal {
    static let isLive = isatty(2) == 1

    /// Columns of standard error; 80 where it is not a terminal.
    static var columns: Int {
        var size = winsize()
        guard ioctl(2, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// Control, format and bidirectional characters as `⟨U+001B⟩`; line ends and tabs as spaces.
    static func printable(_ text: String) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "\n" || scalar == "\t" {
                result += " "
            } else if scalar.isUnprintable {
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "⟨U+" + String(repeating: "0", count: max(0, 4 - digits.count)) + digits + "⟩"
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }

    /// Cut to a width, with an ellipsis.
    static func cut(_ text: String, to width: Int) -> String {
        text.count <= width ? text : String(text.prefix(max(0, width - 1))) + "…"
    }

    static func pad(_ text: String, to width: Int) -> String {
        text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
    }

    /// Breaks at spaces; lines after the first begin with `indent`.
    static func wrap(_ text: String, width: Int = 80, indent: String = "") -> String {
        var lines: [String] = []
        var line = String(text.prefix { $0 == " " })
        for word in text.split(separator: " ") {
            let isFirst = line.allSatisfy { $0 == " " }
            let lead = isFirst ? line : line + " "
            if !isFirst, lead.count + word.count > width {
                lines.append(line)
                line = indent + word
            } else {
                line = lead + word
            }
        }
        lines.append(line)
        return lines.joined(separator: "\n")
    }

    /// A name, and from `column` on what it names, broken at spaces.
    static func labelled(_ name: String, _ text: String, column: Int, indent: Int = 0) -> String {
        let space = String(repeating: " ", count: indent + column)
        let head = String(repeating: " ", count: indent) + pad(name, to: column)
        return head + wrap(space + text, indent: space).dropFirst(indent + column)
    }

    static func note(_ text: String) { write(text + "\n") }
    static func error(_ text: String) {
        write("inquest: " + text.split(separator: "\n").map { printable(String($0)) }.joined(separator: "\n") + "\n")
    }
    /// To standard output, without a line end. A reader that has gone away ends nothing.
    static func result(_ text: String) { try? FileHandle.standardOutput.write(contentsOf: Data(text.utf8)) }
    static func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
}
