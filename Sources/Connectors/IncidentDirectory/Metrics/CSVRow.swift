/// A line of comma-separated values (RFC 4180). A quoted field does not go on over a line's end.
enum CSVRow {
    static let mostFields = 200

    /// `nil` when a quote is not closed or there are too many fields.
    static func fields(_ line: ArraySlice<UInt8>) -> [String]? {
        var fields: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var rest = line
        while let byte = rest.popFirst() {
            switch byte {
            case 0x22 where isQuoted && rest.first == 0x22:
                field.append(0x22)
                rest = rest.dropFirst()
            case 0x22 where isQuoted || field.isEmpty: isQuoted.toggle()
            case 0x2C where !isQuoted:
                fields.append(String(decoding: field, as: UTF8.self))
                guard fields.count < mostFields else { return nil }
                field.removeAll(keepingCapacity: true)
            default: field.append(byte)
            }
        }
        guard !isQuoted else { return nil }
        return fields + [String(decoding: field, as: UTF8.self)]
    }
}
