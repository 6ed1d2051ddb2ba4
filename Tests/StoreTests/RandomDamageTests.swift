import Foundation
import GRDB
import Gateway
import Store
import Testing

struct RandomDamageTests {
    private static let isFull = ProcessInfo.processInfo.environment["INQUEST_FULL_TESTS"] != nil

    /// A multiple of 50, so that all checkpoints are.
    private static let entries: Int64 = isFull ? 2000 : 200

    @Test("random changes to a ledger of many entries are all found and named")
    func mutations() async throws {
        let scratch = try Scratch()
        try await SampleLedger.long(Int(Self.entries), at: scratch.file())
        let image = try LedgerImage(of: scratch.file())
        var generator = Seeded(0x1ED6_E5)
        var damages: [Damage] = []
        let count = Self.isFull ? 10_000 : 300
        try image.read(in: scratch) { database in
            while damages.count < count {
                if let damage = try Self.damage(in: database, &generator) { damages.append(damage) }
            }
        }
        let survey = try await DamageSurvey(damages, of: image, in: scratch)
        #expect(survey.missed.isEmpty, "\(survey.missed.count): \(survey.missed.prefix(3).map { $0.prefix(400) })")
        #expect(survey.found + survey.refused == count)
        #expect(survey.refused < count / 20)
    }

    private static let columns = [
        "position", "leaf", "leaf_hash", "investigation", "sequence", "kind", "key", "attempt", "checkpoint", "content",
        "content_key", "body", "body_key", "body_digest",
    ]

    /// `nil` when the value that was chosen is NULL.
    private static func damage(in database: Database, _ generator: inout Seeded) throws -> Damage? {
        let position = Int64.random(in: 0..<entries, using: &generator)
        switch Int.random(in: 0..<10, using: &generator) {
        case 0: return Damage("no \(position)", "DELETE FROM entries WHERE position = \(position)", names: .entries([position]))
        case 1:
            let other = Int64.random(in: 0..<entries, using: &generator)
            guard other != position else { return nil }
            return exchange(position, other)
        case 2:
            let size = Int64.random(in: 1...(entries / 50), using: &generator) * 50
            let cell = Cell(table: "checkpoints", row: "size = \(size)", column: "note", names: .checkpoint([size]))
            return try flip(cell, in: database, &generator)
        case 3:
            let owner = position / 10 * 10 + 1
            let body = try Int64.fetchOne(database, sql: "SELECT body FROM entries WHERE position = \(owner)")
            guard let body else { return nil }
            let row = "place = \(body << 24)"
            return try flip(
                Cell(table: "blob_chunks", row: row, column: "bytes", names: .anyEntry([owner])), in: database, &generator)
        default:
            let column = columns[Int.random(in: 0..<columns.count, using: &generator)]
            let cell = Cell(table: "entries", row: "position = \(position)", column: column, names: .anyEntry([position]))
            return try flip(cell, in: database, &generator)
        }
    }

    private static func flip(_ cell: Cell, in database: Database, _ generator: inout Seeded) throws -> Damage? {
        let bits = try Int.fetchOne(
            database,
            sql: """
                SELECT CASE typeof(\(cell.column)) WHEN 'integer' THEN 64 WHEN 'null' THEN 0
                  ELSE 8 * length(CAST(\(cell.column) AS BLOB)) END FROM \(cell.table) WHERE \(cell.row)
                """)
        guard let bits, bits > 0 else { return nil }
        let bit = Int.random(in: 0..<bits, using: &generator)
        return try cell.flips(in: database) { $0 == bit }.first
    }

    private static func exchange(_ one: Int64, _ other: Int64) -> Damage {
        Damage(
            "\(one) and \(other) exchanged",
            """
            UPDATE entries SET position = -1 WHERE position = \(one); UPDATE entries SET position = \(one) WHERE position = \(other);
            UPDATE entries SET position = \(other) WHERE position = -1
            """, names: .entries([one, other]))
    }
}
