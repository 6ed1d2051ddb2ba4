import Foundation

/// Comma-separated values as RFC 4180 has them: quoted fields may hold commas, line ends and doubled quotes.
struct SeparatedValues {
    private(set) var columns: [String: Int] = [:]
    private(set) var rows: [[String]] = []

    init(contentsOf file: URL) throws {
        let bytes = [UInt8](try Data(contentsOf: file))
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var place = 0
        func text() -> String { String(decoding: field, as: UTF8.self) }
        while place < bytes.count {
            let byte = bytes[place]
            if isQuoted {
                if byte == 0x22, place + 1 < bytes.count, bytes[place + 1] == 0x22 {
                    field.append(byte)
                    place += 1
                } else if byte == 0x22 {
                    isQuoted = false
                } else {
                    field.append(byte)
                }
            } else if byte == 0x22 {
                isQuoted = true
            } else if byte == 0x2C {
                row.append(text())
                field.removeAll(keepingCapacity: true)
            } else if byte == 0x0A {
                row.append(text())
                field.removeAll(keepingCapacity: true)
                rows.append(row)
                row = []
            } else if byte != 0x0D {
                field.append(byte)
            }
            place += 1
        }
        if !field.isEmpty || !row.isEmpty { rows.append(row + [text()]) }
        guard !rows.isEmpty else { return }
        for (column, name) in rows.removeFirst().enumerated() { columns[name] = column }
    }

    func value(_ name: String, in row: [String]) -> String {
        guard let column = columns[name], column < row.count else { return "" }
        return row[column]
    }
}
