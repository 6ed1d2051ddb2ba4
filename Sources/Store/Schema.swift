import GRDB
import Gateway

/// The tables, and how a ledger's file is told from others.
enum Schema {
    /// `INQT`, in the file's header.
    static let application: Int64 = 0x494E_5154
    static let version: Int64 = 1

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
        guard version == Schema.version else {
            throw LedgerError(
                "the file has version \(version) of the ledger's format; this program writes version \(Schema.version)"
                    + (version > Schema.version ? " and must be updated to open it" : ""))
        }
        return false
    }

    /// Creates the tables unless they are there. Runs in a transaction, so that two programs can open a new file at once.
    ///
    /// The key is the row's first text so that it stands early in what is written to disk.
    static func create(in database: Database) throws {
        guard try isEmpty(database) else { return }
        try database.execute(
            sql: """
                CREATE TABLE entries (
                  position INTEGER PRIMARY KEY AUTOINCREMENT,
                  key TEXT,
                  kind TEXT NOT NULL,
                  attempt INTEGER NOT NULL,
                  investigation TEXT NOT NULL,
                  recorded_at INTEGER NOT NULL,
                  content TEXT NOT NULL,
                  blob INTEGER REFERENCES blobs (id)
                ) STRICT;
                CREATE INDEX entries_by_investigation ON entries (investigation, position);
                CREATE TABLE blobs (id INTEGER PRIMARY KEY, count INTEGER NOT NULL, sha256 TEXT NOT NULL) STRICT;
                CREATE TABLE blob_chunks (
                  id INTEGER PRIMARY KEY,
                  blob INTEGER NOT NULL,
                  position INTEGER NOT NULL,
                  bytes BLOB NOT NULL,
                  UNIQUE (blob, position)
                ) STRICT;
                CREATE TABLE reserved (next_blob INTEGER NOT NULL) STRICT;
                INSERT INTO reserved (next_blob) VALUES (1);
                PRAGMA application_id = \(application);
                PRAGMA user_version = \(version);
                """)
    }

    /// Throws unless the connection syncs every commit: WAL mode with `synchronous` at FULL (2) or EXTRA (3).
    static func confirmDurability(of database: Database) throws {
        let journal = try String.fetchOne(database, sql: "PRAGMA journal_mode") ?? "?"
        let synchronous = try Int.fetchOne(database, sql: "PRAGMA synchronous") ?? -1
        guard journal == "wal", synchronous >= 2 else {
            throw LedgerError("SQLite would not sync commits (journal_mode=\(journal), synchronous=\(synchronous))")
        }
    }
}
