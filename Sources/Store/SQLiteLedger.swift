import Foundation
import GRDB
public import Gateway

/// The ledger in one SQLite file: a transparency log whose contents are sealed. Documentation/ledger.md has the format.
///
/// The file is in WAL mode with `synchronous=FULL`: every commit syncs the log before it returns. Callers that arrive while a
/// commit is under way are committed together in the next transaction, with one sync and one signed checkpoint for all of
/// them. Two processes may share a file; a writer waits up to ``busySeconds`` for the other one.
public final class SQLiteLedger: LedgerStore {
    /// The file, as it was given.
    public let path: String
    /// Seconds to wait for another process that is writing.
    public static let busySeconds = 10.0
    /// The log's name and public key: what anyone needs to check a checkpoint.
    public let verifier: NoteVerifier

    let pool: DatabasePool
    let key: MasterKey
    let committer: Committer
    let writer: LogWriter
    let bodies = OpenBodies()
    let opened = ChunkCache()

    /// Opens the file, or creates it readable by its owner only, with a directory for it when there is none.
    ///
    /// `origin` names a new log; without it the name is `inquest/` and the first 16 hexadecimal digits of the SHA-256 of the
    /// public key. The name of a log that is there is not changed, and one that differs is an error.
    ///
    /// Throws when the file is not a ledger, is another version's, cannot be written, belongs to another master key, or when
    /// SQLite does not confirm that commits are synced.
    public init(path: String, key: MasterKey, origin: String? = nil) throws(LedgerError) {
        self.path = path
        self.key = key
        let isNew = try LedgerFile.prepare(path)
        do {
            if !isNew { try Schema.check(path) }
            let pool = try DatabasePool(path: path, configuration: SQLiteLedger.configuration)
            try pool.writeWithoutTransaction { database in
                // GRDB's pool sets NORMAL, which leaves the last commits to the operating system.
                try database.execute(sql: "PRAGMA synchronous = FULL")
                try Schema.confirmDurability(of: database)
            }
            let wanted = try LogIdentity(key: key, origin: origin)
            let identity = try pool.write { database in
                try Schema.create(in: database, identity: wanted)
                return try LogIdentity.stored(in: database)
            }
            try identity.check(against: wanted, isNamed: origin != nil)
            try pool.writeWithoutTransaction { database in try Schema.confirmDurability(of: database) }
            let signer = try NoteSigner(name: identity.origin, key: key.signingKey)
            self.pool = pool
            self.verifier = signer.verifier
            self.writer = LogWriter(signer: signer)
            self.committer = Committer(pool: pool, path: path, writer: writer, bodies: bodies)
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// Commits what is queued and closes the file; the last program to close it folds the log into it. Calls made later fail.
    /// Without it nothing is lost that an append has returned for: the next program that opens the file finds everything in
    /// the log.
    public func close() throws(LedgerError) {
        let drained = committer.drain()
        // SQLite folds the log when the last connection closes, unless that one only reads. GRDB closes the writing one first.
        pool.invalidateReadOnlyConnections()
        do { try pool.close() } catch { throw LedgerError(error, path: path) }
        try drained.get()
    }

    static var configuration: Configuration {
        var configuration = Configuration()
        configuration.label = "ledger"
        configuration.busyMode = .timeout(busySeconds)
        configuration.foreignKeysEnabled = true
        configuration.prepareDatabase { database in
            // Deleted content is overwritten with zeros.
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        return configuration
    }
}
