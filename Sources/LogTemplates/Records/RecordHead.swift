/// The line of a record that says what happened, where the record has many.
struct RecordHead {
    private static let traceback = Array("Traceback (most recent call last)".utf8)

    /// The time at its beginning in seconds since 1970, where it has one.
    let seconds: Double?
    /// What stands behind the time.
    let text: [UInt8]

    init(_ record: String) {
        let bytes = RecordHead.bytes(of: record)
        let time = LeadingTime.read(bytes.span)
        seconds = time?.seconds
        text = time.map { Array(bytes.dropFirst($0.end)) } ?? bytes
    }

    /// The first line; of a Python traceback the last, which has the exception; of a JSON text all.
    private static func bytes(of record: String) -> [UInt8] {
        let bytes = Array(record.utf8.prefix(LogTemplateStream.longestLine))
        guard bytes.contains(0x0A), bytes.first(where: { $0 > 0x20 }) != 0x7B else { return bytes }
        let lines = bytes.split { $0 == 0x0A || $0 == 0x0D }.lazy.filter { line in line.contains { $0 > 0x20 } }
        guard let first = lines.first else { return [] }
        return Array(first.starts(with: traceback) ? lines.last ?? first : first)
    }
}
