import Foundation
import GRDB
public import Gateway
import Synchronization

/// Recomputes everything that a ledger's file claims, from the leaves and the sealed bytes up, and names what does not fit.
///
/// It goes on after problems, and reads damaged files as far as SQLite can. It changes nothing. A ledger that is being written
/// to is verified as it was at the start; erasing meanwhile gives problems that a second run does not.
public struct LedgerVerifier: Sendable {
    let path: String
    let key: MasterKey
    let workers: Int

    /// `workers` is how many entries are checked at the same time.
    public init(path: String, key: MasterKey, workers: Int = ProcessInfo.processInfo.activeProcessorCount) {
        self.path = path
        self.key = key
        self.workers = max(1, workers)
    }

    /// `outside` are checkpoints of this log that were kept elsewhere. The ledger must hold all that they cover: a smaller ledger
    /// was rolled back, and one with another root at that size is a fork.
    ///
    /// Throws when the file cannot be opened as a ledger at all.
    public func verify(against outside: [SignedNote] = []) async throws(LedgerError) -> LedgerVerification {
        var result = LedgerVerification()
        let snapshot: LogSnapshot
        do { (snapshot, result.problems) = try read() } catch { throw LedgerError(error, path: path) }
        let verifier = snapshot.verifier(key: key, problems: &result.problems)
        let found = await run(jobs(snapshot), snapshot, verifier)
        let walk = LogWalk(snapshot: snapshot, found: found, verifier: verifier)
        walk.check(against: outside, into: &result)
        return result
    }

    private func read() throws -> (LogSnapshot, [LedgerProblem]) {
        try Schema.check(path)
        let queue = try connection()
        let read = try queue.read { database in
            var problems: [LedgerProblem] = []
            return (LogSnapshot(database, file: path, problems: &problems), problems)
        }
        try queue.close()
        return read
    }

    func connection() throws -> DatabaseQueue {
        var configuration = SQLiteLedger.configuration
        configuration.readonly = true
        return try DatabaseQueue(path: path, configuration: configuration)
    }

    enum Job: Sendable {
        case integrity
        case entries(ArraySlice<Int64>)
        case checkpoints(Range<Int>)
    }

    private func jobs(_ snapshot: LogSnapshot) -> [Job] {
        var jobs: [Job] = [.integrity]
        // Few enough at a time that a few entries with large bodies keep all workers busy.
        let share = max(1, min(64, snapshot.positions.count / (8 * workers)))
        for start in stride(from: 0, to: snapshot.positions.count, by: share) {
            jobs.append(.entries(snapshot.positions[start..<min(start + share, snapshot.positions.count)]))
        }
        for start in stride(from: 0, to: snapshot.checkpoints.count, by: 64) {
            jobs.append(.checkpoints(start..<min(start + 64, snapshot.checkpoints.count)))
        }
        return jobs
    }

    /// Does the jobs on all workers, each with a connection of its own.
    private func run(_ jobs: [Job], _ snapshot: LogSnapshot, _ verifier: NoteVerifier?) async -> Findings {
        let next = JobCounter()
        return await withTaskGroup(of: Findings.self) { group in
            for _ in 0..<min(workers, jobs.count) {
                group.addTask { findings(of: jobs, next, snapshot, verifier) }
            }
            return await group.reduce(into: Findings()) { $0.merge($1) }
        }
    }

    /// What one worker finds in the jobs that it gets.
    private func findings(
        of jobs: [Job], _ next: JobCounter, _ snapshot: LogSnapshot, _ verifier: NoteVerifier?
    ) -> Findings {
        var findings = Findings()
        do {
            let queue = try connection()
            try queue.read { database in
                while let job = next.take(from: jobs) { work(job, snapshot, verifier, in: database, &findings) }
            }
            try queue.close()
        } catch {
            findings.problems.append(LedgerProblem(.file, "cannot be read: \(LedgerError(error, path: path).reason)"))
        }
        return findings
    }

    /// Hands out the jobs, each once.
    private final class JobCounter: Sendable {
        private let index = Mutex(0)

        func take(from jobs: [Job]) -> Job? {
            index.withLock { index in
                guard index < jobs.count else { return nil }
                defer { index += 1 }
                return jobs[index]
            }
        }
    }

    private func work(
        _ job: Job, _ snapshot: LogSnapshot, _ verifier: NoteVerifier?, in database: Database, _ findings: inout Findings
    ) {
        switch job {
        case .integrity:
            findings.problems += LedgerVerifier.integrityProblems(of: database, path: path)
            findings.problems += Schema.problems(of: database, path: path)
        case .entries(let positions):
            let checker = EntryChecker(snapshot: snapshot, key: key, path: path, database: database)
            for position in positions { findings.entries.append(checker.check(position)) }
        case .checkpoints(let range):
            for checkpoint in snapshot.checkpoints[range] { findings.checkpoints.append(checkpoint.checked(by: verifier)) }
        }
    }

    private static func integrityProblems(of database: Database, path: String) -> [LedgerProblem] {
        do {
            let lines = try Row.fetchAll(database, sql: "PRAGMA integrity_check(100)").map { row in
                if case .string(let text) = (row[0] as DatabaseValue).storage { text } else { "?" }
            }
            return lines == ["ok"] ? [] : lines.map { LedgerProblem(.file, "SQLite finds: \($0)") }
        } catch {
            return [LedgerProblem(.file, "SQLite cannot check it: \(LedgerError(error, path: path).reason)")]
        }
    }

    /// What the workers found.
    struct Findings: Sendable {
        var problems: [LedgerProblem] = []
        var entries: [CheckedEntry] = []
        var checkpoints: [CheckedCheckpoint] = []

        mutating func merge(_ other: Findings) {
            problems += other.problems
            entries += other.entries
            checkpoints += other.checkpoints
        }
    }
}
