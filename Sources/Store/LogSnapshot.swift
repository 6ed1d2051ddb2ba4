import Crypto
import Foundation
import GRDB
import Gateway

/// What a verification reads first: everything but the entries themselves.
struct LogSnapshot: Sendable {
    struct ErasurePlace: Hashable {
        let position: Int64
        let part: ErasedPart
    }

    private(set) var origin: [UInt8]?
    private(set) var publicKey: [UInt8]?
    private(set) var frontier: [UInt8]?
    private(set) var nextBlob: Int64?
    /// By size.
    private(set) var checkpoints: [StoredCheckpoint] = []
    /// Positions of the rows, ascending.
    private(set) var positions: [Int64] = []
    /// By what is erased: the position of the entry that says so.
    private(set) var erasures: [ErasurePlace: Int64] = [:]
    /// Bodies that have chunks.
    private(set) var bodies: Set<Int64> = []

    /// Reads what can be read; the rest becomes a problem.
    init(_ database: Database, file: String, problems: inout [LedgerProblem]) {
        func attempt(_ what: String, _ body: () throws -> Void) {
            do { try body() } catch {
                problems.append(LedgerProblem(.file, "\(what) cannot be read: \(LedgerError(error, path: file).reason)"))
            }
        }
        attempt("the log's state") { try readLog(database) }
        attempt("the list of checkpoints") { try readCheckpoints(database) }
        attempt("the list of erasures") { try readErasures(database) }
        attempt("the list of chunks") { try readBodies(database) }
        attempt("the list of entries") {
            do {
                positions = try read(database, "SELECT position FROM entries NOT INDEXED ORDER BY position") { $0.integer(0) }
            } catch {
                // Entry by entry, as far as the checkpoints say and the file is large.
                let size = (try? FileManager.default.attributesOfItem(atPath: file)[.size] as? NSNumber)?.int64Value ?? 0
                positions = Array(0..<min(max(0, checkpoints.last?.size ?? 0), size / 64))
                throw error
            }
        }
    }

    /// Rows, without those that hold values of another type; the entries' and the checkpoints' own checks find these.
    private func read<Value>(_ database: Database, _ sql: String, _ value: (Row) -> Value?) throws -> [Value] {
        let rows = try Row.fetchCursor(database, sql: sql)
        var values: [Value] = []
        while let row = try rows.next() { if let value = value(row) { values.append(value) } }
        return values
    }

    private mutating func readLog(_ database: Database) throws {
        let rows = try Row.fetchAll(
            database, sql: "SELECT CAST(origin AS BLOB), public_key, frontier, next_blob, id FROM log")
        guard rows.count == 1, let row = rows.first, row.integer(4) == 1 else {
            throw LedgerError("there are \(rows.count) rows where there should be one with the id 1")
        }
        origin = row.bytes(0)
        publicKey = row.bytes(1)
        frontier = row.bytes(2)
        nextBlob = row.integer(3)
    }

    private mutating func readCheckpoints(_ database: Database) throws {
        checkpoints = try read(database, "SELECT size, CAST(note AS BLOB) FROM checkpoints ORDER BY size") { row in
            row.integer(0).map { StoredCheckpoint(size: $0, note: row.bytes(1) ?? []) }
        }
    }

    private mutating func readErasures(_ database: Database) throws {
        let rows = try Row.fetchCursor(database, sql: "SELECT position, CAST(part AS BLOB), entry FROM erasures")
        while let row = try rows.next() {
            guard let position = row.integer(0), let name = row.bytes(1), let entry = row.integer(2),
                let part = ErasedPart.allCases.first(where: { Array($0.rawValue.utf8) == name })
            else { throw LedgerError("a row says neither position, part nor entry") }
            erasures[ErasurePlace(position: position, part: part)] = entry
        }
    }

    private mutating func readBodies(_ database: Database) throws {
        bodies = Set(try read(database, "SELECT DISTINCT place >> 24 FROM blob_chunks") { $0.integer(0) })
    }

    /// The key that the checkpoints are checked with: the public half of the log's key, under the name that the file gives, or
    /// the one that its newest checkpoint gives.
    func verifier(key: MasterKey, problems: inout [LedgerProblem]) -> NoteVerifier? {
        let publicKey = key.signingKey.publicKey
        if self.publicKey != Array(publicKey.rawRepresentation) {
            problems.append(LedgerProblem(.log, "the public key in the file is not that of the master key"))
        }
        let stored = origin.flatMap { String(validating: $0, as: UTF8.self) }
        let newest = checkpoints.last.flatMap { try? SignedNote(parsing: $0.note).signatures.first?.name }
        if let newest, newest != stored {
            problems.append(LedgerProblem(.log, "its name in the file is not the one in its newest checkpoint"))
        }
        let verifiers = [stored, newest].compactMap { $0 }.compactMap { try? NoteVerifier(name: $0, key: publicKey) }
        let fitting = verifiers.first { verifier in checkpoints.last?.checked(by: verifier).problem == nil }
        guard let verifier = fitting ?? verifiers.first else {
            problems.append(LedgerProblem(.log, "the file does not say what the log is called"))
            return nil
        }
        return verifier
    }
}
