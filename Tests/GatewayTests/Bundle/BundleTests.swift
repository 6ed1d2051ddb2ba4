import Core
import Crypto
import Testing

@testable import Gateway

@Suite("Bundles")
struct BundleTests {
    let log: SampleLog
    let bundle: [UInt8]

    init() throws {
        log = try SampleLog.full()
        bundle = try log.bundle()
    }

    @Test("an untouched bundle verifies, and the report says what is in it")
    func untouched() throws {
        let report = BundleVerifier.verify(bundle)
        #expect(report.problems.map(\.description) == [])
        #expect(report.isSound)
        #expect(report.logKey == log.log.verifier)
        #expect(report.checkpoint?.origin == "log.example/inquest")
        #expect(report.checkpoint?.size == 10)
        #expect(report.checkpoint?.root == MerkleTree.root(of: log.leaves))
        #expect(report.witnesses == [.init(key: log.witness.verifier, time: 1_763_650_001)])
        #expect(report.investigation == SampleLog.investigation)
        #expect(report.program == "inquest 0.1.0")
        #expect(report.entries == 7)
        #expect(report.disclosed == 9)
        #expect(report.withheld == [])
        #expect(report.erased == [.init(entry: 3, position: 5, part: .body)])
        #expect(report.documents.map(\.name) == ["briefing.md", "postmortem.md"])
        #expect(report.comparison == .notAsked)
    }

    @Test("it reads the same in pieces of any size")
    func pieces() {
        for size in [1, 2, 3, 7, 31, 1000] {
            var rest = bundle[...]
            let report = BundleVerifier.verify(reading: {
                guard !rest.isEmpty else { return nil }
                defer { rest = rest.dropFirst(size) }
                return Array(rest.prefix(size))
            })
            #expect(report.isSound && report.entries == 7)
        }
        struct Broken: Error {}
        #expect(!BundleVerifier.verify(reading: { throw Broken() }).isSound)
    }

    @Test("the format's own reading of the test takes the bundle apart and puts it together the same")
    func takenApart() { #expect(BundlePieces(bundle).bytes == bundle) }

    @Test("a reader hands out what is disclosed, and nothing else")
    func reader() throws {
        let reader = try BundleReader(bundle)
        #expect(reader.entries.map(\.leaf.position) == [1, 3, 4, 5, 6, 7, 8])
        #expect(reader.content(of: reader.entries[0]) == Array(#"{"decision":"started"}"#.utf8))
        #expect(reader.body(of: reader.entries[0]) == nil)
        #expect(reader.body(of: reader.entries[2]) == Array(#"{"status":"success"}"#.utf8))
        #expect(reader.body(of: reader.entries[2], range: 2..<8) == Array("status".utf8))
        #expect(reader.body(of: reader.entries[2], range: 15..<Int.max) == Array("ess\"}".utf8))
        #expect(reader.body(of: reader.entries[2], range: 500..<600) == [])
        #expect(reader.entries[3].body == .erased)
        #expect(reader.body(of: reader.entries[3]) == nil)
        #expect(reader.body(of: reader.entries[5]) == [])
        #expect(reader.documentNames == ["briefing.md", "postmortem.md"])
        #expect(reader.document("briefing.md") == SampleLog.documents[0].bytes)
        #expect(reader.document("other.md") == nil)
        #expect(reader.checkpoint == (try log.checkpoint().bytes))
        #expect(throws: BundleError.self) { try BundleReader(bundle.dropLast()) }
        #expect(throws: BundleError.self) { try BundleReader([]) }
    }

    @Test("contents, bodies and documents may be left out, and the report says which")
    func withheld() throws {
        let bundle = try log.bundle(documents: []) { leaf, part in
            if leaf.kind == .erased { return .disclosed }
            return leaf.position == SampleLog.erasedPosition && part == .body ? .erased : .withheld
        }
        let report = BundleVerifier.verify(bundle)
        #expect(report.problems == [])
        #expect(report.disclosed == 1)
        #expect(report.withheld.count == 8)
        #expect(report.withheld.contains(.init(entry: 2, position: 4, part: .body)))
        #expect(report.erased.count == 1)
        #expect(report.program == nil)
        let reader = try BundleReader(bundle)
        #expect(reader.content(of: reader.entries[0]) == nil)
        #expect(reader.entries[0].content == .withheld)
    }

    @Test("a log without witnesses makes bundles too")
    func unwitnessed() throws {
        let report = BundleVerifier.verify(try log.bundle(witnessed: false))
        #expect(report.isSound)
        #expect(report.witnesses == [])
    }

    @Test("a body of several pieces passes through writer and verifier")
    func large() throws {
        var log = try SampleLog()
        let body = (0..<5_000_003).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try log.append(.outcome, content: "{}", body: body)
        var bundle = try log.bundle(documents: []) { _, _ in .disclosed }
        #expect(BundleVerifier.verify(bundle).isSound)
        let reader = try BundleReader(bundle)
        #expect(reader.body(of: reader.entries[0]) == body)
        bundle[2_500_000] ^= 1
        let report = BundleVerifier.verify(BundlePieces.withDigest(bundle.dropLast(32)))
        #expect(report.problems.map(\.description) == ["entry 0 (position 0): its body is not what the leaf commits to"])
    }

    @Test("a key, a witness and a checkpoint known from elsewhere are held against it")
    func expectations() throws {
        let stranger = try NoteSigner(name: "log.example/inquest", key: Curve25519.Signing.PrivateKey())
        #expect(BundleVerifier.verify(bundle, expecting: .init(logKey: log.log.verifier)).isSound)
        #expect(!BundleVerifier.verify(bundle, expecting: .init(logKey: stranger.verifier)).isSound)
        #expect(BundleVerifier.verify(bundle, expecting: .init(witnesses: [log.witness.verifier])).isSound)
        let bare = try log.bundle(witnessed: false)
        #expect(!BundleVerifier.verify(bare, expecting: .init(witnesses: [log.witness.verifier])).isSound)

        func compare(_ size: Int64, _ root: LogHash, _ origin: String = "log.example/inquest", by signer: NoteSigner) throws
            -> BundleReport
        {
            let note = try Checkpoint(origin: origin, size: size, root: root).signed(by: signer)
            return BundleVerifier.verify(bundle, expecting: .init(checkpoint: note.bytes))
        }
        let root = MerkleTree.root(of: log.leaves)
        #expect(try compare(10, root, by: log.log).comparison == .same)
        let fork = try compare(10, .empty, by: log.log)
        #expect(fork.comparison == .failed)
        #expect(fork.problems.first?.reason.contains("two histories") == true)
        let older = try compare(4, MerkleTree.root(of: log.leaves.prefix(4)), by: log.log)
        #expect(older.comparison == .needsConsistencyProof(bundle: 10, other: 4))
        #expect(older.isSound)
        #expect(try !compare(10, root, by: stranger).isSound)
        #expect(try !compare(10, root, "other.example", by: log.log).isSound)
        #expect(!BundleVerifier.verify(bundle, expecting: .init(checkpoint: [0xFF])).isSound)
    }

    @Test("the writer refuses what would not verify")
    func writer() throws {
        #expect(throws: BundleError.self) { try log.bundle { _, _ in .disclosed } }
        #expect(throws: BundleError.self) { try log.bundle { leaf, _ in leaf.position == 4 ? .erased : .disclosed } }
        #expect(throws: BundleError.self) {
            try log.bundle { leaf, part in leaf.kind == .erased ? .withheld : SampleLog.usualMark(leaf, part) }
        }
        #expect(throws: BundleError.self) {
            try log.bundle { leaf, part in leaf.kind == .documents ? .withheld : SampleLog.usualMark(leaf, part) }
        }
        #expect(throws: BundleError.self) { try log.bundle(documents: [SampleLog.documents[0]]) }
        #expect(throws: BundleError.self) {
            try log.bundle(documents: [SampleLog.documents[0], ("postmortem.md", Array("other".utf8))])
        }
        #expect(throws: BundleError.self) { try log.bundle(documents: SampleLog.documents + [("more.md", [])]) }
        let out = Collected()
        var writer = try BundleWriter(log: log.log.verifier, checkpoint: log.checkpoint(), entries: 2) { out.bytes += $0 }
        let item = log.items[3]
        #expect(throws: BundleError.self) {
            try writer.entry(item.leaf, proof: [], content: .withheld, body: nil)
        }
        #expect(throws: BundleError.self) { try writer.finish() }
        #expect(throws: BundleError.self) {
            try BundleWriter(log: log.witness.verifier, checkpoint: log.checkpoint(), entries: 1) { _ in }
        }
    }

    @Test(
        "names of documents that a file system could misread are refused",
        arguments: ["../x", ".x", "a/b", "a\\b", "a b", "ä", ""])
    func names(_ name: String) throws {
        var log = try SampleLog()
        let documents = [(name: name, bytes: Array("x".utf8))]
        try log.append(.documents, content: SampleLog.documentsContent(documents))
        #expect(throws: BundleError.self) { try log.bundle(documents: documents) { _, _ in .disclosed } }
    }
}
