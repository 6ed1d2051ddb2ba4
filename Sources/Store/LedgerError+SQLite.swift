import GRDB
import Gateway

extension LedgerError {
    /// Says in a sentence what went wrong with the file.
    init(_ error: any Error, path: String) {
        switch error {
        case let error as LedgerError:
            self = error
            if !reason.contains(path) { reason = "\(path): \(reason)" }
        case let error as DatabaseError: self.init(LedgerError.sentence(error, path: path))
        default: self.init("\(path): \(error)")
        }
    }

    private static func sentence(_ error: DatabaseError, path: String) -> String {
        let detail = error.message.map { " (\($0))" } ?? ""
        return switch error.resultCode {
        case .SQLITE_BUSY, .SQLITE_LOCKED:
            "another process is writing to \(path) and did not finish within \(Int(SQLiteLedger.busySeconds)) s"
        case .SQLITE_FULL: "the disk is full: \(path) could not be extended"
        case .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH: "\(path) is read-only\(detail)"
        case .SQLITE_CANTOPEN: "\(path), or its log beside it, cannot be opened or created\(detail)"
        case .SQLITE_CORRUPT: "\(path) is damaged\(detail)"
        case .SQLITE_NOTADB: "\(path) is not an SQLite file"
        case .SQLITE_IOERR: "\(path) could not be read or written\(detail)"
        case .SQLITE_TOOBIG: "an entry is too large to be stored in \(path)"
        default: "\(path): \(error.message ?? "SQLite error") (code \(error.extendedResultCode.rawValue))"
        }
    }
}
