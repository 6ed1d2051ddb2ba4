/// A text in which data and our own words cannot be mistaken for each other: data begin with a bar, on every line.
struct DataPage {
    private let width: Int
    private(set) var text = ""

    init(width: Int) { self.width = max(40, width) }

    /// Our own words. Never data.
    mutating func label(_ words: String) {
        var line = ""
        for word in words.split(separator: " ") {
            if !line.isEmpty, line.count + word.count + 1 > width {
                text += line + "\n"
                line = "  " + word
            } else {
                line += (line.isEmpty ? "" : " ") + word
            }
        }
        text += line + "\n"
    }

    mutating func blank() { text += "\n" }

    /// One line of data, made visible and broken where it is too long.
    mutating func data(_ data: String) { put(Visible.text(data)) }

    /// Data of several lines: each line feed begins a new one.
    mutating func block(_ data: String) {
        let lines = data.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
        for line in lines { self.data(String(line)) }
    }

    /// Lines of data, up to a number of printed lines. Gives how much was not printed.
    mutating func lines(_ lines: [String], atMost limit: Int) -> (lines: Int, characters: Int) {
        var printed = 0
        var cut = (lines: 0, characters: 0)
        for line in lines {
            let pieces = DataPage.broken(Visible.text(line), width: width - 2)
            for (position, piece) in pieces.enumerated() {
                if printed < limit {
                    text += (position == 0 ? "│ " : "┆ ") + piece + "\n"
                    printed += 1
                } else {
                    cut.lines += 1
                    cut.characters += piece.unicodeScalars.count
                }
            }
        }
        return cut
    }

    private mutating func put(_ visible: String) {
        for (position, piece) in DataPage.broken(visible, width: width - 2).enumerated() {
            text += (position == 0 ? "│ " : "┆ ") + piece + "\n"
        }
    }

    /// Pieces that are no wider than the terminal, so that it does not break a line by itself, where there would be no bar.
    /// All but ASCII characters are taken to be two columns wide: none is wider, and most are narrower.
    private static func broken(_ text: String, width: Int) -> [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var columns = 0
        for scalar in text.unicodeScalars {
            let wide = scalar.isASCII ? 1 : 2
            if columns + wide > width {
                pieces.append(String(piece))
                piece = String.UnicodeScalarView()
                columns = 0
            }
            piece.append(scalar)
            columns += wide
        }
        return pieces + [String(piece)]
    }
}
