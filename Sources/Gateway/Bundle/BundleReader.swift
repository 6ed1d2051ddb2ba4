/// Finds what is in a bundle. It checks no proof and no digest: verify the same bytes first.
public struct BundleReader: Sendable {
    private let bytes: [UInt8]
    public let logKey: [UInt8]
    /// The checkpoint as it stands in the bundle, a signed note.
    public let checkpoint: [UInt8]
    public let entries: [BundleEntry]
    private let documents: [(name: String, range: Range<Int>)]

    /// Throws when the bytes are not a bundle in form, and for a leaf that cannot be read.
    public init(_ bytes: [UInt8]) throws(BundleError) {
        var index = BundleIndex()
        try BundleScanner.scan(BundleScanner.pieces(of: bytes), into: &index)
        if let error = index.error { throw error }
        self.bytes = bytes
        logKey = index.logKey
        checkpoint = index.checkpoint
        entries = index.entries
        documents = index.documents
    }

    /// The entry's JSON; `nil` unless it is disclosed.
    public func content(of entry: BundleEntry) -> [UInt8]? { entry.contentRange.map { Array(bytes[$0]) } }

    /// Bytes of the entry's body, cut to what there is; `nil` unless it is disclosed.
    public func body(of entry: BundleEntry, range: Range<Int> = 0..<Int.max) -> [UInt8]? {
        guard let whole = entry.bodyRange else { return nil }
        let asked = range.clamped(to: 0..<whole.count)
        return Array(bytes[whole].dropFirst(asked.lowerBound).prefix(asked.count))
    }

    public var documentNames: [String] { documents.map(\.name) }

    /// The bytes of a document.
    public func document(_ name: String) -> [UInt8]? {
        documents.first { $0.name == name }.map { Array(bytes[$0.range]) }
    }
}

/// Notes where everything stands.
private struct BundleIndex: BundleVisitor {
    var logKey: [UInt8] = []
    var checkpoint: [UInt8] = []
    var entries: [BundleEntry] = []
    var documents: [(name: String, range: Range<Int>)] = []
    var error: BundleError?
    private var current = BundlePart.content
    private var hasLeaf = false

    mutating func logKey(_ text: [UInt8]) { logKey = text }
    mutating func witnessKey(_ text: [UInt8]) {}
    mutating func checkpoint(_ note: [UInt8]) { checkpoint = note }

    mutating func entry(leaf: [UInt8], proof: [LogHash]) {
        do throws(LeafError) {
            let leaf = try LeafRecord(parsing: leaf)
            entries.append(BundleEntry(leaf: leaf, proof: proof, content: .none, body: .none))
            hasLeaf = true
        } catch {
            hasLeaf = false
            if self.error == nil { self.error = BundleError("entry \(entries.count): \(error)") }
        }
    }

    mutating func part(_ part: BundlePart, _ mark: BundleMark) {
        current = part
        guard hasLeaf, !entries.isEmpty else { return }
        if part == .content { entries[entries.count - 1].content = mark } else { entries[entries.count - 1].body = mark }
    }

    mutating func disclosure(salt: [UInt8], count: Int, at offset: Int64) {
        guard hasLeaf, !entries.isEmpty else { return }
        let range = Self.range(count, at: offset)
        if current == .content {
            entries[entries.count - 1].contentRange = range
            entries[entries.count - 1].contentSalt = salt
        } else {
            entries[entries.count - 1].bodyRange = range
            entries[entries.count - 1].bodySalt = salt
        }
    }

    /// The scanner reaches the end of each range before the index is used, so ranges are within the bundle; a length that is
    /// not is an empty range until the scanner throws.
    private static func range(_ count: Int, at offset: Int64) -> Range<Int> {
        let (end, overflow) = Int(offset).addingReportingOverflow(count)
        return overflow ? 0..<0 : Int(offset)..<end
    }

    mutating func bytes(_ bytes: [UInt8]) {}
    mutating func endOfPart() {}

    mutating func document(name: [UInt8], count: Int, at offset: Int64) {
        documents.append((String(decoding: name, as: UTF8.self), Self.range(count, at: offset)))
    }

    mutating func endOfDocument() {}
    mutating func end(trailerFits: Bool) {}
}
