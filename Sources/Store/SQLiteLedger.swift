import GRDB
public import Gateway

/// The ledger in one SQLite file.
///
/// The file is in WAL mode with `synchronous=FULL`: every commit syncs the log before it returns. Callers that arrive while a
/// commit is under way are committed together in the next transaction, with one sync for all of them. Two processes may
/// share a file; a writer waits up to ``busySeconds`` for the other one.
public final class SQLiteLedger: LedgerStore {
    /// The file, as it was given.
    public let path: String
    /// Seconds to wait for another process that is writing.
    public static let busySeconds = 10.0

    let pool: DatabasePool
    private let committer: Committer

    /// Opens the file, or creates it readable by its owner only, with a directory for it when there is none.
    ///
    /// Throws when the file is not a ledger, was written by a newer program, cannot be written, or when SQLite does not
    /// confirm that commits are synced.
    public init(path: String) throws(LedgerError) {
        self.path = path
        let isNew = try LedgerFile.prepare(path)
        do {
            if !isNew { try Schema.check(path) }
            let pool = try DatabasePool(path: path, configuration: SQLiteLedger.configuration)
            try pool.writeWithoutTransaction { database in
                // GRDB's pool sets NORMAL, which leaves the last commits to the operating system.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try Schema.confirmDurability(of: database)
            }
            try pool.write { database in try Schema.create(in: database) }
            try pool.writeWithoutTransaction { database in try Schema.confirmDurability(of: database) }
            self.pool = pool
            self.committer = Committer(pool: pool, path: path)
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// Folds the log into the file and closes it. Calls made later fail. Without it nothing is lost: the next program that
    /// opens the file finds everything in the log.
    public func close() throws(LedgerError) {
        do { try pool.close() } catch { throw LedgerError(error, path: path) }
    }

    public func append(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError) {
        var writes: [Write] = []
        for tail in tails where !tail.bytes.isEmpty {
            guard tail.bytes.count <= BlobReference.chunkBytes, tail.position >= 0 else {
                throw LedgerError("the last chunk of body \(tail.blob) has \(tail.bytes.count) bytes at place \(tail.position)")
            }
            writes.append(.chunk(blob: tail.blob, position: tail.position, bytes: tail.bytes))
        }
        for entry in entries { writes.append(.entry(try EntryRow(entry))) }
        guard !writes.isEmpty else { return }
        try await committer.commit(writes)
    }

    public func newBlob() async throws(LedgerError) -> Int64 { try await committer.newBlob() }

    public func appendChunk(_ bytes: [UInt8], to blob: Int64, position: Int) async throws(LedgerError) {
        guard bytes.count == BlobReference.chunkBytes, position >= 0 else {
            throw LedgerError("a full chunk of body \(blob) has \(bytes.count) bytes at place \(position)")
        }
        try await committer.commit([.chunk(blob: blob, position: position, bytes: bytes)])
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .timeout(busySeconds)
        configuration.foreignKeysEnabled = true
        return configuration
    }
}
