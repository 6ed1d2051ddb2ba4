import Dispatch
import Foundation
import GRDB
import Gateway
import Synchronization

/// One thing to be written.
enum Write: Sendable {
    case entry(SealedEntry)
    case chunk(body: Int64, position: Int, bytes: [UInt8])
}

/// Commits what callers bring, many callers at a time.
///
/// While a transaction is being synced, callers queue; the next transaction takes the whole queue. Transactions run on a
/// dispatch queue, so that the sync does not hold a thread of the cooperative pool.
final class Committer: Sendable {
    private typealias Outcome = Result<Void, LedgerError>

    /// What one caller brought. Without a continuation nobody waits for it.
    private struct Job {
        let writes: [Write]
        let done: CheckedContinuation<Outcome, Never>?
        var bodies: [Int64] { writes.compactMap { if case .entry(let entry) = $0 { entry.body?.id } else { nil } } }
    }

    private struct State {
        var waiting: [Job] = []
        var isCommitting = false
        var isTimerSet = false
        /// Why something that nobody waited for could not be written.
        var failure: LedgerError?
        var blobs: Range<Int64> = 0..<0
    }

    private let state = Mutex(State())
    private let queue = DispatchQueue(label: "ledger.commits")
    private let pool: DatabasePool
    private let path: String
    private let writer: LogWriter
    private let bodies: OpenBodies

    /// Ids are reserved in blocks so that not every body costs a transaction; those left over when the program ends are
    /// never used.
    private static let block: Int64 = 256
    /// How long what nobody waits for may stay in memory.
    private static let patience = DispatchTimeInterval.milliseconds(5)
    /// Jobs that nobody waits for, above which they are committed at once.
    private static let backlog = 64

    init(pool: DatabasePool, path: String, writer: LogWriter, bodies: OpenBodies) {
        self.pool = pool
        self.path = path
        self.writer = writer
        self.bodies = bodies
    }

    /// Returns when the writes, and all that was queued before them, are on disk.
    func commit(_ writes: [Write]) async throws(LedgerError) {
        let result = await withCheckedContinuation { continuation in
            enqueue(Job(writes: writes, done: continuation))
        }
        try result.get()
    }

    /// Returns when the writes are queued.
    func commitSoon(_ writes: [Write]) throws(LedgerError) {
        if let failure = state.withLock({ $0.failure }) { throw failure }
        enqueue(Job(writes: writes, done: nil))
    }

    /// Commits everything that is queued. Blocks.
    func drain() -> Result<Void, LedgerError> {
        queue.sync { run() }
        return state.withLock { state in state.failure.map { .failure($0) } ?? .success(()) }
    }

    private enum Action { case commit, setTimer, nothing }

    private func enqueue(_ job: Job) {
        let action: Action = state.withLock { state in
            state.waiting.append(job)
            if state.isCommitting { return .nothing }
            if job.done != nil || state.waiting.count >= Self.backlog {
                state.isCommitting = true
                return .commit
            }
            if state.isTimerSet { return .nothing }
            state.isTimerSet = true
            return .setTimer
        }
        perform(action)
    }

    private func perform(_ action: Action) {
        switch action {
        case .commit: queue.async { self.run() }
        case .setTimer: queue.asyncAfter(deadline: .now() + Self.patience) { self.run() }
        case .nothing: break
        }
    }

    /// Commits until nobody waits any more. Runs on the queue alone.
    private func run() {
        var isFirst = true
        while true {
            let (batch, action): ([Job], Action) = state.withLock { state in
                let isNeeded = state.waiting.count >= Self.backlog || state.waiting.contains { $0.done != nil }
                if isFirst || isNeeded {
                    state.isTimerSet = false
                    state.isCommitting = !state.waiting.isEmpty
                    defer { state.waiting = [] }
                    return (state.waiting, .nothing)
                }
                state.isCommitting = false
                // What came meanwhile and nobody waits for goes with the next one, or with the timer.
                let needsTimer = !state.waiting.isEmpty && !state.isTimerSet
                if needsTimer { state.isTimerSet = true }
                return ([], needsTimer ? .setTimer : .nothing)
            }
            isFirst = false
            perform(action)
            guard !batch.isEmpty else { return }
            commit(batch)
        }
    }

    private func commit(_ batch: [Job]) {
        let result = transaction(batch)
        if case .failure(let error) = result, error.isCallers, batch.count > 1 {
            // One caller's mistake must not fail the others: each by itself, in order.
            for job in batch { finish([job], transaction([job]).mapError(\.error)) }
        } else {
            finish(batch, result.mapError(\.error))
        }
    }

    private func finish(_ jobs: [Job], _ result: Outcome) {
        if case .failure(let error) = result, jobs.contains(where: { $0.done == nil }) {
            let reason = "entries that were to be written soon could not be, so nothing more is written: \(error.reason)"
            state.withLock { $0.failure = $0.failure ?? LedgerError(reason) }
        }
        if case .success = result { bodies.committed(jobs.flatMap(\.bodies)) }
        for job in jobs { job.done?.resume(returning: result) }
    }

    private struct Failed: Error {
        let error: LedgerError
        /// It is about what the caller brought, and not about the file.
        let isCallers: Bool
    }

    private func transaction(_ jobs: [Job]) -> Result<Void, Failed> {
        if let failure = state.withLock({ $0.failure }) { return .failure(Failed(error: failure, isCallers: false)) }
        let writes = jobs.flatMap(\.writes)
        guard !writes.isEmpty else { return .success(()) }
        do {
            try pool.write { database in
                var entries: [SealedEntry] = []
                for write in writes {
                    switch write {
                    case .entry(let entry): entries.append(entry)
                    case .chunk(let body, let position, let bytes):
                        try LogWriter.insert(chunk: bytes, at: position, of: body, in: database)
                    }
                }
                try writer.append(entries, in: database)
            }
            return .success(())
        } catch {
            let isConstraint = (error as? DatabaseError)?.resultCode == .SQLITE_CONSTRAINT
            return .failure(
                Failed(error: LedgerError(error, path: path), isCallers: error is LedgerError || isConstraint))
        }
    }

    /// The number of a new body.
    func newBlob() async throws(LedgerError) -> Int64 {
        while true {
            if let id = state.withLock({ Self.first(of: &$0.blobs) }) { return id }
            let block = Self.block
            let end: Int64?
            do {
                end = try await pool.write { database in
                    try Row.fetchOne(
                        database, sql: "UPDATE log SET next_blob = next_blob + ? WHERE id = 1 RETURNING next_blob",
                        arguments: [block])?.integer(0)
                }
            } catch { throw LedgerError(error, path: path) }
            guard let end, end > block, end <= ChunkPlace.maximumBody else {
                throw LedgerError("\(path) is damaged: it does not say which ids are free")
            }
            // Another caller may have reserved one too; what is left of its block is then never used.
            state.withLock { $0.blobs = (end - block)..<end }
        }
    }

    private static func first(of range: inout Range<Int64>) -> Int64? {
        guard let first = range.first else { return nil }
        range = (first + 1)..<range.upperBound
        return first
    }
}
