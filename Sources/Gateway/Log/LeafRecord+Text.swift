import Core

extension LeafRecord {
    /// Longer leaves are refused.
    public static let maximumBytes = 8192
    static let formatLine = "inquest-leaf/1"

    func written() -> [UInt8] {
        var text = "\(Self.formatLine)\nposition \(position)\ninvestigation \(investigation)\nsequence \(sequence)\n"
        text +=
            "kind \(kind.rawValue)\nkey \(key?.description ?? "-")\nattempt \(attempt)\nrecorded \(recordedAt.nanoseconds)\n"
        text += "content \(Self.text(content))\nbody \(body.map(Self.text) ?? "-")\n"
        return Array(text.utf8)
    }

    /// Reads what ``bytes`` writes, and nothing else.
    public init(parsing bytes: [UInt8]) throws(LeafError) {
        guard bytes.count <= Self.maximumBytes else {
            throw LeafError(line: 0, reason: "it has \(bytes.count) bytes, and \(Self.maximumBytes) is the limit")
        }
        var reader = try LineReader(bytes)
        guard try reader.line() == Array(Self.formatLine.utf8) else {
            throw LeafError(line: 1, reason: "is not '\(Self.formatLine)'")
        }
        let position = try reader.number("position")
        let investigation = try reader.text("investigation")
        let sequence = try reader.number("sequence")
        guard let kind = LedgerEntry.Kind(rawValue: try reader.text("kind")) else {
            throw reader.error("names an unknown kind of entry")
        }
        let key = try reader.key()
        let attempt = try reader.number("attempt")
        let recorded = try reader.number("recorded")
        let content = try reader.commitment("content")
        guard let content else { throw reader.error("must hold a commitment: every entry has content") }
        let body = try reader.commitment("body")
        try reader.end()
        try self.init(
            position: position, investigation: investigation, sequence: sequence, kind: kind, key: key, attempt: Int(attempt),
            recordedAt: Instant(nanoseconds: recorded), content: content, body: body)
        guard self.bytes == bytes else { throw LeafError(line: 0, reason: "it is not in its canonical spelling") }
    }

    func validate() throws(LeafError) {
        try Self.require(position >= 0, line: 2, "has a negative number")
        try Self.require(Self.isWord(investigation), line: 3, "must be one word without spaces and control characters")
        try Self.require(sequence >= 0 && sequence <= position, line: 4, "must be from 0 to the position")
        if let key {
            try Self.require(
                Self.isWord(key.investigation) && Self.isWord(key.path) && key.round >= 0 && key.step >= 0 && key.index >= 0,
                line: 6, "is not a call's key")
        }
        try Self.require(attempt >= 0, line: 7, "has a negative number")
        try Self.require(recordedAt.nanoseconds >= 0, line: 8, "is a time before 1970")
        try Self.require(Self.isSound(content), line: 9, "is not a count and two digests")
        if let body { try Self.require(Self.isSound(body), line: 10, "is not a count and two digests") }
        try Self.require(bytes.count <= Self.maximumBytes, line: 0, "it would be longer than \(Self.maximumBytes) bytes")
    }

    private static func require(_ condition: Bool, line: Int, _ reason: String) throws(LeafError) {
        guard condition else { throw LeafError(line: line, reason: reason) }
    }

    /// Not empty, and without space (U+0020) and control characters (U+0000 to U+001F, U+007F to U+009F).
    private static func isWord(_ text: String) -> Bool {
        !text.isEmpty && !text.unicodeScalars.contains { $0.value <= 0x20 || (0x7F...0x9F).contains($0.value) }
    }

    private static func isSound(_ commitment: Commitment) -> Bool {
        commitment.count >= 0 && commitment.ciphertext.count == 32 && commitment.plaintext.count == 32
    }

    private static func text(_ commitment: Commitment) -> String {
        "\(commitment.count) \(Hex.encode(commitment.ciphertext)) \(Hex.encode(commitment.plaintext))"
    }
}

/// Takes a leaf's lines in order. It works on bytes: characters would join a space and a combining mark after it.
private struct LineReader {
    private let lines: [[UInt8]]
    private var number = 0

    init(_ bytes: [UInt8]) throws(LeafError) {
        guard bytes.last == 0x0A else { throw LeafError(line: 0, reason: "it does not end with a line feed") }
        lines = bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    }

    func error(_ reason: String) -> LeafError { LeafError(line: number, reason: reason) }

    mutating func line() throws(LeafError) -> [UInt8] {
        guard number < lines.count else { throw LeafError(line: 0, reason: "it ends after line \(number)") }
        number += 1
        return lines[number - 1]
    }

    func end() throws(LeafError) {
        guard number == lines.count else { throw LeafError(line: number + 1, reason: "should not be there") }
    }

    private mutating func value(_ name: String) throws(LeafError) -> [UInt8] {
        let line = try line()
        let prefix = Array("\(name) ".utf8)
        guard line.starts(with: prefix) else { throw error("does not begin with '\(name) '") }
        return Array(line.dropFirst(prefix.count))
    }

    mutating func text(_ name: String) throws(LeafError) -> String { try utf8(try value(name)) }

    mutating func number(_ name: String) throws(LeafError) -> Int64 { try decimal(try value(name)) }

    mutating func key() throws(LeafError) -> CallKey? {
        let value = try value("key")
        if value == [UInt8(ascii: "-")] { return nil }
        let words = words(value)
        guard words.count == 4, words[1].first == UInt8(ascii: "r") else { throw error("is not a call's key") }
        let place = words[3].split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).map(Array.init)
        guard place.count == 2 else { throw error("is not a call's key") }
        return CallKey(
            investigation: try utf8(words[0]), round: Int(try decimal(Array(words[1].dropFirst()))), path: try utf8(words[2]),
            step: Int(try decimal(place[0])), index: Int(try decimal(place[1])))
    }

    mutating func commitment(_ name: String) throws(LeafError) -> Commitment? {
        let value = try value(name)
        if value == [UInt8(ascii: "-")] { return nil }
        let words = words(value)
        guard words.count == 3, let ciphertext = Hex.decode(try utf8(words[1])), let plaintext = Hex.decode(try utf8(words[2]))
        else { throw error("is not a count and two digests") }
        return Commitment(count: Int(try decimal(words[0])), ciphertext: ciphertext, plaintext: plaintext)
    }

    private func words(_ value: [UInt8]) -> [[UInt8]] {
        value.split(separator: 0x20, omittingEmptySubsequences: false).map(Array.init)
    }

    private func utf8(_ bytes: [UInt8]) throws(LeafError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else { throw error("is not UTF-8") }
        return text
    }

    private func decimal(_ digits: [UInt8]) throws(LeafError) -> Int64 {
        guard let value = CanonicalDecimal.value(digits) else {
            throw error("has a number that is not decimal digits without leading zeros, at most \(Int64.max)")
        }
        return value
    }
}
