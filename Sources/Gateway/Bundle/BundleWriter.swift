import Crypto

/// Writes a bundle from front to back. Everything that is written goes through the verifier's checks too, so that a bundle which
/// would not verify is never finished: ``finish(documents:)`` throws instead.
public struct BundleWriter {
    private let write: ([UInt8]) throws -> Void
    private var hasher = SHA256()
    private var checker = BundleChecker()
    private var offset: Int64 = 0
    private var remaining: Int

    /// Begins a bundle of `entries` entries. Of the note's signatures those by the log and by these witnesses are taken; a witness
    /// that has not signed it is left out. `write` is given the bundle's bytes in order.
    public init(
        log: NoteVerifier, witnesses: [NoteVerifier] = [], checkpoint: SignedNote, entries: Int,
        write: @escaping ([UInt8]) throws -> Void
    ) throws(BundleError) {
        guard entries > 0, entries <= Int(UInt32.max) else { throw BundleError("a bundle has 1 to \(UInt32.max) entries") }
        self.write = write
        remaining = entries
        let sorted = witnesses.sorted { $0.vkey.utf8.lexicographicallyPrecedes($1.vkey.utf8) }
        var signatures: [NoteSignature] = []
        var present: [NoteVerifier] = []
        for key in [log] + sorted where !present.contains(key) {
            guard let signature = checkpoint.signatures.first(where: key.isNamed(by:)) else { continue }
            signatures.append(signature)
            present.append(key)
        }
        guard present.first == log else { throw BundleError("the checkpoint is not signed by the log's key \(log)") }
        guard present.count - 1 <= BundleFormat.maximumWitnesses else {
            throw BundleError("a bundle has at most \(BundleFormat.maximumWitnesses) witnesses")
        }
        let note: [UInt8]
        do {
            note = try SignedNote(text: checkpoint.text, signatures: signatures).bytes
        } catch {
            throw BundleError("the checkpoint: \(error)")
        }
        try put(BundleFormat.magic)
        try putField(Array(log.vkey.utf8))
        checker.logKey(Array(log.vkey.utf8))
        try put([UInt8(present.count - 1)])
        for witness in present.dropFirst() {
            try putField(Array(witness.vkey.utf8))
            checker.witnessKey(Array(witness.vkey.utf8))
        }
        try putField(note)
        checker.checkpoint(note)
        try put(BigEndian.bytes(UInt32(entries)))
        try checkSoFar()
    }

    /// Writes the next entry of the investigation, with its proof to the checkpoint's root. `body` is `nil` for an entry without
    /// one.
    public mutating func entry(
        _ leaf: LeafRecord, proof: [LogHash], content: BundleContribution, body: BundleContribution?
    ) throws(BundleError) {
        guard remaining > 0 else { throw BundleError("more entries are given than were announced") }
        guard proof.count <= BundleFormat.maximumProof else { throw BundleError("a proof has too many hashes") }
        remaining -= 1
        let bytes = leaf.bytes
        try putField(bytes)
        try put([UInt8(proof.count)])
        for hash in proof { try put(hash.bytes) }
        checker.entry(leaf: bytes, proof: proof)
        try part(.content, content, count: leaf.content.count)
        if let body {
            try part(.body, body, count: leaf.body?.count ?? 0)
        } else {
            try put([BundleMark.none.rawValue])
            checker.part(.body, .none)
        }
        try checkSoFar()
    }

    private mutating func part(
        _ part: BundlePart, _ contribution: BundleContribution, count: Int
    ) throws(BundleError) {
        try put([contribution.mark.rawValue])
        checker.part(part, contribution.mark)
        guard case .disclosed(let salt, let next) = contribution else { return }
        guard salt.count == Commitment.saltBytes else { throw BundleError("a salt has \(Commitment.saltBytes) bytes") }
        try put(salt)
        try put(BigEndian.bytes(UInt64(count)))
        checker.disclosure(salt: salt, count: count, at: offset)
        var written = 0
        while let bytes = try Self.piece(next) {
            written += bytes.count
            guard written <= count else { break }
            try put(bytes)
            checker.bytes(bytes)
        }
        guard written == count else {
            throw BundleError("a \(part.rawValue) has other than the \(count) bytes that its leaf states")
        }
        checker.endOfPart()
    }

    private static func piece(_ next: () throws -> [UInt8]?) throws(BundleError) -> [UInt8]? {
        do { return try next() } catch { throw BundleError("a part cannot be read: \(error)") }
    }

    /// Writes the documents, all that the last entry of kind `documents` names or none, and ends the bundle. Throws when what was
    /// written would not verify; it must not be kept then.
    public mutating func finish(documents: [(name: String, bytes: [UInt8])] = []) throws(BundleError) {
        guard remaining == 0 else {
            throw BundleError(remaining > 0 ? "\(remaining) entries that were announced are missing" : "it is finished already")
        }
        remaining = -1
        guard documents.count <= BundleFormat.maximumDocuments else {
            throw BundleError("a bundle has at most \(BundleFormat.maximumDocuments) documents")
        }
        try put(BigEndian.bytes(UInt32(documents.count)))
        for document in documents.sorted(by: { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }) {
            let name = Array(document.name.utf8)
            try putField(name)
            try put(BigEndian.bytes(UInt64(document.bytes.count)))
            checker.document(name: name, count: document.bytes.count, at: offset)
            try put(document.bytes)
            checker.bytes(document.bytes)
            checker.endOfDocument()
        }
        checker.end(trailerFits: true)
        try checkSoFar()
        try put(Array(hasher.finalize()))
    }

    private func checkSoFar() throws(BundleError) {
        if let problem = checker.problems.first { throw BundleError("it would not verify: \(problem)") }
    }

    private mutating func putField(_ bytes: [UInt8]) throws(BundleError) {
        try put(BigEndian.bytes(UInt32(bytes.count)))
        try put(bytes)
    }

    private mutating func put(_ bytes: [UInt8]) throws(BundleError) {
        hasher.update(data: bytes)
        offset += Int64(bytes.count)
        do { try write(bytes) } catch { throw BundleError(offset: offset, "cannot be written: \(error)") }
    }
}
