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
