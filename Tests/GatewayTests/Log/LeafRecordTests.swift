import Core
import Gateway
import Testing

@Suite("Leaf records")
struct LeafRecordTests {
    static let digest = Array(repeating: UInt8(0xAB), count: 32)
    static let text = """
        inquest-leaf/1
        position 17
        investigation 20261120T150500Z-1f2e3d4c
        sequence 3
        kind intent
        key 20261120T150500Z-1f2e3d4c r1 3-service/checkout/metrics/0-prometheus_service_metrics 1.0
        attempt 0
        recorded 1763650000123456789
        content 412 \(Hex.encode(digest)) \(Hex.encode(digest))
        body 5120 \(Hex.encode(digest)) \(Hex.encode(digest))

        """

    static func record(
        position: Int64 = 17, investigation: String = "20261120T150500Z-1f2e3d4c", sequence: Int64 = 3, key: CallKey? = nil,
        attempt: Int = 0, recorded: Int64 = 5, digest: [UInt8] = LeafRecordTests.digest, count: Int = 4
    ) throws -> LeafRecord {
        try LeafRecord(
            position: position, investigation: investigation, sequence: sequence, kind: .decision, key: key, attempt: attempt,
            recordedAt: Instant(nanoseconds: recorded),
            content: Commitment(count: count, ciphertext: digest, plaintext: digest), body: nil)
    }

    @Test("a leaf reads into its values and back into the same bytes")
    func roundTrip() throws {
        let leaf = try LeafRecord(parsing: Array(Self.text.utf8))
        #expect(leaf.position == 17)
        #expect(leaf.sequence == 3)
        #expect(leaf.kind == .intent)
        #expect(leaf.key?.path == "3-service/checkout/metrics/0-prometheus_service_metrics")
        #expect(leaf.recordedAt.nanoseconds == 1_763_650_000_123_456_789)
        #expect(leaf.content.count == 412)
        #expect(leaf.body?.count == 5120)
        #expect(leaf.bytes == Array(Self.text.utf8))
        let without = Self.text.split(separator: "\n").dropLast().joined(separator: "\n") + "\nbody -\n"
        #expect(try LeafRecord(parsing: Array(without.utf8)).body == nil)
    }

    @Test("each change of a byte makes another leaf or none, and each cut makes none")
    func everyByteCounts() throws {
        let bytes = Array(Self.text.utf8)
        let leaf = try LeafRecord(parsing: bytes)
        var others = 0
        for position in bytes.indices {
            for value in UInt8.min ... .max where value != bytes[position] {
                var changed = bytes
                changed[position] = value
                if let other = try? LeafRecord(parsing: changed) {
                    others += 1
                    if other == leaf || other.bytes != changed { Issue.record("byte \(position) as \(value) changes nothing") }
                }
            }
            #expect(throws: LeafError.self) { try LeafRecord(parsing: Array(bytes.prefix(position))) }
        }
        #expect(others > 0)
    }

    @Test(
        "other spellings are refused",
        arguments: [
            ("position 17", "position 017"), ("position 17", "position +17"), ("position 17", "position -1"),
            ("position 17", "position 9223372036854775808"), ("position 17", "position  17"), ("position 17", "position"),
            ("attempt 0", "attempt 00"), ("attempt 0", "attempt 0 "), ("attempt 0", "attempt 0\r"),
            ("attempt 0", "attempt 0\n"),
            ("sequence 3", "sequence 18"), ("kind intent", "kind Intent"), ("kind intent", "kind unknown"),
            (" 1.0\n", " 1.0.0\n"),
            (" 1.0\n", " 1\n"), (" r1 ", " R1 "), (" r1 ", "  r1 "), (" r1 ", " r01 "), (" r1 ", " r-1 "),
            ("checkout", "check out"), ("checkout", "check\tout"), ("checkout", "check\u{85}out"), ("content 412", "content -"),
            ("body 5120 ", "body 5120 ab"), ("body 5120", "Body 5120"), ("leaf/1", "leaf/2"),
        ] as [(String, String)])
    func spellings(_ change: (String, String)) throws {
        let parts = Self.text.split(separator: change.0, maxSplits: 1, omittingEmptySubsequences: false)
        try #require(parts.count == 2)
        #expect(throws: LeafError.self) { try LeafRecord(parsing: Array("\(parts[0])\(change.1)\(parts[1])".utf8)) }
    }

    @Test("values that have no place in a leaf are refused before they are written")
    func badValues() throws {
        #expect(throws: LeafError.self) { try Self.record(position: -1) }
        #expect(throws: LeafError.self) { try Self.record(investigation: "") }
        #expect(throws: LeafError.self) { try Self.record(investigation: "a b") }
        #expect(throws: LeafError.self) { try Self.record(investigation: "a\nkind erased") }
        #expect(throws: LeafError.self) { try Self.record(sequence: 18) }
        #expect(throws: LeafError.self) { try Self.record(attempt: -1) }
        #expect(throws: LeafError.self) { try Self.record(recorded: -1) }
        #expect(throws: LeafError.self) { try Self.record(digest: [1]) }
        #expect(throws: LeafError.self) { try Self.record(count: -1) }
        let long = String(repeating: "x", count: LeafRecord.maximumBytes)
        #expect(throws: LeafError.self) { try Self.record(investigation: long) }
        let key = CallKey(investigation: "i", round: 0, path: "a/ \u{0308}b", step: 0, index: 0)
        #expect(throws: LeafError.self) { try Self.record(key: key) }
        #expect(throws: Never.self) { try Self.record(investigation: "é\u{202E}x") }
    }
}
