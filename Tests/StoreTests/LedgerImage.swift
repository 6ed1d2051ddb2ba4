import Foundation
import GRDB
import Gateway
import Store

/// The bytes of a closed ledger's file, of which damaged copies are made.
struct LedgerImage: Sendable {
    let bytes: Data

    /// Leaves WAL mode first, so that a copy is one file.
    init(of path: String) throws {
        let queue = try DatabaseQueue(path: path)
        try queue.writeWithoutTransaction { database in try database.execute(sql: "PRAGMA journal_mode = DELETE") }
        try queue.close()
        bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    }

    func write(to path: String) throws { try bytes.write(to: URL(fileURLWithPath: path)) }

    func read<Value>(in scratch: Scratch, _ body: (Database) throws -> Value) throws -> Value {
        let path = scratch.file("image.db")
        try write(to: path)
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        return try queue.read(body)
    }

    /// Writes a copy and changes it behind the ledger's back. Returns false when SQLite itself refuses the change.
    func write(to path: String, changedBy change: (Database) throws -> Void) throws -> Bool {
        try write(to: path)
        let queue = try DatabaseQueue(path: path)
        defer { try? queue.close() }
        do {
            try queue.writeWithoutTransaction { database in
                try database.execute(sql: "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF")
                try database.inTransaction {
                    try change(database)
                    return .commit
                }
            }
            return true
        } catch let error as DatabaseError where error.resultCode == .SQLITE_CONSTRAINT {
            return false
        }
    }
}

/// Verifies with the key that all tests use.
func verify(_ path: String, against outside: [SignedNote] = [], workers: Int = 1) async throws -> LedgerVerification {
    try await LedgerVerifier(path: path, key: masterKey(), workers: workers).verify(against: outside)
}
