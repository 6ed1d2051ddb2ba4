import Core
import Foundation
import GRDB
import Gateway
import Synchronization

/// Appends to the log inside a transaction: gives positions and sequences, builds leaves, and signs one checkpoint.
final class LogWriter: Sendable {
    private let signer: NoteSigner
    /// The frontier as it was last read or written. It counts only while the file says the same: another process may have
    /// appended, and a transaction may have been rolled back.
    private let cached = Mutex<(encoded: [UInt8], frontier: MerkleFrontier)?>(nil)

    init(signer: NoteSigner) { self.signer = signer }

    /// The positions that the entries were given.
    @discardableResult
    func append(_ entries: [SealedEntry], in database: Database) throws -> Range<Int64> {
        guard !entries.isEmpty else { return 0..<0 }
        var frontier = try frontier(in: database)
        let first = frontier.size
        guard first < MerkleFrontier.maximumSize else { throw LedgerError("the log is full") }
        let size = first + Int64(entries.count)
        var sequences: [String: Int64] = [:]
        for entry in entries {
            let sequence = try sequences[entry.investigation] ?? LogWriter.nextSequence(of: entry.investigation, in: database)
            sequences[entry.investigation] = sequence + 1
            let leaf = try entry.leaf(at: frontier.size, sequence: sequence)
            let bytes = leaf.bytes
            let hash = LogHash.leaf(bytes)
            try LogWriter.insert(entry, leaf: leaf, bytes: bytes, hash: hash, checkpoint: size, in: database)
            frontier.append(hash)
        }
        let encoded = frontier.encoded
        try database.cachedStatement(sql: "UPDATE log SET frontier = ? WHERE id = 1").execute(arguments: [Data(encoded)])
        let note = try Checkpoint(origin: signer.name, size: size, root: frontier.root).signed(by: signer)
        try database.cachedStatement(sql: "INSERT INTO checkpoints (size, note) VALUES (?, ?)")
            .execute(arguments: [size, String(decoding: note.bytes, as: UTF8.self)])
        cached.withLock { $0 = (encoded, frontier) }
        return first..<size
    }

    private func frontier(in database: Database) throws -> MerkleFrontier {
        let row = try Row.fetchOne(try database.cachedStatement(sql: "SELECT frontier FROM log WHERE id = 1"))
        guard let stored = row?.bytes(0) else { throw LedgerError("the file is damaged: the log's state is missing") }
        if let cached = cached.withLock({ $0 }), cached.encoded == stored { return cached.frontier }
        guard let frontier = MerkleFrontier(encoded: stored) else {
            throw LedgerError("the file is damaged: the log's state cannot be read")
        }
        return frontier
    }

    private static func nextSequence(of investigation: String, in database: Database) throws -> Int64 {
        let row = try Row.fetchOne(
            try database.cachedStatement(sql: "SELECT max(sequence) FROM entries WHERE investigation = ?"),
            arguments: [investigation])
        guard let last = row?.integer(0) else { return 0 }
        guard last >= 0, last < .max else { throw LedgerError("the file is damaged: an entry has the sequence \(last)") }
        return last + 1
    }

    private static func insert(
        _ entry: SealedEntry, leaf: LeafRecord, bytes: [UInt8], hash: LogHash, checkpoint: Int64, in database: Database
    ) throws {
        if let body = entry.body, let tail = body.tail {
            try insert(chunk: tail.bytes, at: tail.position, of: body.id, in: database)
        }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO entries (position, leaf, leaf_hash, investigation, sequence, kind, key, attempt, checkpoint,
                  content, content_key, body, body_key, body_digest)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
        do {
            try statement.execute(arguments: [
                leaf.position, Data(bytes), Data(hash.bytes), leaf.investigation, leaf.sequence, leaf.kind.rawValue,
                leaf.key?.description, leaf.attempt, checkpoint, Data(entry.content), Data(entry.contentKey), entry.body?.id,
                entry.body.map { Data($0.wrappedKey) }, entry.body.map { Data($0.digest) },
            ])
        } catch let error as DatabaseError where error.extendedResultCode == .SQLITE_CONSTRAINT_UNIQUE {
            throw LogWriter.duplicate(entry) ?? error
        }
    }

    static func insert(chunk: [UInt8], at position: Int, of body: Int64, in database: Database) throws {
        let statement = try database.cachedStatement(sql: "INSERT INTO blob_chunks (place, bytes) VALUES (?, ?)")
        try statement.execute(arguments: [try ChunkPlace.of(position, body: body), Data(chunk)])
    }

    private static func duplicate(_ entry: SealedEntry) -> LedgerError? {
        switch (entry.kind, entry.key) {
        case (.intent, let key?):
            LedgerError("the intent of attempt \(entry.attempt) at \(key) is already there", isDuplicate: true)
        case (.decision, nil): LedgerError("the investigation \(entry.investigation) has already begun", isDuplicate: true)
        default: nil
        }
    }
}
