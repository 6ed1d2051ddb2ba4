import Core
import GRDB
import Gateway

/// An entry as the columns of its row.
struct EntryRow: Sendable {
    let key: String?
    let kind: String
    let attempt: Int
    let investigation: String
    let recordedAt: Int64
    let content: String
    let blob: BlobReference?

    /// Refuses what could not be read back.
    init(_ entry: LedgerEntry) throws(LedgerError) {
        guard !entry.investigation.isEmpty, !entry.investigation.utf8.contains(0) else {
            throw LedgerError("an entry's investigation is empty or contains a NUL")
        }
        if let key = entry.key {
            let text = key.description
            guard CallKey(parsing: text) == key, !text.utf8.contains(0) else {
                throw LedgerError("a call's key cannot be stored: \(text.debugDescription)")
            }
        }
        guard entry.content.isNested(atMost: JSONValue.maximumDepth) else {
            throw LedgerError("an entry's content is nested deeper than \(JSONValue.maximumDepth)")
        }
        key = entry.key?.description
        kind = entry.kind.rawValue
        attempt = entry.attempt
        investigation = entry.investigation
        recordedAt = entry.recordedAt.nanoseconds
        content = entry.content.canonical
        blob = entry.blob
    }

    func insert(into database: Database) throws {
        if let blob { try EntryRow.insert(blob, into: database) }
        let statement = try database.cachedStatement(
            sql: """
                INSERT INTO entries (key, kind, attempt, investigation, recorded_at, content, blob) VALUES (?, ?, ?, ?, ?, ?, ?)
                """)
        try statement.execute(arguments: [key, kind, attempt, investigation, recordedAt, content, blob?.id])
    }

    /// Stores what a body is, and makes sure that all of it is there.
    private static func insert(_ blob: BlobReference, into database: Database) throws {
        guard blob.count >= 0 else { throw LedgerError("body \(blob.id) has a negative size") }
        let statement = try database.cachedStatement(
            sql: "INSERT INTO blobs (id, count, sha256) VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING")
        try statement.execute(arguments: [blob.id, blob.count, blob.sha256])
        let stored = try Row.fetchOne(
            database, sql: "SELECT count, sha256 FROM blobs WHERE id = ?", arguments: [blob.id])
        guard let stored, stored[0] as Int == blob.count, stored[1] as String == blob.sha256 else {
            throw LedgerError("body \(blob.id) is already stored with another size or digest")
        }
        let size = BlobReference.chunkBytes
        let whole = try Int.fetchOne(
            database,
            sql: """
                SELECT count(*) FROM blob_chunks
                WHERE blob = ?1 AND position * ?2 < ?3 AND length(bytes) = min(?2, ?3 - position * ?2)
                """, arguments: [blob.id, size, blob.count])
        guard whole == (blob.count + size - 1) / size else {
            throw LedgerError("an entry speaks of body \(blob.id), and not all of its \(blob.count) bytes are stored")
        }
    }

    static func entry(from row: Row) throws -> LedgerEntry {
        let position = row["position"] as Int64
        guard let kind = LedgerEntry.Kind(rawValue: row["kind"]) else {
            throw LedgerError(
                "entry \(position) has the kind \((row["kind"] as String).debugDescription), which is not known here")
        }
        let key = (row["key"] as String?).flatMap(CallKey.init(parsing:))
        guard (row["key"] as String?) == nil || key != nil else { throw LedgerError("the key of entry \(position) is damaged") }
        let content: JSONValue
        do throws(JSONError) {
            content = try JSONValue(parsing: row["content"] as String)
        } catch {
            throw LedgerError("the content of entry \(position) is damaged: \(error)")
        }
        var blob: BlobReference?
        if let id = row["blob"] as Int64? {
            guard let count = row["count"] as Int?, let digest = row["sha256"] as String? else {
                throw LedgerError("entry \(position) speaks of body \(id), which is missing")
            }
            blob = BlobReference(id: id, count: count, sha256: digest)
        }
        return LedgerEntry(
            investigation: row["investigation"], kind: kind, key: key, attempt: row["attempt"],
            recordedAt: Instant(nanoseconds: row["recorded_at"]), content: content, blob: blob)
    }
}

extension JSONValue {
    fileprivate func isNested(atMost depth: Int) -> Bool {
        switch self {
        case .array(let elements): depth > 0 && elements.allSatisfy { $0.isNested(atMost: depth - 1) }
        case .object(let object): depth > 0 && object.members.allSatisfy { $0.value.isNested(atMost: depth - 1) }
        default: true
        }
    }
}
