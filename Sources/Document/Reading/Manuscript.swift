import Core

/// A document that someone wrote, read for its statements.
public struct Manuscript: Sendable, Hashable {
    public enum Format: String, Sendable, Hashable, CaseIterable {
        case markdown, html
        case plainText = "text"
    }

    /// The file, as the reader knows it.
    public var name: String
    public var format: Format
    public var title: String?
    /// In the order of the document, with ids `S1`, `S2`, ….
    public var statements: [Statement]
    /// Lines of the file.
    public var lines: Int

    /// Bytes that a document may have.
    public static let sizeLimit = 2 << 20
    /// Statements that it may make.
    public static let statementLimit = 20_000

    /// Reads a document.
    ///
    /// Text is UTF-8; invalid bytes become `U+FFFD`. UTF-16 with a byte order mark is read too. Time and memory are linear in the
    /// size. Nothing is loaded from anywhere.
    ///
    /// - Parameters:
    ///   - bytes: the file.
    ///   - name: its name; the suffix says the format (`.md`, `.markdown`, `.html`, `.htm`, `.txt`), and where it does not, the
    ///     content does.
    public init(reading bytes: [UInt8], name: String) throws(ManuscriptError) {
        guard bytes.count <= Manuscript.sizeLimit else { throw .tooLarge(bytes.count, limit: Manuscript.sizeLimit) }
        let text = try Manuscript.text(of: bytes)
        guard text.utf8.contains(where: { $0 > 0x20 }) else { throw .empty }
        lines = text.utf8.count { $0 == 0x0A } + (text.utf8.last == 0x0A ? 0 : 1)
        guard lines <= 3 * Manuscript.statementLimit else { throw .tooLong(limit: Manuscript.statementLimit) }
        let format = Manuscript.format(of: text, name: name)
        var passages: [Passage]
        var title: String?
        switch format {
        case .markdown:
            let reader = try MarkdownReader(text)
            (passages, title) = (reader.passages, reader.title)
        case .html:
            let tree = try HTMLTree(text)
            (passages, title) = (tree.passages, tree.title)
        case .plainText: passages = PlainTextReader(text.split(separator: "\n", omittingEmptySubsequences: false)).passages
        }
        guard !passages.isEmpty else { throw .empty }
        var reader = StatementReader()
        for passage in passages {
            reader.read(passage)
            guard reader.statements.count <= Manuscript.statementLimit else { throw .tooLong(limit: Manuscript.statementLimit) }
        }
        self.name = name
        self.format = format
        self.title = reader.title ?? title
        statements = reader.statements
    }

    private static func text(of bytes: [UInt8]) throws(ManuscriptError) -> String {
        if let kind = binary(bytes) { throw .notText(kind) }
        var text: String
        if bytes.starts(with: [0xFF, 0xFE]) || bytes.starts(with: [0xFE, 0xFF]) {
            let isLittle = bytes[0] == 0xFF
            let units = stride(from: 2, to: bytes.count - 1, by: 2).map { place in
                UInt16(bytes[isLittle ? place + 1 : place]) << 8 | UInt16(bytes[isLittle ? place : place + 1])
            }
            text = String(decoding: units, as: UTF16.self)
        } else {
            let body = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes[3...] : bytes[...]
            guard !body.contains(0) else { throw .notText("a file with zero bytes") }
            let controls = body.prefix(65_536).count { $0 < 0x09 || (0x0E...0x1A).contains($0) }
            guard controls * 20 <= min(body.count, 65_536) else { throw .notText("a file of control characters") }
            text = String(decoding: body, as: UTF8.self)
        }
        if text.utf8.contains(0x0D) { text = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n") }
        return text
    }

    private static func binary(_ bytes: [UInt8]) -> String? {
        let signs: [([UInt8], String)] = [
            (Array("%PDF-".utf8), "a PDF"), ([0x50, 0x4B, 0x03, 0x04], "a ZIP archive (as .docx and .odt are)"),
            ([0x1F, 0x8B], "a gzip archive"), ([0x89, 0x50, 0x4E, 0x47], "a picture"), ([0xFF, 0xD8, 0xFF], "a picture"),
            (Array("GIF8".utf8), "a picture"), ([0xD0, 0xCF, 0x11, 0xE0], "an old Office file"),
            (Array("{\\rtf".utf8), "an RTF file"),
        ]
        return signs.first { bytes.starts(with: $0.0) }?.1
    }

    private static func format(of text: String, name: String) -> Format {
        let suffix = name.lastIndex(of: ".").map { name[name.index(after: $0)...].lowercased() } ?? ""
        let head = text.prefix(2_000).lowercased()
        let begin = head.drop(while: \.isWhitespace)
        let looksLikeHTML =
            begin.hasPrefix("<!doctype html") || begin.hasPrefix("<html") || begin.hasPrefix("<?xml") && head.contains("<html")
        switch suffix {
        case "html", "htm", "xhtml": return .html
        case "md", "markdown", "mdown", "mkd": return looksLikeHTML ? .html : .markdown
        case "txt", "text", "log", "eml": return looksLikeHTML ? .html : .plainText
        default: break
        }
        if looksLikeHTML || begin.hasPrefix("<") && (head.contains("</p>") || head.contains("</h1>") || head.contains("</div>"))
        {
            return .html
        }
        let isMarkdown = text.prefix(20_000).split(separator: "\n").contains { line in
            line.hasPrefix("# ") || line.hasPrefix("## ") || line.hasPrefix("```") || line.hasPrefix("|") || line.contains("](")
                || line.contains("**")
        }
        return isMarkdown ? .markdown : .plainText
    }
}
