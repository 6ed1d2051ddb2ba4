import Core
import Foundation
import GRDB
import Gateway

extension SQLiteLedger {
    static func erase(
        _ parts: [Erasure], by principal: String, reason: String, at now: Instant, _ key: MasterKey, _ writer: LogWriter,
        in database: Database
    ) throws -> ErasureReport {
        let before = try erasures(in: database)
        var wanted: [Int64: Set<ErasedPart>] = [:]
        for part in parts { wanted[part.position, default: []].formUnion(part.parts) }
        var byInvestigation: [String: [Erasure]] = [:]
        var report = ErasureReport()
        for (position, parts) in wanted.sorted(by: { $0.key < $1.key }) {
            let record = try erasable(parts, at: position, in: database)
            let now = parts.subtracting(before[position] ?? [])
            report.alreadyErased += parts.count - now.count
            guard !now.isEmpty else { continue }
            byInvestigation[record.investigation, default: []].append(Erasure(position: position, parts: now))
            report.erased.append(Erasure(position: position, parts: now))
        }
        let investigations = byInvestigation.keys.sorted()
        let entries = try investigations.map { investigation in
            try SealedEntry(
                LedgerEntry(
                    investigation: investigation, kind: .erased, recordedAt: now,
                    content: [
                        "erased": .array((byInvestigation[investigation] ?? []).map(\.json)), "by": .string(principal),
                        "reason": .string(reason),
                    ]), body: nil, key: key)
        }
        let positions = try writer.append(entries, in: database)
        for (investigation, position) in zip(investigations, positions) {
            for erasure in byInvestigation[investigation] ?? [] { try erase(erasure, entry: position, in: database) }
        }
        report.entries = Array(positions)
        return report
    }

    private static func erasable(
        _ parts: Set<ErasedPart>, at position: Int64, in database: Database
    ) throws -> LeafRecord {
        let row = try Row.fetchOne(
            database, sql: "SELECT \(StoredEntry.columns) FROM entries WHERE position = ?", arguments: [position])
        guard let row else { throw LedgerError("there is no entry \(position) to erase") }
        let record = try StoredEntry(row).record()
        guard record.kind != .erased else {
            throw LedgerError("entry \(position) is the record of an erasure and cannot be erased")
        }
        guard record.body != nil || !parts.contains(.body) else { throw LedgerError("entry \(position) has no body to erase") }
        return record
    }

    /// Overwrites a row's values with as many zeros, which SQLite does in place.
    private static func erase(_ erasure: Erasure, entry: Int64, in database: Database) throws {
        let position = erasure.position
        if erasure.parts.contains(.content) {
            try database.execute(
                sql: """
                    UPDATE entries SET content = zeroblob(length(content)), content_key = zeroblob(length(content_key))
                    WHERE position = ?
                    """, arguments: [position])
        }
        if erasure.parts.contains(.body) {
            let body = try Row.fetchOne(database, sql: "SELECT body FROM entries WHERE position = ?", arguments: [position])
            try database.execute(
                sql: """
                    UPDATE entries SET body_key = zeroblob(length(body_key)), body_digest = zeroblob(length(body_digest))
                    WHERE position = ?
                    """, arguments: [position])
            guard let body = body?.integer(0), let places = ChunkPlace.all(of: body) else {
                throw LedgerError("entry \(position) does not say which body it has")
            }
            try database.execute(
                sql: "DELETE FROM blob_chunks WHERE place BETWEEN ? AND ?",
                arguments: [places.lowerBound, places.upperBound])
        }
        for part in ErasedPart.allCases where erasure.parts.contains(part) {
            try database.execute(
                sql: "INSERT INTO erasures (position, part, entry) VALUES (?, ?, ?)",
                arguments: [position, part.rawValue, entry])
        }
    }
}

extension Erasure {
    /// As an `erased` entry lists it: `{"position": 7, "parts": ["content", "body"]}`.
    var json: JSONValue {
        let names = ErasedPart.allCases.filter(parts.contains).map(\.rawValue)
        return ["position": .number(JSONNumber(position)), "parts": .array(names.map { .string($0) })]
    }

    /// Reads ``json``.
    init?(_ value: JSONValue) {
        guard let position = value["position"]?.int, let names = value["parts"]?.array else { return nil }
        var parts: Set<ErasedPart> = []
        for name in names {
            guard let part = name.string.flatMap(ErasedPart.init(rawValue:)) else { return nil }
            parts.insert(part)
        }
        self.init(position: position, parts: parts)
    }
}
