public import Gateway

extension SQLiteLedger {
    public func append(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError) {
        let prepared = try prepare(entries, tails)
        guard !prepared.entries.isEmpty else { return }
        try await committer.commit(prepared.entries.map { .entry($0) })
    }

    public func appendSoon(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError) {
        guard tails.reduce(0, { $0 + $1.bytes.count }) <= SQLiteLedger.queuedBytes else {
            return try await append(entries, tails: tails)
        }
        let prepared = try prepare(entries, tails)
        guard !prepared.entries.isEmpty else { return }
        bodies.queue(prepared.bodies)
        try committer.commitSoon(prepared.entries.map { .entry($0) })
    }

    public func flush() async throws(LedgerError) { try await committer.commit([]) }

    public func newBlob() async throws(LedgerError) -> Int64 {
        let id = try await committer.newBlob()
        bodies.begin(id)
        return id
    }

    public func appendChunk(_ bytes: [UInt8], to blob: Int64, position: Int) async throws(LedgerError) {
        guard bytes.count == BlobReference.chunkBytes, position >= 0 else {
            throw LedgerError("a full chunk of body \(blob) has \(bytes.count) bytes at place \(position)")
        }
        var sealer = try bodies.take(blob)
        guard position == sealer.position else {
            bodies.putBack(sealer, as: blob)
            throw LedgerError("chunk \(position) of body \(blob) was brought where chunk \(sealer.position) should be")
        }
        // A body of which a chunk could not be stored is not put back: it can never be whole.
        let sealed = try SQLiteLedger.sealing { () throws(SealingError) in try sealer.seal(bytes) }
        try await committer.commit([.chunk(body: blob, position: position, bytes: sealed)])
        bodies.putBack(sealer, as: blob)
    }

    /// Larger bodies are not kept in memory until the next commit.
    private static let queuedBytes = 1 << 18

    private typealias Prepared = (entries: [SealedEntry], bodies: [Int64: OpenBodies.Queued])

    /// Checks and seals, in the caller's task. When it throws, bodies can still be finished.
    private func prepare(_ entries: [LedgerEntry], _ tails: [BlobTail]) throws(LedgerError) -> Prepared {
        var taken: [Int64: BodySealer] = [:]
        do throws(LedgerError) {
            return try prepare(entries, tails, &taken)
        } catch {
            for (id, sealer) in taken { bodies.putBack(sealer, as: id) }
            throw error
        }
    }

    private func prepare(
        _ entries: [LedgerEntry], _ tails: [BlobTail], _ taken: inout [Int64: BodySealer]
    ) throws(LedgerError) -> Prepared {
        var open = Dictionary(tails.map { ($0.blob, $0) }) { first, _ in first }
        guard open.count == tails.count else { throw LedgerError("a body was brought with two last chunks") }
        var prepared: Prepared = ([], [:])
        for entry in entries {
            var body: SealedBody?
            if let blob = entry.blob {
                let sealer = try bodies.take(blob.id)
                taken[blob.id] = sealer
                let tail = open.removeValue(forKey: blob.id)
                body = try seal(blob, tail, sealer)
                prepared.bodies[blob.id] = OpenBodies.Queued(
                    key: sealer.key, tail: tail ?? BlobTail(blob: blob.id, position: sealer.position, bytes: []))
            }
            prepared.entries.append(try SealedEntry(entry, body: body, key: key))
        }
        if let tail = open.values.first {
            throw LedgerError("no entry speaks of body \(tail.blob), whose last chunk was brought")
        }
        return prepared
    }

    /// Finishes a body: what it is said to be must be what was brought.
    private func seal(_ blob: BlobReference, _ tail: BlobTail?, _ sealer: BodySealer) throws(LedgerError) -> SealedBody {
        var sealer = sealer
        let bytes = tail?.bytes ?? []
        let sum = sealer.count.addingReportingOverflow(bytes.count)
        guard !sum.overflow, sum.partialValue == blob.count, tail.map({ $0.position == sealer.position }) ?? true else {
            throw LedgerError("an entry speaks of body \(blob.id), and not all of its \(blob.count) bytes are stored")
        }
        let position = sealer.position
        return try SQLiteLedger.sealing { () throws(SealingError) in
            let last = bytes.isEmpty ? nil : (position: position, bytes: try sealer.seal(bytes))
            return SealedBody(
                id: blob.id, commitment: sealer.finish(), wrappedKey: try sealer.key.wrapped(by: key, for: .body),
                digest: try sealer.key.seal(note: Array(blob.sha256.utf8)), tail: last)
        }
    }

    private static func sealing<Value>(_ body: () throws(SealingError) -> Value) throws(LedgerError) -> Value {
        do throws(SealingError) { return try body() } catch { throw LedgerError("\(error)") }
    }
}
