import Foundation
import GRDB
import Gateway
import Store

/// A change to a ledger's file that its verification must find, and what it must name.
struct Damage: Sendable {
    enum Names: Sendable {
        /// One of these entries.
        case anyEntry(Set<Int64>)
        /// Each of these entries.
        case entries(Set<Int64>)
        /// The checkpoint of one of these sizes.
        case checkpoint(Set<Int64>)
        /// The log as a whole, or the file.
        case whole
    }

    let what: String
    let sql: String
    let arguments: [DatabaseValue]
    let names: Names

    init(_ what: String, _ sql: String, _ arguments: [DatabaseValue] = [], names: Names) {
        self.what = what
        self.sql = sql
        self.arguments = arguments
        self.names = names
    }

    func apply(to database: Database) throws {
        try database.execute(sql: sql, arguments: StatementArguments(arguments))
    }

    func isNamed(by result: LedgerVerification) -> Bool {
        let positions = Set(result.problems.compactMap(\.position))
        switch names {
        case .anyEntry(let wanted): return !positions.isDisjoint(with: wanted)
        case .entries(let wanted): return positions.isSuperset(of: wanted)
        case .checkpoint(let sizes):
            return result.problems.contains { problem in
                if case .checkpoint(let size) = problem.subject { sizes.contains(size) } else { false }
            }
        case .whole: return result.problems.contains { $0.subject == .log || $0.subject == .file }
        }
    }
}

/// A value in the file.
struct Cell {
    let table: String
    /// The row, as an SQL condition.
    let row: String
    let column: String
    let names: Damage.Names

    /// One change for each bit of the value that `isWanted`; the number counts the bits of this value.
    func flips(in database: Database, where isWanted: (Int) -> Bool = { _ in true }) throws -> [Damage] {
        let found = try Row.fetchOne(
            database, sql: "SELECT typeof(\(column)), CAST(\(column) AS BLOB), \(column) FROM \(table) WHERE \(row)")
        guard let found, let type = String.fromDatabaseValue(found[0]) else { return [] }
        if type == "integer", let value = Int64.fromDatabaseValue(found[2]) {
            return (0..<64).filter(isWanted).map { bit in flip(bit, (value ^ (1 << Int64(bit))).databaseValue, old: value) }
        }
        guard type == "blob" || type == "text", let bytes = Data.fromDatabaseValue(found[1]) else { return [] }
        return (0..<(8 * bytes.count)).filter(isWanted).map { bit in
            var changed = [UInt8](bytes)
            changed[bit / 8] ^= 1 << (bit % 8)
            return flip(bit, Data(changed).databaseValue, isText: type == "text")
        }
    }

    private func flip(_ bit: Int, _ value: DatabaseValue, isText: Bool = false, old: Int64? = nil) -> Damage {
        var names = names
        // What is moved to another place may be missed here or found there.
        if let old, let new = Int64.fromDatabaseValue(value) {
            if case .anyEntry(let set) = names, column == "position" { names = .anyEntry(set.union([old, new])) }
            if case .checkpoint(let set) = names, column == "size" { names = .checkpoint(set.union([old, new])) }
        }
        return Damage(
            "bit \(bit) of \(table).\(column) where \(row)",
            "UPDATE \(table) SET \(column) = \(isText ? "CAST(? AS TEXT)" : "?") WHERE \(row)", [value], names: names)
    }
}

/// What a number of damages came to.
struct DamageSurvey: Sendable {
    var found = 0
    /// Changes that SQLite's own constraints refuse.
    var refused = 0
    /// Damages of which nothing was said, or not what had to be named.
    var missed: [String] = []

    /// Makes each damage by itself on a fresh copy and verifies.
    init(_ damages: [Damage], of image: LedgerImage, in scratch: Scratch, lanes: Int = 2) async throws {
        let parts = try await withThrowingTaskGroup(of: (Int, Int, [String]).self) { group in
            for lane in 0..<lanes {
                group.addTask {
                    let path = scratch.file("lane\(lane).db")
                    var (found, refused, missed) = (0, 0, [String]())
                    for index in stride(from: lane, to: damages.count, by: lanes) {
                        let damage = damages[index]
                        guard try image.write(to: path, changedBy: damage.apply) else {
                            refused += 1
                            continue
                        }
                        let result = try await verify(path)
                        if damage.isNamed(by: result) {
                            found += 1
                        } else {
                            missed.append("\(damage.what): \(result.problems)")
                        }
                    }
                    return (found, refused, missed)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
        for part in parts {
            found += part.0
            refused += part.1
            missed += part.2
        }
    }
}
