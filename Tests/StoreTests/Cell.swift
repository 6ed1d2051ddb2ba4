import Foundation
import GRDB

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
