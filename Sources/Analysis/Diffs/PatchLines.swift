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
        /// Its place among the lines of the patch.
        var number: Int
        /// Lines of different hunks have different numbers.
        var hunk: Int
        /// Lines that changed with no kept line between them have the same.
        var group: Int
        /// The lines that enclose it by their indentation, the nearest first.
        var scope: [Int] = []
        /// The same words stand on the other side of the change as well.
        var isMoved = false
        /// It says something to people: a log line, markup, data.
        var isShown = false
        /// Its names, whole and in parts, in lower case.
        var tokens: Set<String> = []

        func has(_ words: Set<String>) -> Bool { !tokens.isDisjoint(with: words) }
    }

    let path: String
    let form: Form
    var lines: [Line] = []

    /// What kind of file it is, by its name.
    enum Form: Sendable { case code, query, settings, manifest }

    static let mostLines = 2000
    static let longestLine = 500
    /// A line of more is data, or made by a machine.
    private static let mostWords = 60
    private static let deepestScope = 4

    /// Reads what ``Change/FileChange/patch`` holds: `+`, `-` or a space before each line; a line `@@` parts hunks.
    init(_ file: Change.FileChange, mostLines: Int = Self.mostLines) {
        path = file.path
        form = Self.form(of: file.path)
        var hunk = 0
        var group = 0
        var isInBlockComment = false
        let isMarkup = [".tsx", ".jsx", ".vue", ".svelte", ".erb", ".razor", ".hbs"].contains(where: file.path.hasSuffix)
        for raw in (file.patch ?? "").split(maxSplits: max(0, mostLines), whereSeparator: \.isNewline).prefix(max(0, mostLines))
        {
            guard let first = raw.first else { continue }
            if raw.hasPrefix("@@") || raw.hasPrefix("--- ") || raw.hasPrefix("+++ ") {
                hunk += 1
                group += 1
                continue
            }
            let sign: Sign = first == "+" ? .added : first == "-" ? .removed : .kept
            let body = (sign == .kept && first != " " && first != "\t" ? raw[...] : raw.dropFirst()).prefix(Self.longestLine)
            let indent = body.prefix { $0 == " " || $0 == "\t" }.reduce(0) { $0 + ($1 == "\t" ? 4 : 1) }
            let code = Self.code(body.drop { $0 == " " || $0 == "\t" }, path: path, isInBlockComment: &isInBlockComment)
            guard !code.isEmpty else { continue }
            if sign == .kept { group += 1 }
            var line = Line(
                sign: sign, indent: indent, text: code, words: CodeWord.all(in: code), number: lines.count, hunk: hunk,
                group: group)
            line.tokens = Self.tokens(of: line, form: form)
            line.isShown =
                Self.isShown(line) || (isMarkup && code.hasPrefix("<") && !code.hasPrefix("<%"))
                || line.words.count > Self.mostWords
            lines.append(line)
        }
        findScopes()
    }

    func lines(_ sign: Sign) -> [Line] { lines.filter { $0.sign == sign } }

    /// Each side of the change has its own enclosing lines.
    private mutating func findScopes() {
        var open: [Sign: [Int]] = [.added: [], .removed: []]
        var hunk = -1
        for index in lines.indices {
            let line = lines[index]
            if line.hunk != hunk { open = [.added: [], .removed: []] }
            hunk = line.hunk
            for side in [Sign.added, .removed] where line.sign == side || line.sign == .kept {
                var stack = open[side] ?? []
                while let last = stack.last, lines[last].indent >= line.indent { stack.removeLast() }
                lines[index].scope = stack.suffix(Self.deepestScope).reversed()
                stack.append(index)
                open[side] = stack
            }
        }
    }

    func scope(of line: Line) -> [Line] { line.scope.map { lines[$0] } }

    private static let settingEndings = [
        ".yaml", ".yml", ".json", ".toml", ".ini", ".properties", ".conf", ".cfg", ".env", ".tf", ".tfvars", ".hcl", ".xml",
        ".config", ".cnf", ".plist", ".tpl", ".j2", ".avsc",
    ]

    private static func form(of path: String) -> Form {
        let path = path.lowercased()
        let name = path.split(separator: "/").last.map(String.init) ?? path
        if DiffReader.isManifest(path) || name.hasPrefix("dockerfile") { return .manifest }
        if path.hasSuffix(".sql") || path.hasSuffix(".cql") || path.hasSuffix(".ddl") { return .query }
        return settingEndings.contains(where: path.hasSuffix) || name.hasPrefix(".env") || name.hasPrefix("dockerfile")
            ? .settings : .code
    }

    /// Names whole, in parts, and without what parts them: `readAll` is read, all, readall.
    private static func tokens(of line: Line, form: Form) -> Set<String> {
        var tokens: Set<String> = []
        for word in line.words
        where word.kind == .name || (word.kind == .text && form != .code && Setting.isIdentifier(word.text)) {
            let parts = CodeWord.parts(of: word.text)
            tokens.formUnion(parts)
            tokens.insert(word.text.lowercased())
            tokens.insert(CodeWord.parts(of: word.lastName).joined())
            if word.text.contains(".") { tokens.insert(parts.suffix(3).joined()) }
        }
        return tokens
    }

    private static let logs: Set<String> = [
        "log", "logger", "logging", "print", "println", "printf", "console", "fmt", "slog", "puts", "nslog", "syslog", "logf",
    ]

    /// A line that only says something. One that sets a level is none.
    private static func isShown(_ line: Line) -> Bool {
        guard let first = line.words.first(where: { $0.kind == .name }), first.isCalled || first.text.contains(".") else {
            return false
        }
        let parts = CodeWord.parts(of: first.text)
        return !logs.isDisjoint(with: parts) && Set(parts).isDisjoint(with: ["level", "set", "config", "sprintf", "errorf"])
            && line.words.first == first
    }

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
