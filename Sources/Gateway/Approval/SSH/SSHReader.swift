/// Reads the data types of the SSH protocol (RFC 4251 section 5) from bytes that may be anything.
struct SSHReader {
    private let bytes: [UInt8]
    private var position = 0
    private let place: String

    init(_ bytes: [UInt8], of place: String) {
        self.bytes = bytes
        self.place = place
    }

    func fail(_ reason: String) -> ApprovalFormatError { ApprovalFormatError(place, reason) }

    mutating func raw(_ count: Int, _ what: String) throws(ApprovalFormatError) -> [UInt8] {
        guard count <= bytes.count - position else { throw fail("it ends inside \(what)") }
        defer { position += count }
        return Array(bytes[position..<position + count])
    }

    mutating func byte(_ what: String) throws(ApprovalFormatError) -> UInt8 {
        guard position < bytes.count else { throw fail("it ends before \(what)") }
        defer { position += 1 }
        return bytes[position]
    }

    mutating func uint32(_ what: String) throws(ApprovalFormatError) -> UInt32 {
        try raw(4, what).reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// A length in four bytes and as many bytes.
    mutating func string(_ what: String) throws(ApprovalFormatError) -> [UInt8] {
        try raw(Int(try uint32(what)), what)
    }

    /// A string of printable ASCII characters.
    mutating func text(_ what: String, atMost limit: Int = 256) throws(ApprovalFormatError) -> String {
        let value = try string(what)
        guard value.count <= limit else { throw fail("\(what) has \(value.count) bytes and may have \(limit)") }
        guard value.allSatisfy({ (0x20..<0x7F).contains($0) }) else { throw fail("\(what) is not printable ASCII text") }
        return String(decoding: value, as: UTF8.self)
    }

    /// A positive integer in the one spelling that RFC 4251 allows, as `width` bytes.
    mutating func positive(_ what: String, width: Int) throws(ApprovalFormatError) -> [UInt8] {
        let value = try string(what)
        guard let first = value.first, first < 0x80 else { throw fail("\(what) is not a positive number") }
        let significant = Array(first == 0 ? value.dropFirst() : value[...])
        guard first != 0 || (significant.first ?? 0) >= 0x80 else { throw fail("\(what) is not in its shortest form") }
        guard significant.count <= width else { throw fail("\(what) is longer than \(width) bytes") }
        return Array(repeating: 0, count: width - significant.count) + significant
    }

    func end() throws(ApprovalFormatError) {
        guard position == bytes.count else { throw fail("\(bytes.count - position) bytes follow its end") }
    }

    /// A string as it is written: its length in four bytes, then its bytes. What is written here is far below 4 GiB.
    static func encode(_ value: [UInt8]) -> [UInt8] {
        let count = UInt32(truncatingIfNeeded: value.count)
        return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: count >> $0) } + value
    }
}
