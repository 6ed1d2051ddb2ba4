import Core
import Foundation
import GRDB
import Gateway

/// One thing to be written.
enum Write: Sendable {
    case entry(EntryRow)
    case chunk(blob: Int64, position: Int, bytes: [UInt8])

    func perform(in database: Database) throws {
        switch self {
        case .entry(let row): try row.insert(into: database)
        case .chunk(let blob, let position, let bytes):
            let statement = try database.cachedStatement(
                sql: "INSERT INTO blob_chunks (blob, position, bytes) VALUES (?, ?, ?)")
            try statement.execute(arguments: [blob, position, Data(bytes)])
        }
    }
}

/// Commits what callers bring, many callers at a time.
///
/// While a transaction is being synced, callers queue; the next transaction takes the whole queue.
actor Committer {
    private typealias Waiting = (writes: [Write], done: CheckedContinuation<Result<Void, LedgerError>, Never>)

    private let pool: DatabasePool
    private let path: String
    private var waiting: [Waiting] = []
    private var isCommitting = false
    private var blobs: Range<Int64> = 0..<0

    /// Ids are reserved in blocks so that not every body costs a transaction; those left over when the program ends are
    /// never used.
    private static let block: Int64 = 256

    init(pool: DatabasePool, path: String) {
        self.pool = pool
        self.path = path
    }

    /// Returns when the writes are on disk.
    func commit(_ writes: [Write]) async throws(LedgerError) {
        let result = await withCheckedContinuation { continuation in
            waiting.append((writes, continuation))
            guard !isCommitting else { return }
            isCommitting = true
            // Not the caller's task: one caller's cancellation must not undo the commit of the others.
            Task { await commitWaiting() }
        }
        try result.get()
    }

    func newBlob() async throws(LedgerError) -> Int64 {
        while blobs.isEmpty {
            let block = Committer.block
            let reserved = await result { database in
                try Int64.fetchOne(
                    database, sql: "UPDATE reserved SET next_blob = next_blob + ? RETURNING next_blob", arguments: [block])
            }
            guard let end = try reserved.get() else {
                throw LedgerError("\(path) is damaged: it does not say which ids are free")
            }
            blobs = (end - block)..<end
        }
        let id = blobs.lowerBound
        blobs = (id + 1)..<blobs.upperBound
        return id
    }

    private func commitWaiting() async {
        while !waiting.isEmpty {
            let batch = waiting
            waiting = []
            let writes = batch.flatMap(\.writes)
            let result = await result { database in
                for write in writes { try write.perform(in: database) }
            }
            for caller in batch { caller.done.resume(returning: result) }
        }
        isCommitting = false
    }

    private func result<Value: Sendable>(
        _ body: @escaping @Sendable (Database) throws -> Value
    ) async -> Result<Value, LedgerError> {
        do {
            // On GRDB's own queue, so that the sync does not hold a thread of the cooperative pool.
            return .success(try await pool.write(body))
        } catch {
            return .failure(LedgerError(error, path: path))
        }
    }
}
