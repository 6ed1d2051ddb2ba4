import Core
import Crypto
import Foundation
import Gateway
import Testing

/// The known answers that others test their verifiers with. `UPDATE_SNAPSHOTS=1` writes them anew.
@Suite("Test vectors of ledger and bundle")
struct VectorTests {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures/Bundle")
    static let updates = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"] != nil

    static func compare(_ bytes: [UInt8], with name: String) throws {
        let file = folder.appending(path: name)
        if updates { try Data(bytes).write(to: file) }
        #expect(Array(try Data(contentsOf: file)) == bytes, "\(name) differs; UPDATE_SNAPSHOTS=1 rewrites it")
    }

    static func bundles() throws -> [(name: String, bytes: [UInt8])] {
        let log = try SampleLog.full()
        return [
            ("full", try log.bundle()),
            ("unwitnessed", try log.bundle(witnessed: false)),
            ("minimal", try log.minimalBundle()),
            (
                "withheld",
                try log.bundle(documents: []) { leaf, part in
                    if leaf.kind == .erased || leaf.sequence == 0 { return .disclosed }
                    return leaf.position == SampleLog.erasedPosition && part == .body ? .erased : .withheld
                }
            ),
        ]
    }

    @Test("the sample bundles are the stored ones, and so is what a verifier prints of them")
    func storedBundles() throws {
        for (name, bytes) in try Self.bundles() {
            try Self.compare(bytes, with: "\(name).bundle")
            let report = BundleVerifier.verify(bytes)
            #expect(report.isSound)
            try Self.compare(Array(report.text.utf8), with: "\(name).txt")
        }
    }

    @Test("of a changed bundle a verifier prints 'bad' and the problems, on lines that control characters cannot break")
    func bad() throws {
        var pieces = BundlePieces(try SampleLog.full().bundle())
        pieces.logKey = Array("a\nok\u{202E}+".utf8)
        let text = BundleVerifier.verify(pieces.bytes).text
        #expect(text.hasPrefix("bad\nproblem "))
        #expect(text.split(separator: "\n").dropFirst().allSatisfy { $0.hasPrefix("problem ") })
    }

    @Test("leaves, sealed bytes, proofs and notes are the stored ones")
    func storedValues() throws {
        let log = try SampleLog.full()
        let subtrees = MerkleSubtrees(log.leaves)
        func text(_ bytes: [UInt8]) -> JSONValue { .string(String(decoding: bytes, as: UTF8.self)) }
        func hex(_ hash: LogHash) -> JSONValue { .string(hash.hex) }
        func sealed(_ part: SampleLog.Sealed) -> JSONValue {
            [
                "plaintext": .string(Hex.encode(part.plaintext)), "key": .string(Hex.encode(part.key)),
                "salt": .string(Hex.encode(part.salt)), "sealed": .array(part.chunks.map { .string(Hex.encode($0)) }),
                "ciphertextDigest": .string(Hex.encode(part.commitment.ciphertext)),
                "saltedDigest": .string(Hex.encode(part.commitment.plaintext)),
            ]
        }
        let entries = log.items.enumerated().map { index, item -> JSONValue in
            [
                "leaf": text(item.leaf.bytes), "hash": hex(item.leaf.hash), "content": sealed(item.content),
                "body": item.body.map(sealed) ?? .null, "inclusionProof": .array(subtrees.inclusionProof(of: index).map(hex)),
            ]
        }
        let note = try log.checkpoint()
        let document: JSONValue = [
            "logSeed": .string(Hex.encode(SampleLog.fixed("log key"))), "logKey": .string(log.log.verifier.vkey),
            "witnessSeed": .string(Hex.encode(SampleLog.fixed("witness key"))),
            "witnessKey": .string(log.witness.verifier.vkey),
            "entries": .array(entries),
            "roots": .array((0...log.items.count).compactMap { subtrees.root(ofFirst: $0).map(hex) }),
            "consistencyProofs": .array(
                (0...log.items.count).map { .array(subtrees.consistencyProof(from: $0).map(hex)) }),
            "checkpoint": text(note.bytes),
            "witnessRequest": text(
                try WitnessRequest(
                    oldSize: 6, proof: subtrees.consistencyProof(from: 6), note: log.checkpoint(witnessed: false)
                ).bytes),
        ]
        try Self.compare(Array(document.pretty.utf8), with: "vectors.json")
    }

    @Test("sealed bytes open with their key, and a changed one does not")
    func sealing() throws {
        for item in try SampleLog.full().items {
            for part in [item.content, item.body].compactMap({ $0 }) {
                var opened: [UInt8] = []
                for (index, chunk) in part.chunks.enumerated() {
                    let nonce = try AES.GCM.Nonce(data: Array(repeating: 0, count: 11) + [UInt8(index)])
                    let box = try AES.GCM.SealedBox(nonce: nonce, ciphertext: chunk.dropLast(16), tag: chunk.suffix(16))
                    opened += try AES.GCM.open(box, using: SymmetricKey(data: part.key))
                }
                #expect(opened == part.plaintext)
                #expect(part.commitment.opens(salt: part.salt, plaintext: opened))
                #expect(!part.commitment.opens(salt: part.salt, plaintext: opened + [0]))
                #expect(!part.commitment.opens(salt: [], plaintext: opened))
            }
        }
    }
}
