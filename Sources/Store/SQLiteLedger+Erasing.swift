public import Core
import Foundation
import GRDB
public import Gateway

extension SQLiteLedger {
    /// Erases contents and bodies for good, and appends one `erased` entry to each investigation that they are of. The leaves
    /// stay, and with them the proof that something was there; nobody can read it or test a guess at it any more.
    ///
    /// In one transaction: keys, contents and digests are overwritten with zeros in place, chunks are deleted and their pages
    /// zeroed (`secure_delete`), the entries appended. Then the write-ahead log is emptied. What was erased before is passed
    /// over. Throws, and erases nothing, for a position or a body that is not there and for an `erased` entry, without which
    /// the missing keys would be unexplained.
    public func erase(
        _ parts: [Erasure], by principal: String, reason: String, at now: Instant
    ) async throws(LedgerError) -> ErasureReport {
        try await flush()
        let (key, writer) = (key, writer)
        let report: ErasureReport
        do {
            var done = try await pool.write { database in
                try SQLiteLedger.erase(parts, by: principal, reason: reason, at: now, key, writer, in: database)
            }
            opened.removeAll()
            done.isLogEmptied = try await pool.writeWithoutTransaction { database in
                // The first value is 1 when another connection kept the log from being emptied.
                try Row.fetchOne(database, sql: "PRAGMA wal_checkpoint(TRUNCATE)")?.integer(0) == 0
            }
            report = done
        } catch {
            throw LedgerError(error, path: path)
        }
        return report
    }

    /// Contents and bodies that a retention rule says are too old, and that are still there.
    public func expired(_ retention: Retention, at now: Instant) async throws(LedgerError) -> [Erasure] {
        try await flush()
        do {
            return try await pool.read { database in
                let erased = try SQLiteLedger.erasures(in: database)
                let rows = try Row.fetchCursor(database, sql: "SELECT position, leaf FROM entries ORDER BY position")
                var expired: [Erasure] = []
                while let row = try rows.next() {
                    guard let position = row.integer(0), let leaf = row.bytes(1), let record = try? LeafRecord(parsing: leaf)
                    else { throw LedgerError("an entry is damaged; find out which with 'inquest verify'") }
                    let parts = retention.expired(record, at: now).subtracting(erased[position] ?? [])
                    if !parts.isEmpty { expired.append(Erasure(position: position, parts: parts)) }
                }
                return expired
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// Everything of an investigation that can be erased and is still there.
    public func erasable(of investigation: String) async throws(LedgerError) -> [Erasure] {
        try await flush()
        do {
            return try await pool.read { database in
                let erased = try SQLiteLedger.erasures(in: database)
                let rows = try Row.fetchAll(
                    database,
                    sql: "SELECT position, body FROM entries WHERE investigation = ? AND kind <> 'erased' ORDER BY position",
                    arguments: [investigation])
                return rows.compactMap { row in
                    guard let position = row.integer(0) else { return nil }
                    let all: Set<ErasedPart> = row.isNull(1) ? [.content] : [.content, .body]
                    let parts = all.subtracting(erased[position] ?? [])
                    return parts.isEmpty ? nil : Erasure(position: position, parts: parts)
                }
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// What is erased, by position.
    static func erasures(in database: Database) throws -> [Int64: Set<ErasedPart>] {
        let rows = try Row.fetchCursor(database, sql: "SELECT position, CAST(part AS BLOB) FROM erasures")
        var erasures: [Int64: Set<ErasedPart>] = [:]
        while let row = try rows.next() {
            guard let position = row.integer(0), let name = row.bytes(1),
                let part = ErasedPart(rawValue: String(decoding: name, as: UTF8.self))
            else { throw LedgerError("the list of erasures is damaged") }
            erasures[position, default: []].insert(part)
        }
        return erasures
    }

    /// `was erased on … by …: reason`, when it was.
    static func erasure(
        of part: ErasedPart, at position: Int64, key: MasterKey, in database: Database
    ) throws -> String? {
        let row = try Row.fetchOne(
            try database.cachedStatement(
                sql: """
                    SELECT \(StoredEntry.columns) FROM entries WHERE position =
                      (SELECT entry FROM erasures WHERE position = ? AND part = ?)
                    """), arguments: [position, part.rawValue])
        guard let row else { return nil }
        let entry = try StoredEntry(row).entry(by: key, erased: [])
        let reason = entry.content["reason"]?.string ?? "no reason is given"
        return "was erased on \(entry.recordedAt.rfc3339(.seconds)) by \(entry.content["by"]?.string ?? "?"): \(reason)"
    }
}
