import Gateway
import Testing

@Suite("Hostile bytes")
struct HostileBytesTests {
    /// Mutates a valid text many times; what is still read must be written as the same bytes.
    static func check(_ seed: [UInt8], rounds: Int = 20_000, _ again: ([UInt8]) -> [UInt8]?) {
        var generator = SeededGenerator(seed: UInt64(seed.count))
        var read = 0
        for _ in 0..<rounds {
            let bytes = generator.mutated(seed)
            guard let written = again(bytes) else { continue }
            read += 1
            if written != bytes { Issue.record("\(bytes) was read and is written as \(written)") }
        }
        #expect(again(seed) == seed)
        #expect(read < rounds)
        for length in 0...seed.count { _ = again(Array(seed.prefix(length))) }
    }

    @Test("mutated leaves are refused or read exactly")
    func leaves() { Self.check(Array(LeafRecordTests.text.utf8)) { try? LeafRecord(parsing: $0).bytes } }

    @Test("mutated notes are refused or read exactly")
    func notes() { Self.check(Array(CheckpointTests.example.utf8)) { try? SignedNote(parsing: $0).bytes } }

    @Test("mutated checkpoints are refused or read exactly")
    func checkpoints() throws {
        let text = try SignedNote(parsing: Array(CheckpointTests.example.utf8)).text
        Self.check(text) { try? Checkpoint(parsing: $0).text }
    }

    @Test("mutated keys are refused or read exactly")
    func keys() {
        Self.check(Array(SignedNoteTests.peterKey.utf8)) {
            let text = String(decoding: $0, as: UTF8.self)
            return (try? NoteVerifier(vkey: text)).map { Array($0.vkey.utf8) }
        }
    }

    @Test("mutated frontiers are refused or read exactly")
    func frontiers() {
        var frontier = MerkleFrontier()
        for leaf in MerkleTreeTests.leaves(11) { frontier.append(leaf) }
        Self.check(frontier.encoded) { MerkleFrontier(encoded: $0)?.encoded }
    }

    @Test("mutated requests to witnesses are refused or read exactly, and mutated answers without harm")
    func requests() throws {
        let note = try SignedNote(parsing: Array(CheckpointTests.example.utf8))
        let proof = MerkleTreeTests.leaves(3)
        Self.check(try WitnessRequest(oldSize: 5, proof: proof, note: note).bytes) { try? WitnessRequest(parsing: $0).bytes }
        let lines = note.signatures.map { $0.line + "\n" }.joined()
        Self.check(Array(lines.utf8)) {
            guard case .cosigned(let signatures) = try? WitnessAnswer(status: 200, body: $0) else { return nil }
            return Array(signatures.map { $0.line + "\n" }.joined().utf8)
        }
    }
}
