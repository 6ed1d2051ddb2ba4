/// Reads the container: which bytes are which field. What the fields say is for the visitor to judge.
enum BundleScanner {
    /// Bytes are handed on in pieces of at most this size.
    static let pieceBytes = 1 << 20

    static func scan(
        _ next: @escaping () throws -> [UInt8]?, into visitor: inout some BundleVisitor
    ) throws(BundleError) {
        var cursor = BundleCursor(next)
        guard try cursor.take(BundleFormat.magic.count, "the first 16 bytes") == BundleFormat.magic else {
            throw BundleError(offset: 0, "it does not begin with 'inquest-bundle/1'")
        }
        visitor.logKey(try cursor.field(maximum: BundleFormat.maximumKeyBytes, "the log's key"))
        for _ in 0..<(try cursor.number(1, maximum: BundleFormat.maximumWitnesses, "the number of witnesses")) {
            visitor.witnessKey(try cursor.field(maximum: BundleFormat.maximumKeyBytes, "a witness's key"))
        }
        visitor.checkpoint(try cursor.field(maximum: SignedNote.maximumBytes, "the checkpoint"))
        let entries = try cursor.number(4, maximum: Int(UInt32.max), "the number of entries")
        guard entries > 0 else { throw cursor.error("it has no entries") }
        for _ in 0..<entries { try entry(&cursor, &visitor) }
        for _ in 0..<(try cursor.number(4, maximum: BundleFormat.maximumDocuments, "the number of documents")) {
            let name = try cursor.field(maximum: BundleFormat.maximumNameBytes, "a document's name")
            let count = try cursor.number(8, maximum: Int.max, "a document's length")
            visitor.document(name: name, count: count, at: cursor.offset)
            try bytes(count, "a document", &cursor, &visitor)
            visitor.endOfDocument()
        }
        let digest = cursor.digest
        let trailer = try cursor.take(BundleFormat.digestBytes, "the digest at its end")
        guard try cursor.isAtEnd() else { throw cursor.error("bytes follow the digest that ends it") }
        visitor.end(trailerFits: digest == trailer)
    }

    private static func entry(_ cursor: inout BundleCursor, _ visitor: inout some BundleVisitor) throws(BundleError) {
        let leaf = try cursor.field(maximum: LeafRecord.maximumBytes, "a leaf")
        var proof: [LogHash] = []
        for _ in 0..<(try cursor.number(1, maximum: BundleFormat.maximumProof, "the length of a proof")) {
            let bytes = try cursor.take(LogHash.byteCount, "a proof")
            if let hash = LogHash(bytes) { proof.append(hash) }
        }
        visitor.entry(leaf: leaf, proof: proof)
        for part in BundlePart.allCases {
            let value = try cursor.number(1, maximum: Int(UInt8.max), "the mark of a \(part.rawValue)")
            guard let mark = BundleMark(rawValue: UInt8(truncatingIfNeeded: value)), mark != .none || part == .body else {
                throw cursor.error("\(value) is no mark of a \(part.rawValue)")
            }
            visitor.part(part, mark)
            guard mark == .disclosed else { continue }
            let salt = try cursor.take(Commitment.saltBytes, "a salt")
            let count = try cursor.number(8, maximum: Int.max, "the length of a \(part.rawValue)")
            visitor.disclosure(salt: salt, count: count, at: cursor.offset)
            try bytes(count, "a \(part.rawValue)", &cursor, &visitor)
            visitor.endOfPart()
        }
    }

    private static func bytes(
        _ count: Int, _ what: String, _ cursor: inout BundleCursor, _ visitor: inout some BundleVisitor
    ) throws(BundleError) {
        var remaining = count
        while remaining > 0 {
            guard let bytes = try cursor.some(min(remaining, pieceBytes)) else { throw cursor.ended(what) }
            visitor.bytes(bytes)
            remaining -= bytes.count
        }
    }

    /// The bytes of an array in pieces.
    static func pieces(of bytes: [UInt8]) -> () -> [UInt8]? {
        var position = 0
        return {
            guard position < bytes.count else { return nil }
            let end = position + min(pieceBytes, bytes.count - position)
            defer { position = end }
            return Array(bytes[position..<end])
        }
    }
}
