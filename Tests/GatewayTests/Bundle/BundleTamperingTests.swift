import Core
import Crypto
import Gateway
import Testing

/// Everything here is done by someone who can compute the digest at the end anew.
@Suite("Bundles that were tampered with")
struct BundleTamperingTests {
    /// The smallest bundle with everything in it but a witness: few enough bytes to change each in every bit.
    static func small() throws -> [UInt8] {
        var log = try SampleLog()
        try log.append(.outcome, content: "{}", body: Array("b".utf8))
        try log.append(.erased, content: #"{"erased":[{"parts":["body"],"position":0}]}"#)
        let documents = [(name: "a.md", bytes: Array("x".utf8))]
        try log.append(.documents, content: SampleLog.documentsContent(documents))
        return try log.bundle(witnessed: false, documents: documents) { leaf, part in
            leaf.position == 0 && part == .body ? .erased : .disclosed
        }
    }

    /// Offsets at which a change was not found.
    private static func unfound(_ changes: [[UInt8]]) -> [Int] {
        changes.indices.filter { BundleVerifier.verify(changes[$0]).isSound }
    }

    @Test("each change of one bit is found, with the old digest and with a new one")
    func everyBit() throws {
        let bundle = try Self.small()
        #expect(BundleVerifier.verify(bundle).isSound)
        var unfound: [Int] = []
        for position in bundle.indices {
            for bit in 0..<8 {
                var changed = bundle
                changed[position] ^= 1 << UInt8(bit)
                if bit == position % 8, BundleVerifier.verify(changed).isSound { unfound.append(position) }
                guard position < bundle.count - 32 else { continue }
                if BundleVerifier.verify(BundlePieces.withDigest(changed.dropLast(32))).isSound { unfound.append(position) }
            }
        }
        #expect(unfound == [])
    }

    @Test("with witness, withheld and erased parts, each changed byte is found too")
    func everyByteOfFull() throws {
        let log = try SampleLog.full()
        let bundle = try log.bundle { leaf, part in
            leaf.position == 7 && part == .body ? .withheld : SampleLog.usualMark(leaf, part)
        }
        var unfound: [Int] = []
        for position in 0..<bundle.count - 32 {
            var changed = bundle
            changed[position] = changed[position] &+ UInt8(1 + position % 3)
            if BundleVerifier.verify(BundlePieces.withDigest(changed.dropLast(32))).isSound { unfound.append(position) }
        }
        #expect(unfound == [])
    }

    @Test("each truncation, each missing byte, each added byte and each extension is found")
    func lengths() throws {
        let bundle = try Self.small()
        let body = Array(bundle.dropLast(32))
        var changes: [[UInt8]] = []
        for position in body.indices {
            changes.append(Array(bundle.prefix(position)))
            changes.append(BundlePieces.withDigest(Array(body.prefix(position))))
            var changed = body
            changed.remove(at: position)
            changes.append(BundlePieces.withDigest(changed))
            changed = body
            changed.insert(body[position], at: position)
            changes.append(BundlePieces.withDigest(changed))
        }
        for end in body.count..<bundle.count { changes.append(Array(bundle.prefix(end))) }
        changes += [
            bundle + [0], bundle + [0x0A], bundle + bundle, BundlePieces.withDigest(bundle),
            BundlePieces.withDigest(body + [0]),
        ]
        #expect(Self.unfound(changes) == [])
    }

    static let rearrangements: [(String, @Sendable (inout BundlePieces) -> Void)] = [
        ("entries swapped", { $0.entries.swapAt(1, 2) }),
        ("first entry missing", { $0.entries.removeFirst() }),
        ("middle entry missing", { $0.entries.remove(at: 3) }),
        ("entry twice", { $0.entries.insert($0.entries[2], at: 2) }),
        (
            "leaves swapped",
            { (pieces: inout BundlePieces) in
                (pieces.entries[1].leaf, pieces.entries[2].leaf) = (pieces.entries[2].leaf, pieces.entries[1].leaf)
            }
        ),
        (
            "contents swapped",
            { (pieces: inout BundlePieces) in
                (pieces.entries[0].content, pieces.entries[1].content) = (pieces.entries[1].content, pieces.entries[0].content)
            }
        ),
        (
            "proofs swapped",
            { (pieces: inout BundlePieces) in
                (pieces.entries[0].proof, pieces.entries[1].proof) = (pieces.entries[1].proof, pieces.entries[0].proof)
            }
        ),
        ("proof shortened", { $0.entries[0].proof.removeLast() }),
        ("proof lengthened", { $0.entries[0].proof.append(Array(repeating: 0, count: 32)) }),
        ("body without its mark", { $0.entries[2].body = .init(mark: 0) }),
        ("a body where none is", { $0.entries[0].body = .init(mark: 2) }),
        ("withheld as erased", { $0.entries[2].body = .init(mark: 3) }),
        ("erased as withheld", { $0.entries[3].body = .init(mark: 2) }),
        ("erasure withheld", { $0.entries[4].content = .init(mark: 2) }),
        ("erasure marked erased", { $0.entries[4].content = .init(mark: 3) }),
        ("content without a mark", { $0.entries[0].content = .init(mark: 0) }),
        ("documents swapped", { $0.documents.swapAt(0, 1) }),
        (
            "documents' bytes swapped",
            { (pieces: inout BundlePieces) in
                (pieces.documents[0].bytes, pieces.documents[1].bytes) = (pieces.documents[1].bytes, pieces.documents[0].bytes)
            }
        ),
        ("document missing", { $0.documents.removeLast() }),
        ("document twice", { $0.documents.append($0.documents[1]) }),
        ("documents' digests withheld", { $0.entries[6].content = .init(mark: 2) }),
        ("witness left out, signature left", { $0.witnesses = [] }),
        ("witness twice", { $0.witnesses += $0.witnesses }),
        ("log key as witness", { $0.witnesses = [$0.logKey] }),
        ("witness as log key", { $0.logKey = $0.witnesses[0] }),
        ("checkpoint with a signature twice", { $0.checkpoint += $0.checkpoint.suffix(130) }),
        ("no entries", { $0.entries = [] }),
    ]

    @Test("rearrangements are found", arguments: rearrangements.indices)
    func rearranged(_ index: Int) throws {
        var pieces = BundlePieces(try SampleLog.full().bundle())
        Self.rearrangements[index].1(&pieces)
        let report = BundleVerifier.verify(pieces.bytes)
        #expect(!report.isSound, "\(Self.rearrangements[index].0)")
    }

    @Test("a problem names the entry by position and key")
    func naming() throws {
        var pieces = BundlePieces(try SampleLog.full().bundle())
        pieces.entries[2].body.bytes[3] ^= 1
        let problems = BundleVerifier.verify(pieces.bytes).problems
        #expect(
            problems.map(\.description) == [
                "entry 2 (position 4, 20261120T150500Z-1f2e3d4c r1 3-service/checkout/metrics/0-prometheus_service_metrics 1.0): "
                    + "its body is not what the leaf commits to"
            ])
    }

    @Test("an entry of another log or another investigation is found")
    func foreign() throws {
        let log = try SampleLog.full()
        var pieces = BundlePieces(try log.bundle())
        let other = log.items[2]
        pieces.entries[1] = .init(
            leaf: other.leaf.bytes, proof: MerkleTree.inclusionProof(of: 2, in: log.leaves).map(\.bytes),
            content: .init(mark: 2), body: .init(mark: 0))
        #expect(BundleVerifier.verify(pieces.bytes).problems.first?.reason.contains("of the investigation") == true)

        var forged = try SampleLog.full()
        try forged.append(.received, content: "{}")
        var mixed = BundlePieces(try log.bundle())
        mixed.checkpoint = try forged.checkpoint().bytes
        let report = BundleVerifier.verify(mixed.bytes)
        #expect(report.problems.count == 7)
        #expect(report.problems.allSatisfy { $0.reason.contains("does not lead to the checkpoint's root") })
    }

    @Test("an erasure that names itself, what comes later or nothing that can be read is found")
    func badErasures() throws {
        for content in [
            #"{"erased":[{"parts":["body"],"position":1}]}"#, #"{"erased":[{"parts":["body"],"position":2}]}"#,
            #"{"erased":[{"parts":["body"],"position":-1}]}"#, #"{"erased":[{"parts":["salt"],"position":0}]}"#,
            #"{"erased":[{"parts":[],"position":0}]}"#, #"{"erased":[{"position":0}]}"#, #"{"erased":{}}"#, "[]", "{", "",
            #"{"erased":[{"parts":["body"],"position":0.0}]}"#, #"{"erased":[{"parts":["content"],"position":0}]}"#,
        ] {
            var log = try SampleLog()
            try log.append(.outcome, content: "{}", body: [1])
            try log.append(.erased, content: content)
            #expect(throws: BundleError.self, "\(content)") {
                try log.bundle(documents: []) { leaf, part in leaf.position == 0 && part == .body ? .erased : .disclosed }
            }
        }
    }

    @Test("arbitrary bytes and broken bundles are refused and nothing worse")
    func arbitrary() throws {
        let bundle = try Self.small()
        var generator = SeededGenerator(seed: 1)
        let body = Array(bundle.dropLast(32))
        for _ in 0..<3000 {
            let changed = generator.mutated(body)
            let bytes = BundlePieces.withDigest(changed)
            if changed != body, BundleVerifier.verify(bytes).isSound { Issue.record("\(bytes) is taken for sound") }
            _ = try? BundleReader(bytes)
        }
        for length in [0, 1, 15, 16, 17, 100] {
            #expect(!BundleVerifier.verify(Array("inquest-bundle/1".utf8) + Array(repeating: 0xFF, count: length)).isSound)
            #expect(!BundleVerifier.verify(Array(repeating: 0xFF, count: length)).isSound)
        }
    }
}
