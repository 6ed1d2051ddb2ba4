import Foundation
import GRDB

/// Values of a row without GRDB's conversions, which end the program when a damaged file holds a value of another type.
extension Row {
    /// `nil` for NULL and for anything but a BLOB.
    func bytes(_ column: Int) -> [UInt8]? {
        guard case .blob(let data) = (self[column] as DatabaseValue).storage else { return nil }
        return Array(data)
    }

    /// `nil` for NULL and for anything but an integer.
    func integer(_ column: Int) -> Int64? {
        guard case .int64(let value) = (self[column] as DatabaseValue).storage else { return nil }
        return value
    }

    func isNull(_ column: Int) -> Bool { (self[column] as DatabaseValue).isNull }
}
