import Foundation
import GRDB
public import Gateway

extension SQLiteLedger {
    public func read(_ blob: BlobReference, range: Range<Int>) throws(LedgerError) -> [UInt8] {
        guard range.lowerBound >= 0, range.upperBound <= blob.count else {
            throw LedgerError("bytes \(range) of body \(blob.id) were asked for, and it has \(blob.count)")
        }
        guard !range.isEmpty else { return [] }
        do {
            return try pool.read { database in try SQLiteLedger.bytes(of: blob, range: range, in: database) }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    public func entries(of investigation: String) async throws(LedgerError) -> [LedgerEntry] {
        do {
            return try await pool.read { database in
                let rows = try Row.fetchCursor(
                    database,
                    sql: """
                        SELECT entries.position, key, kind, attempt, investigation, recorded_at, content,
                          blob, blobs.count, blobs.sha256
                        FROM entries LEFT JOIN blobs ON blobs.id = entries.blob
                        WHERE investigation = ? ORDER BY entries.position
                        """, arguments: [investigation])
                var entries: [LedgerEntry] = []
                while let row = try rows.next() { entries.append(try EntryRow.entry(from: row)) }
                return entries
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    public func investigations() async throws(LedgerError) -> [String] {
        do {
            return try await pool.read { database in
                try String.fetchAll(
                    database, sql: "SELECT investigation FROM entries GROUP BY investigation ORDER BY min(position) DESC")
            }
        } catch {
            throw LedgerError(error, path: path)
        }
    }

    private static func bytes(of blob: BlobReference, range: Range<Int>, in database: Database) throws -> [UInt8] {
        let size = BlobReference.chunkBytes
        var result: [UInt8] = []
        result.reserveCapacity(range.count)
        for position in (range.lowerBound / size)...((range.upperBound - 1) / size) {
            let start = position * size
            let wanted = range.clamped(to: start..<min(start + size, blob.count))
            let row = try Row.fetchOne(
                database,
                sql: "SELECT length(bytes), substr(bytes, ?, ?) FROM blob_chunks WHERE blob = ? AND position = ?",
                arguments: [wanted.lowerBound - start + 1, wanted.count, blob.id, position])
            guard let row else { throw LedgerError("chunk \(position) of body \(blob.id) is missing") }
            guard row[0] as Int == min(size, blob.count - start) else {
                throw LedgerError("chunk \(position) of body \(blob.id) does not have the size it should have")
            }
            // The bytes are valid while the row is.
            try row.withUnsafeData(atIndex: 1) { data in if let data { result.append(contentsOf: data) } }
        }
        return result
    }
}
