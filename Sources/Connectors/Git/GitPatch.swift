import Core

/// The changed lines of a patch, by file.
struct GitPatch: Sendable {
    /// Lines with `+`, `-` or a space before each, by the path after the change (before it, when the file was removed).
    var lines: [String: String] = [:]
    /// Paths whose lines were cut.
    var cut: Set<String> = []

    /// Bytes that are kept of one file's lines, and of one line.
    static let maximumBytes = 8192
    static let maximumLine = 1000

    /// Reads what `git show` or `git diff` printed. Files with no changed lines (binary, renamed, mode only) are absent.
    ///
    /// Inside a hunk each line begins with `+`, `-`, a space or a backslash, so `diff --git` at the start of a line is always
    /// the next file, whatever a file's content says.
    init(_ bytes: [UInt8]) {
        var reader = Reader()
        for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) { reader.take(line) }
        reader.finish()
        lines = reader.lines
        cut = reader.cut
    }

    private struct Reader {
        var lines: [String: String] = [:]
        var cut: Set<String> = []
        private var path: String?
        private var isInHunk = false
        private var text = ""
        private var isCut = false

        mutating func take(_ line: ArraySlice<UInt8>) {
            if line.starts(with: "diff --git ".utf8) {
                finish()
            } else if line.starts(with: "@@ ".utf8) {
                isInHunk = true
            } else if isInHunk {
                add(line)
            } else if line.starts(with: "--- ".utf8) || line.starts(with: "+++ ".utf8) {
                if let name = GitPatch.path(line.dropFirst(4)) { path = name }
            }
        }

        private mutating func add(_ line: ArraySlice<UInt8>) {
            guard let first = line.first, [UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: " ")].contains(first) else {
                return
            }
            var content = String(decoding: line.prefix(GitPatch.maximumLine), as: UTF8.self)
            if line.count > GitPatch.maximumLine {
                content += "…"
                isCut = true
            }
            guard text.utf8.count + content.utf8.count + 1 <= GitPatch.maximumBytes else {
                isCut = true
                return
            }
            text += text.isEmpty ? content : "\n" + content
        }

        mutating func finish() {
            if let path, !text.isEmpty {
                // A file that became a link has two parts: it goes, and it comes.
                if let before = lines[path], before.utf8.count + text.utf8.count < GitPatch.maximumBytes {
                    lines[path] = before + "\n" + text
                } else if lines[path] == nil {
                    lines[path] = text
                }
                if isCut { cut.insert(path) }
            }
            path = nil
            isInHunk = false
            text = ""
            isCut = false
        }
    }

    /// The path of a line `+++ b/path`, which git puts in quotes with escapes when it has odd characters, and ends with a
    /// tab when it has a space. `nil` for `/dev/null`.
    private static func path(_ text: ArraySlice<UInt8>) -> String? {
        var name = text
        if name.first == UInt8(ascii: "\"") {
            name = unquoted(name)[...]
        } else if name.last == UInt8(ascii: "\t") {
            name = name.dropLast()
        }
        guard name.starts(with: "a/".utf8) || name.starts(with: "b/".utf8) else { return nil }
        return String(decoding: name.dropFirst(2), as: UTF8.self)
    }

    /// Undoes git's C-style quoting: `\n`, `\"`, `\303`.
    private static func unquoted(_ text: ArraySlice<UInt8>) -> [UInt8] {
        var result: [UInt8] = []
        var rest = text.dropFirst()
        while let byte = rest.popFirst(), byte != UInt8(ascii: "\"") {
            guard byte == UInt8(ascii: "\\"), let escape = rest.popFirst() else {
                result.append(byte)
                continue
            }
            switch escape {
            case UInt8(ascii: "a"): result.append(0x07)
            case UInt8(ascii: "b"): result.append(0x08)
            case UInt8(ascii: "t"): result.append(0x09)
            case UInt8(ascii: "n"): result.append(0x0A)
            case UInt8(ascii: "v"): result.append(0x0B)
            case UInt8(ascii: "f"): result.append(0x0C)
            case UInt8(ascii: "r"): result.append(0x0D)
            case UInt8(ascii: "0")...UInt8(ascii: "3"):
                let digits = [escape] + rest.prefix(2)
                rest = rest.dropFirst(2)
                result.append(UInt8(String(decoding: digits, as: UTF8.self), radix: 8) ?? UInt8(ascii: "?"))
            default: result.append(escape)
            }
        }
        return result
    }
}
