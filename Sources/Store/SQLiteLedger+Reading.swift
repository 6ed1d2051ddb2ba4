import Core
import Foundation
import GRDB
public import Gateway

extension SQLiteLedger {
    public func read(_ blob: BlobReference, range: Range<Int>) throws(LedgerError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= blob.count else {
            throw LedgerError("bytes \(range) of body \(blob.id) were asked for, and it has \(blob.count)")
        }
        guard !range.isEmpty else { return [] }
        let queued = bodies.queued(blob.id)
        do {
            return try pool.read { database in
                if let queued {
                    return try bytes(of: blob, range, key: queued.key, tail: queued.tail, in: database)
                }
                let stored = try SQLiteLedger.entry(of: blob, in: database)
                let position = stored.position ?? -1
                if let erasure = try SQLiteLedger.erasure(of: .body, at: position, key: key, in: database) {
                    throw LedgerError("the body of entry \(position) \(erasure)")
                }
                let recordKey = try stored.unwrapBodyKey(by: key)
                let bytes = try bytes(of: blob, range, key: recordKey, tail: nil, in: database)
                // A part is covered by the tags of its chunks; of the whole it can be said that it is what the leaf commits to.
                if range == 0..<blob.count, try stored.record().body?.opens(salt: recordKey.salt, plaintext: bytes) != true {
                    throw LedgerError("the body of entry \(position) is not the one that its leaf commits to")
                }
                return bytes
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    public func entries(of investigation: String) async throws(LedgerError) -> [LedgerEntry] {
        try await flush()
        let key = key
        do {
            return try await pool.read { database in
                let erasures = try SQLiteLedger.erasures(in: database)
                let rows = try Row.fetchCursor(
                    database, sql: "SELECT \(StoredEntry.columns) FROM entries WHERE investigation = ? ORDER BY sequence",
                    arguments: [investigation])
                var entries: [LedgerEntry] = []
                while let row = try rows.next() {
                    let stored = StoredEntry(row)
                    entries.append(try stored.entry(by: key, erased: erasures[stored.position ?? -1] ?? []))
                }
                return entries
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    public func entries(
        ofKinds kinds: Set<LedgerEntry.Kind>, pathPrefix: String?
    ) async throws(LedgerError) -> [LedgerEntry] {
        try await flush()
        let key = key
        let marks = kinds.map { _ in "?" }.joined(separator: ", ")
        let names = kinds.map(\.rawValue).sorted()
        do {
            return try await pool.read { database in
                let erasures = try SQLiteLedger.erasures(in: database)
                let rows = try Row.fetchCursor(
                    database, sql: "SELECT \(StoredEntry.columns) FROM entries WHERE kind IN (\(marks)) ORDER BY position",
                    arguments: StatementArguments(names))
                var entries: [LedgerEntry] = []
                while let row = try rows.next() {
                    let stored = StoredEntry(row)
                    if let pathPrefix {
                        // Only the leaf is looked at until the entry is one of those wanted: contents are sealed.
                        guard try stored.record().key?.path.hasPrefix(pathPrefix) ?? false else { continue }
                    }
                    entries.append(try stored.entry(by: key, erased: erasures[stored.position ?? -1] ?? []))
                }
                return entries
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    public func investigations() async throws(LedgerError) -> [String] {
        try await flush()
        do {
            return try await pool.read { database in
                try String.fetchAll(
                    database, sql: "SELECT investigation FROM entries WHERE sequence = 0 ORDER BY position DESC")
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    static func entry(of blob: BlobReference, in database: Database) throws -> StoredEntry {
        let row = try Row.fetchOne(
            try database.cachedStatement(sql: "SELECT \(StoredEntry.columns) FROM entries WHERE body = ?"),
            arguments: [blob.id])
        guard let row else { throw LedgerError("body \(blob.id) is missing") }
        return StoredEntry(row)
    }

    private func bytes(
        of blob: BlobReference, _ range: Range<Int>, key: RecordKey, tail: BlobTail?, in database: Database
    ) throws -> [UInt8] {
        let size = BlobReference.chunkBytes
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        for position in (range.lowerBound / size)...((range.upperBound - 1) / size) {
            let start = position * size
            let count = min(size, blob.count - start)
            let chunk: [UInt8]
            if let tail, tail.position == position {
                chunk = tail.bytes
            } else {
                chunk = try self.chunk(position, of: blob.id, key: key, in: database)
            }
            guard chunk.count == count else {
                throw LedgerError("chunk \(position) of body \(blob.id) does not have the size it should have")
            }
            let wanted = range.clamped(to: start..<(start + count))
            result.append(contentsOf: chunk[(wanted.lowerBound - start)..<(wanted.upperBound - start)])
        }
        return result
    }

    private func chunk(_ position: Int, of body: Int64, key: RecordKey, in database: Database) throws -> [UInt8] {
        if let chunk = opened.chunk(position, of: body) { return chunk }
        guard let sealed = try SQLiteLedger.sealedChunk(position, of: body, in: database) else {
            throw LedgerError("chunk \(position) of body \(body) is missing")
        }
        do {
            let chunk = try key.open(chunk: sealed, at: position)
            opened.keep(chunk, as: position, of: body)
            return chunk
        } catch {
            throw LedgerError("body \(body) is damaged: \(error)")
        }
    }

    static func sealedChunk(_ position: Int, of body: Int64, in database: Database) throws -> [UInt8]? {
        let row = try Row.fetchOne(
            try database.cachedStatement(sql: "SELECT bytes FROM blob_chunks WHERE place = ?"),
            arguments: [try ChunkPlace.of(position, body: body)])
        return row?.bytes(0)
    }
}
