import Core

/// The code of one file's patch: its lines without comments and blank ones, each with the words that it is made of.
struct PatchLines: Sendable {
    enum Sign: Sendable { case added, removed, kept }

    struct Line: Sendable {
        var sign: Sign
        /// Spaces before the code; a tab counts as four.
        var indent: Int
        var text: String
        var words: [CodeWord]
        /// Lines of different hunks have different numbers.
        var hunk: Int
    }

    let path: String
    private(set) var lines: [Line] = []

    static let mostLines = 2000
    static let longestLine = 500

    /// Reads what ``Change/FileChange/patch`` holds: `+`, `-` or a space before each line; a line `@@` parts hunks.
    init(_ file: Change.FileChange, mostLines: Int = Self.mostLines) {
        path = file.path
        var hunk = 0
        var isInBlockComment = false
        for raw in (file.patch ?? "").split(maxSplits: max(0, mostLines), whereSeparator: \.isNewline).prefix(max(0, mostLines))
        {
            guard let first = raw.first else { continue }
            if raw.hasPrefix("@@") || raw.hasPrefix("--- ") || raw.hasPrefix("+++ ") {
                hunk += 1
                continue
            }
            let sign: Sign = first == "+" ? .added : first == "-" ? .removed : .kept
            let body = (sign == .kept && first != " " && first != "\t" ? raw[...] : raw.dropFirst()).prefix(Self.longestLine)
            let indent = body.prefix { $0 == " " || $0 == "\t" }.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
            let code = Self.code(body.drop { $0 == " " || $0 == "\t" }, path: path, isInBlockComment: &isInBlockComment)
            guard !code.isEmpty else { continue }
            lines.append(Line(sign: sign, indent: indent, text: code, words: CodeWord.all(in: code), hunk: hunk))
        }
    }

    func lines(_ sign: Sign) -> [Line] { lines.filter { $0.sign == sign } }

    /// Text that is no comment. Only what begins a line, or stands after a space, is taken for one: `http://` is none.
    private static func code(_ text: Substring, path: String, isInBlockComment: inout Bool) -> String {
        var text = text
        if isInBlockComment {
            guard let end = text.firstRange(of: "*/") else { return "" }
            isInBlockComment = false
            text = text[end.upperBound...]
        }
        if text.hasPrefix("/*") {
            isInBlockComment = text.firstRange(of: "*/") == nil
            return ""
        }
        if ["//", "* ", "<!--", "-- ", "\"\"\""].contains(where: text.hasPrefix) { return "" }
        if text.hasPrefix("#"), !["#include", "#if", "#end", "#def", "#["].contains(where: text.hasPrefix) { return "" }
        if let comment = text.firstRange(of: " //") { text = text[..<comment.lowerBound] }
        while let last = text.last, last == " " || last == "\t" || last == "\r" { text.removeLast() }
        return String(text)
    }
}
