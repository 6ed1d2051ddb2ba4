import Foundation
import GRDB
public import Gateway

/// An entry with what a bundle needs of it.
public struct ExportedEntry: Sendable {
    public enum Content: Sendable {
        /// The canonical JSON's bytes, and the salt of their digest.
        case plaintext([UInt8], salt: [UInt8])
        case erased
    }

    public enum Body: Sendable {
        /// The bytes can be read with ``SQLiteLedger/read(_:range:)``; the salt is that of their digest.
        case stored(BlobReference, salt: [UInt8])
        case erased
    }

    /// The leaf's canonical bytes.
    public let leaf: [UInt8]
    public let record: LeafRecord
    public let content: Content
    public let body: Body?
}

extension SQLiteLedger {
    /// The hashes of all leaves, by position.
    public func leaves() async throws(LedgerError) -> [LogHash] {
        try await flush()
        do {
            return try await pool.read { database in
                let rows = try Row.fetchCursor(database, sql: "SELECT position, leaf_hash FROM entries ORDER BY position")
                var hashes: [LogHash] = []
                while let row = try rows.next() {
                    guard row.integer(0) == Int64(hashes.count), let bytes = row.bytes(1), let hash = LogHash(bytes) else {
                        throw LedgerError("entry \(hashes.count) is missing, or its hash is damaged")
                    }
                    hashes.append(hash)
                }
                return hashes
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    /// The entries of an investigation, opened, by sequence.
    public func exportedEntries(of investigation: String) async throws(LedgerError) -> [ExportedEntry] {
        try await flush()
        let key = key
        do {
            return try await pool.read { database in
                let erasures = try SQLiteLedger.erasures(in: database)
                let rows = try Row.fetchCursor(
                    database, sql: "SELECT \(StoredEntry.columns) FROM entries WHERE investigation = ? ORDER BY sequence",
                    arguments: [investigation])
                var entries: [ExportedEntry] = []
                while let row = try rows.next() {
                    let stored = StoredEntry(row)
                    entries.append(
                        try SQLiteLedger.exported(stored, by: key, erased: erasures[stored.position ?? -1] ?? []))
                }
                return entries
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    private static func exported(
        _ stored: StoredEntry, by key: MasterKey, erased: Set<ErasedPart>
    ) throws(LedgerError) -> ExportedEntry {
        let record = try stored.record()
        var content = ExportedEntry.Content.erased
        if !erased.contains(.content) {
            let opened = try stored.openContent(record, by: key)
            content = .plaintext(opened.plaintext, salt: opened.salt)
        }
        var body: ExportedEntry.Body?
        if let blob = try stored.blob(record, by: key, erased: erased) {
            body = erased.contains(.body) ? .erased : .stored(blob, salt: try stored.unwrapBodyKey(by: key).salt)
        }
        return ExportedEntry(leaf: stored.leaf ?? [], record: record, content: content, body: body)
    }

    /// The newest signed checkpoint, over everything that was appended before the call; `nil` of a log without entries.
    public func checkpoint() async throws(LedgerError) -> SignedNote? {
        try await flush()
        do {
            return try await pool.read { database in
                let row = try Row.fetchOne(
                    database, sql: "SELECT CAST(note AS BLOB) FROM checkpoints ORDER BY size DESC LIMIT 1")
                guard let row else { return nil }
                return try SignedNote(parsing: row.bytes(0) ?? [])
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }
}
