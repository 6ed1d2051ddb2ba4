import Core
import Crypto
import Gateway

/// A small log with fixed keys, salts and times, of which one investigation can be bundled.
struct SampleLog {
    struct Sealed {
        var plaintext: [UInt8]
        var key: [UInt8]
        var salt: [UInt8]
        var chunks: [[UInt8]]
        var commitment: Commitment
    }

    struct Item {
        var leaf: LeafRecord
        var content: Sealed
        var body: Sealed?
    }

    static let investigation = "20261120T150500Z-1f2e3d4c"
    static let erasedPosition: Int64 = 5

    private(set) var items: [Item] = []
    let log: NoteSigner
    let witness: NoteSigner
    private var sequences: [String: Int64] = [:]

    /// 32 bytes made from a label.
    static func fixed(_ label: String) -> [UInt8] { Array(SHA256.hash(data: Array("inquest sample \(label)".utf8))) }

    /// A content is one chunk, also when it is empty; a body has as many as it needs.
    static func seal(_ plaintext: [UInt8], _ label: String, isBody: Bool) throws -> Sealed {
        let key = fixed("key \(label)")
        let salt = fixed("salt \(label)")
        var chunks: [[UInt8]] = []
        for (index, start) in stride(from: 0, to: isBody ? plaintext.count : 1, by: BlobReference.chunkBytes).enumerated() {
            let nonce =
                Array(repeating: UInt8(0), count: 8) + (0..<4).reversed().map { UInt8(truncatingIfNeeded: index >> ($0 * 8)) }
            let box = try AES.GCM.seal(
                plaintext[start..<min(start + BlobReference.chunkBytes, plaintext.count)], using: SymmetricKey(data: key),
                nonce: AES.GCM.Nonce(data: nonce))
            chunks.append(Array(box.ciphertext) + Array(box.tag))
        }
        return Sealed(
            plaintext: plaintext, key: key, salt: salt, chunks: chunks,
            commitment: Commitment(
                count: plaintext.count, ciphertext: Array(SHA256.hash(data: chunks.flatMap { $0 })),
                plaintext: Commitment.saltedDigest(salt: salt, plaintext: plaintext)))
    }

    init() throws {
        log = try NoteSigner(name: "log.example/inquest", key: .init(rawRepresentation: Self.fixed("log key")))
        witness = try NoteSigner(
            name: "witness.example/w1", key: .init(rawRepresentation: Self.fixed("witness key")), algorithm: .cosignature)
    }

    mutating func append(
        _ kind: LedgerEntry.Kind, to investigation: String = investigation, content: String, key: CallKey? = nil,
        body: [UInt8]? = nil
    ) throws {
        let position = Int64(items.count)
        let content = try Self.seal(Array(content.utf8), "content \(position)", isBody: false)
        let body = try body.map { try Self.seal($0, "body \(position)", isBody: true) }
        let leaf = try LeafRecord(
            position: position, investigation: investigation, sequence: sequences[investigation, default: 0], kind: kind,
            key: key,
            attempt: 0, recordedAt: Instant(nanoseconds: 1_763_650_000_000_000_000 + position * 1_000_000),
            content: content.commitment, body: body?.commitment)
        sequences[investigation, default: 0] += 1
        items.append(Item(leaf: leaf, content: content, body: body))
    }

    static let documents: [(name: String, bytes: [UInt8])] = [
        ("briefing.md", Array("# Checkout is failing\n".utf8)), ("postmortem.md", Array("# What happened\n\nA deploy.\n".utf8)),
    ]

    static func documentsContent(_ documents: [(name: String, bytes: [UInt8])] = documents) -> String {
        let files = documents.map { "\"\($0.name)\":\"\(Hex.encode(SHA256.hash(data: $0.bytes)))\"" }.joined(separator: ",")
        return "{\"files\":{\(files)},\"program\":\"inquest 0.1.0\"}"
    }

    /// Ten entries, of which seven are of the investigation; the body of the one at position 5 is erased.
    static func full() throws -> SampleLog {
        var log = try SampleLog()
        let other = "20261119T080000Z-00000000"
        func key(_ index: Int) -> CallKey {
            CallKey(
                investigation: investigation, round: 1, path: "3-service/checkout/metrics/0-prometheus_service_metrics",
                step: 1,
                index: index)
        }
        try log.append(.decision, to: other, content: #"{"decision":"started"}"#)
        try log.append(.decision, content: #"{"decision":"started"}"#)
        try log.append(.received, to: other, content: #"{"note":"elsewhere"}"#)
        try log.append(.intent, content: #"{"source":"metrics","tool":"prometheus_service_metrics"}"#, key: key(0))
        try log.append(
            .outcome, content: #"{"result":"reply","status":200}"#, key: key(0), body: Array(#"{"status":"success"}"#.utf8))
        try log.append(
            .outcome, content: #"{"result":"reply","status":200}"#, key: key(1), body: Array("jane@example.com\n".utf8))
        try log.append(
            .erased, content: #"{"by":"person:ops","erased":[{"parts":["body"],"position":5}],"reason":"personal data"}"#)
        try log.append(.outcome, content: #"{"result":"reply","status":204}"#, key: key(2), body: [])
        try log.append(.documents, content: documentsContent())
        try log.append(.received, to: other, content: #"{"note":"later"}"#)
        return log
    }

    var leaves: [LogHash] { items.map(\.leaf.hash) }

    func checkpoint(witnessed: Bool = true) throws -> SignedNote {
        let head = try Checkpoint(origin: log.name, size: Int64(items.count), root: MerkleTree.root(of: leaves))
        let note = try head.signed(by: log)
        return witnessed ? try note.adding([try witness.sign(note.text, at: 1_763_650_001)]) : note
    }

    /// The bundle of the investigation; `mark` says how each part is to stand in it.
    func bundle(
        witnessed: Bool = true, documents: [(name: String, bytes: [UInt8])] = SampleLog.documents,
        mark: (LeafRecord, BundlePart) -> BundleMark = SampleLog.usualMark
    ) throws -> [UInt8] {
        let chosen = items.filter { $0.leaf.investigation == Self.investigation }
        let subtrees = MerkleSubtrees(leaves)
        let out = Collected()
        var writer = try BundleWriter(
            log: log.verifier, witnesses: [witness.verifier], checkpoint: checkpoint(witnessed: witnessed),
            entries: chosen.count
        ) { out.bytes += $0 }
        for item in chosen {
            try writer.entry(
                item.leaf, proof: subtrees.inclusionProof(of: Int(item.leaf.position)),
                content: Self.contribution(item.content, mark(item.leaf, .content)),
                body: item.body.map { Self.contribution($0, mark(item.leaf, .body)) })
        }
        try writer.finish(documents: documents)
        return out.bytes
    }

    /// The investigation's first entry, with its content withheld.
    func minimalBundle() throws -> [UInt8] {
        let out = Collected()
        var writer = try BundleWriter(log: log.verifier, checkpoint: checkpoint(), entries: 1) { out.bytes += $0 }
        try writer.entry(
            items[1].leaf, proof: MerkleTree.inclusionProof(of: 1, in: leaves), content: .withheld, body: nil)
        try writer.finish()
        return out.bytes
    }

    static func usualMark(_ leaf: LeafRecord, _ part: BundlePart) -> BundleMark {
        leaf.position == erasedPosition && part == .body ? .erased : .disclosed
    }

    private static func contribution(_ sealed: Sealed, _ mark: BundleMark) -> BundleContribution {
        switch mark {
        case .withheld: .withheld
        case .erased: .erased
        case .none, .disclosed: .disclosed(salt: sealed.salt, sealed.plaintext)
        }
    }
}

final class Collected {
    var bytes: [UInt8] = []
}
