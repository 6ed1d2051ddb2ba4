import Foundation
import GRDB
import Gateway

/// The tables, and how a ledger's file is told from others.
enum Schema {
    /// `INQT`, in the file's header.
    static let application: Int64 = 0x494E_5154
    static let version: Int64 = 2

    /// Reads the file without changing it and throws when it is not a ledger that this program can write.
    static func check(_ path: String) throws {
        var configuration = SQLiteLedger.configuration
        configuration.readonly = true
        let queue = try DatabaseQueue(path: path, configuration: configuration)
        try queue.read { database in _ = try isEmpty(database) }
        try queue.close()
    }

    /// Whether the file has no tables yet.
    private static func isEmpty(_ database: Database) throws -> Bool {
        let application = try Int64.fetchOne(database, sql: "PRAGMA application_id") ?? 0
        let version = try Int64.fetchOne(database, sql: "PRAGMA user_version") ?? 0
        let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_schema") ?? 0
        if application == 0, version == 0, tables == 0 { return true }
        guard application == Schema.application else { throw LedgerError("the file is a database of another program") }
        guard version != 1 else {
            throw LedgerError(
                "the file has version 1 of the ledger's format, which kept contents in the clear and had no proofs; keep it "
                    + "with the version of the program that wrote it, and start a new ledger under another name")
        }
        guard version == Schema.version else {
            throw LedgerError(
                "the file has version \(version) of the ledger's format; this program writes version \(Schema.version)"
                    + (version > Schema.version ? " and must be updated to open it" : ""))
        }
        return false
    }

    /// Creates the tables unless they are there. Runs in a transaction, so that two programs can open a new file at once.
    ///
    /// - `entries`: rows are appended by position and never change in size: what is erased is overwritten with zeros in place,
    ///   so that SQLite never moves a row and leaves a copy of it behind. The leaf is the row's first value, so that it stands
    ///   early in what is written to disk.
    /// - `blob_chunks.place`: body × 2^24 + place of the chunk.
    /// - `erasures.entry`: position of the `erased` entry that says who and why.
    static func create(in database: Database, identity: LogIdentity) throws {
        guard try isEmpty(database) else { return }
        try createTables(in: database)
        try database.execute(
            sql: "INSERT INTO log (id, origin, public_key, frontier, next_blob) VALUES (1, ?, ?, ?, 1)",
            arguments: [identity.origin, Data(identity.publicKey), Data(MerkleFrontier().encoded)])
    }

    private static func createTables(in database: Database) throws {
        try database.execute(
            sql: """
                CREATE TABLE entries (
                  position INTEGER PRIMARY KEY,
                  leaf BLOB NOT NULL,
                  leaf_hash BLOB NOT NULL,
                  investigation TEXT NOT NULL,
                  sequence INTEGER NOT NULL,
                  kind TEXT NOT NULL,
                  key TEXT,
                  attempt INTEGER NOT NULL,
                  checkpoint INTEGER NOT NULL,
                  content BLOB NOT NULL,
                  content_key BLOB NOT NULL,
                  body INTEGER,
                  body_key BLOB,
                  body_digest BLOB
                ) STRICT;
                CREATE UNIQUE INDEX entries_by_investigation ON entries (investigation, sequence);
                CREATE UNIQUE INDEX entries_by_body ON entries (body) WHERE body IS NOT NULL;
                CREATE UNIQUE INDEX one_intent_an_attempt ON entries (key, attempt) WHERE kind = 'intent';
                CREATE UNIQUE INDEX one_start ON entries (investigation) WHERE kind = 'decision' AND key IS NULL;
                CREATE TABLE blob_chunks (place INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
                CREATE TABLE erasures (
                  position INTEGER NOT NULL,
                  part TEXT NOT NULL,
                  entry INTEGER NOT NULL,
                  PRIMARY KEY (position, part)
                ) STRICT, WITHOUT ROWID;
                CREATE TABLE checkpoints (size INTEGER PRIMARY KEY, note TEXT NOT NULL) STRICT;
                CREATE TABLE log (
                  id INTEGER PRIMARY KEY,
                  origin TEXT NOT NULL,
                  public_key BLOB NOT NULL,
                  frontier BLOB NOT NULL,
                  next_blob INTEGER NOT NULL
                ) STRICT;
                PRAGMA application_id = \(application);
                PRAGMA user_version = \(version);
                """)
    }

    /// Where the file's tables and indices are not those that ``create(in:identity:)`` makes: without its unique indices a log
    /// would take one call's intent twice, and a trigger would run with each entry.
    static func problems(of database: Database, path: String) -> [LedgerProblem] {
        do {
            let expected = try DatabaseQueue().write { database in
                try createTables(in: database)
                return try definitions(in: database)
            }
            let found = try definitions(in: database)
            return Set(expected.keys).union(found.keys).sorted().compactMap { name in
                switch (expected[name], found[name]) {
                case (let wanted?, let given?): wanted == given ? nil : LedgerProblem(.file, "\(name) is defined otherwise")
                case (_?, nil): LedgerProblem(.file, "\(name) is missing")
                default: LedgerProblem(.file, "\(name) does not belong in a ledger")
                }
            }
        } catch {
            return [LedgerProblem(.file, "its tables cannot be read: \(LedgerError(error, path: path).reason)")]
        }
    }

    /// The statement that made each table, index, view and trigger, by its kind and name. Those that SQLite made by itself have none.
    private static func definitions(in database: Database) throws -> [String: String] {
        var result: [String: String] = [:]
        let rows = try Row.fetchAll(
            database,
            sql: "SELECT CAST(type AS BLOB), CAST(name AS BLOB), CAST(sql AS BLOB) FROM sqlite_schema WHERE sql IS NOT NULL")
        for row in rows {
            let (type, name, sql) = (text(row, 0), text(row, 1), text(row, 2))
            result["the \(type) \(name.debugDescription)"] = sql
        }
        return result
    }

    private static func text(_ row: Row, _ column: Int) -> String { String(decoding: row.bytes(column) ?? [], as: UTF8.self) }

    /// Throws unless the connection syncs every commit: WAL mode with `synchronous` at FULL (2) or EXTRA (3).
    static func confirmDurability(of database: Database) throws {
        let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "?"
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        guard journal == "wal", synchronous >= 2 else {
            throw LedgerError("SQLite would not sync commits (journal_mode=\(journal), synchronous=\(synchronous))")
        }
    }
}
