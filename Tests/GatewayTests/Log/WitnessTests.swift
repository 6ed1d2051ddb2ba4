import Crypto
import Gateway
import Testing

@Suite("Witnesses")
struct WitnessTests {
    let log: NoteSigner
    let signer: NoteSigner
    var witness: ReferenceWitness

    init() throws {
        log = try NoteSigner(name: "log.example", key: Curve25519.Signing.PrivateKey())
        signer = try NoteSigner(name: "witness.example/w", key: Curve25519.Signing.PrivateKey(), algorithm: .cosignature)
        witness = ReferenceWitness(signer: signer, log: log.verifier)
    }

    func request(_ leaves: [LogHash], from old: Int, by signer: NoteSigner? = nil) throws -> WitnessRequest {
        let subtrees = MerkleSubtrees(leaves)
        let checkpoint = try Checkpoint(origin: "log.example", size: Int64(leaves.count), root: subtrees.root)
        return try WitnessRequest(
            oldSize: Int64(old), proof: subtrees.consistencyProof(from: old), note: checkpoint.signed(by: signer ?? log))
    }

    mutating func ask(_ request: WitnessRequest) throws -> WitnessAnswer {
        let (status, body) = witness.answer(request.bytes)
        return try WitnessAnswer(status: status, body: body)
    }

    @Test("the published request reads and is written the same")
    func published() throws {
        let text = """
            old 20852014
            PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
            jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
            5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
            /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

            example.com/behind-the-sofa
            20852163
            CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

            — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=

            """
        let request = try WitnessRequest(parsing: Array(text.utf8))
        #expect(request.oldSize == 20_852_014)
        #expect(request.proof.count == 4)
        #expect(request.checkpoint.size == 20_852_163)
        #expect(request.bytes == Array(text.utf8))
    }

    @Test("a growing log is cosigned at each step, and the cosignature goes onto the checkpoint")
    mutating func grows() throws {
        var old = 0
        for size in [1, 2, 7, 8, 8, 21] {
            let request = try request(MerkleTreeTests.leaves(size), from: old)
            let signatures = try ask(request).cosignatures(over: request.note, by: [signer.verifier])
            let note = try request.note.adding(signatures)
            #expect(try note.verified(by: [log.verifier, signer.verifier]).count == 2)
            old = size
        }
        #expect(witness.latest?.size == 21)
    }

    @Test("a fork is refused, at a larger size and at the same")
    mutating func fork() throws {
        _ = try ask(try request(MerkleTreeTests.leaves(7), from: 0))
        var forked = MerkleTreeTests.leaves(12)
        forked[3] = .empty
        #expect(try ask(try request(forked, from: 7)) == .inconsistent)
        #expect(try ask(try request(Array(forked.prefix(7)), from: 7)) == .conflict(size: 7))
        #expect(witness.latest?.size == 7)
    }

    @Test("a rollback is refused with the size that the witness knows")
    mutating func rollback() throws {
        _ = try ask(try request(MerkleTreeTests.leaves(12), from: 0))
        for old in [0, 3, 7] {
            #expect(try ask(try request(MerkleTreeTests.leaves(7), from: old)) == .conflict(size: 12))
        }
        let conflict = try ask(try request(MerkleTreeTests.leaves(7), from: 7))
        #expect(throws: NoteError.noKnownSignature) {
            try conflict.cosignatures(over: try request(MerkleTreeTests.leaves(7), from: 7).note, by: [signer.verifier])
        }
    }

    @Test("another log and another key are turned away")
    mutating func strangers() throws {
        let stranger = try NoteSigner(name: "log.example", key: Curve25519.Signing.PrivateKey())
        #expect(try ask(try request(MerkleTreeTests.leaves(2), from: 0, by: stranger)) == .untrustedSignature)
        let other = try Checkpoint(origin: "other.example", size: 0, root: .empty).signed(by: log)
        #expect(try ask(try WitnessRequest(oldSize: 0, proof: [], note: other)) == .unknownLog)
    }

    @Test("answers read by status, and a cosignature by another key or over another text does not count")
    mutating func answers() throws {
        #expect(try WitnessAnswer(status: 409, body: Array("12\n".utf8)) == .conflict(size: 12))
        for body in ["", "12", "012\n", "-1\n", "x\n", "12\n\n", "99999999999999999999\n"] {
            #expect(try WitnessAnswer(status: 409, body: Array(body.utf8)) == .conflict(size: nil))
        }
        #expect(try WitnessAnswer(status: 400, body: []) == .badRequest)
        #expect(try WitnessAnswer(status: 503, body: [0xFF]) == .unavailable(status: 503))
        #expect(throws: NoteError.self) { try WitnessAnswer(status: 200, body: []) }
        #expect(throws: NoteError.self) { try WitnessAnswer(status: 200, body: Array("hello\n".utf8)) }
        let request = try request(MerkleTreeTests.leaves(2), from: 0)
        let answer = try ask(request)
        let other = try NoteSigner(name: "witness.example/w", key: Curve25519.Signing.PrivateKey(), algorithm: .cosignature)
        #expect(throws: NoteError.noKnownSignature) { try answer.cosignatures(over: request.note, by: [other.verifier]) }
        let elsewhere = try self.request(MerkleTreeTests.leaves(3), from: 0).note
        #expect(throws: NoteError.self) { try answer.cosignatures(over: elsewhere, by: [signer.verifier]) }
    }

    @Test("malformed requests are refused")
    func malformed() throws {
        let bytes = try request(MerkleTreeTests.leaves(9), from: 5).bytes
        let text = String(decoding: bytes, as: UTF8.self)
        for (from, to) in [
            ("old 5", "old 05"), ("old 5", "Old 5"), ("old 5", "old 10"), ("old 5", "old -1"), ("old 5", "old 0"),
            ("old 5\n", "old 5\nAAAA\n"),
            ("old 5\n", "old 5\n" + String(repeating: Base64.encode(LogHash.empty.bytes) + "\n", count: 64)),
            ("\n\nlog", "\nlog"),
        ] {
            #expect(throws: NoteError.self) { try WitnessRequest(parsing: Array(text.replacing(from, with: to).utf8)) }
        }
        for end in bytes.indices { #expect(throws: NoteError.self) { try WitnessRequest(parsing: Array(bytes.prefix(end))) } }
    }
}
