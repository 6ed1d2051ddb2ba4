/// What a log says of itself at one size (C2SP `tlog-checkpoint`): the text of a signed note.
public struct Checkpoint: Sendable, Hashable {
    /// The log's name.
    public let origin: String
    /// How many leaves the tree has.
    public let size: Int64
    public let root: LogHash
    /// Further lines, of no meaning here.
    public let extensions: [String]

    /// The origin's limit in bytes; that of an extension line; and how many of those there may be.
    public static let maximumOriginBytes = 255
    public static let maximumExtensionBytes = 1024
    public static let maximumExtensions = 16

    /// Throws for an origin or extension that is empty, too long or not one line.
    public init(origin: String, size: Int64, root: LogHash, extensions: [String] = []) throws(NoteError) {
        guard Self.isLine(origin, maximum: Self.maximumOriginBytes) else {
            throw .malformed("a checkpoint's first line, its origin, has 1 to \(Self.maximumOriginBytes) bytes")
        }
        guard size >= 0 else { throw .malformed("a checkpoint's size is not negative") }
        guard extensions.count <= Self.maximumExtensions,
            extensions.allSatisfy({ Self.isLine($0, maximum: Self.maximumExtensionBytes) })
        else {
            throw .malformed(
                "a checkpoint has at most \(Self.maximumExtensions) extension lines of 1 to \(Self.maximumExtensionBytes) bytes"
            )
        }
        self.origin = origin
        self.size = size
        self.root = root
        self.extensions = extensions
    }

    private static func isLine(_ text: String, maximum: Int) -> Bool {
        (1...maximum).contains(text.utf8.count) && !text.utf8.contains { $0 < 0x20 }
    }

    /// The note's text: origin, size in decimal, root in base64, extensions; a line each.
    public var text: [UInt8] {
        Array(([origin, "\(size)", Base64.encode(root.bytes)] + extensions).map { $0 + "\n" }.joined().utf8)
    }

    /// Reads the text of a note, in the one spelling that ``text`` writes.
    public init(parsing text: [UInt8]) throws(NoteError) {
        guard text.last == 0x0A else { throw .malformed("a checkpoint ends with a line feed") }
        let limit = 3 + Self.maximumExtensions
        let lines = text.dropLast().split(separator: 0x0A, maxSplits: limit, omittingEmptySubsequences: false)
        guard lines.count >= 3, lines.count <= limit else {
            throw .malformed("a checkpoint has 3 to \(limit) lines: origin, size, root, extensions")
        }
        guard let size = CanonicalDecimal.value(lines[1]) else {
            throw .malformed("a checkpoint's second line, its size, is decimal without leading zeros, at most \(Int64.max)")
        }
        guard let bytes = Base64.decode(String(decoding: lines[2], as: UTF8.self)), let root = LogHash(bytes) else {
            throw .malformed("a checkpoint's third line, its root, is base64 of 32 bytes")
        }
        var texts: [String] = []
        for line in [lines[0]] + lines[3...] {
            guard let text = String(validating: line, as: UTF8.self) else { throw .malformed("a checkpoint is UTF-8") }
            texts.append(text)
        }
        try self.init(origin: texts[0], size: size, root: root, extensions: Array(texts.dropFirst()))
    }

    /// The checkpoint as a note signed by the log.
    public func signed(by signer: NoteSigner) throws(NoteError) -> SignedNote {
        try SignedNote(signing: text, by: [signer])
    }
}
