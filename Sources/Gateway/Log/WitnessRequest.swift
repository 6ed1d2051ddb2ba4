/// What a log sends to a witness: the body of `add-checkpoint` (C2SP `tlog-witness`).
public struct WitnessRequest: Sendable, Hashable {
    /// The size of the latest checkpoint that the witness has signed for this log, as far as the log knows; 0 for none.
    public let oldSize: Int64
    /// That the new checkpoint's tree begins with the old one; empty when `oldSize` is 0 or the new size.
    public let proof: [LogHash]
    public let note: SignedNote
    /// What `note` says.
    public let checkpoint: Checkpoint

    /// A longer proof is refused; none is needed for a tree below 2^63 leaves.
    public static let maximumProof = 63
    public static let maximumBytes = SignedNote.maximumBytes + 8192

    /// Throws when the note is no checkpoint, when the old size is above the new one, and for a proof where none belongs.
    public init(oldSize: Int64, proof: [LogHash], note: SignedNote) throws(NoteError) {
        checkpoint = try Checkpoint(parsing: note.text)
        guard oldSize >= 0, oldSize <= checkpoint.size else {
            throw .malformed("the old size \(oldSize) is above the checkpoint's, which is \(checkpoint.size)")
        }
        guard proof.count <= Self.maximumProof else { throw .malformed("a proof has at most \(Self.maximumProof) hashes") }
        guard proof.isEmpty || oldSize > 0 else { throw .malformed("from the empty tree there is nothing to prove") }
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    /// The body: `old <size>`, a line of base64 for each hash, an empty line, the note.
    public var bytes: [UInt8] {
        let lines = ["old \(oldSize)"] + proof.map { Base64.encode($0.bytes) } + [""]
        return Array(lines.map { $0 + "\n" }.joined().utf8) + note.bytes
    }

    /// Reads what ``bytes`` writes.
    public init(parsing bytes: [UInt8]) throws(NoteError) {
        guard bytes.count <= Self.maximumBytes else {
            throw .malformed("a request to a witness has at most \(Self.maximumBytes) bytes")
        }
        let lines = bytes.split(separator: 0x0A, maxSplits: Self.maximumProof + 2, omittingEmptySubsequences: false)
        guard let first = lines.first, first.starts(with: Array("old ".utf8)),
            let oldSize = CanonicalDecimal.value(first.dropFirst(4))
        else { throw .malformed("a request to a witness begins with 'old' and a size") }
        guard let end = lines.firstIndex(where: \.isEmpty) else {
            throw .malformed("an empty line stands before the checkpoint, after at most \(Self.maximumProof) hashes")
        }
        var proof: [LogHash] = []
        for line in lines[1..<end] {
            guard let hash = Base64.decode(String(decoding: line, as: UTF8.self)), let hash = LogHash(hash) else {
                throw .malformed("line \(proof.count + 2) is not base64 of 32 bytes")
            }
            proof.append(hash)
        }
        try self.init(
            oldSize: oldSize, proof: proof, note: try SignedNote(parsing: Array(bytes.dropFirst(lines[end].endIndex + 1))))
    }
}
