import Crypto
import Gateway
import Testing

@Suite("Checkpoints and cosignatures")
struct CheckpointTests {
    /// The example of C2SP `tlog-cosignature`. Its keys are not published, so only the reading can be tested with it.
    static let example = """
        example.com/behind-the-sofa
        20852163
        CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

        — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
        — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==

        """

    @Test("the published checkpoint reads, with its cosignature's time")
    func published() throws {
        let note = try SignedNote(parsing: Array(Self.example.utf8))
        let checkpoint = try Checkpoint(parsing: note.text)
        #expect(checkpoint.origin == "example.com/behind-the-sofa")
        #expect(checkpoint.size == 20_852_163)
        #expect(checkpoint.root.hex == "0ac5186a91863e8e1d90c808014aa89bf5da8e3ee1d9f07630f0378f68f1ab62")
        #expect(checkpoint.text == note.text)
        #expect(note.bytes == Array(Self.example.utf8))
        #expect(note.signatures.map(\.cosignatureTime) == [nil, 1_679_315_147])
    }

    @Test(
        "malformed checkpoints are refused",
        arguments: [
            "", "\n", "a\n1\n", "a\n1", "\n1\nROOT\n", "a\n01\nROOT\n", "a\n-1\nROOT\n", "a\n+1\nROOT\n", "a\n1 \nROOT\n",
            "a\n\nROOT\n",
            "a\n9223372036854775808\nROOT\n", "a\n99999999999999999999\nROOT\n", "a\n1\nAAAA\n", "a\n1\nROOTAAAA\n",
            "a\n1\nROOT\n\n",
            "a\n1\nROOT\next\n\n", "a\u{1}\n1\nROOT\n", "a\n1\nROOT",
        ])
    func malformed(_ text: String) {
        let text = text.replacing("ROOT", with: "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=")
        #expect(throws: NoteError.self) { try Checkpoint(parsing: Array(text.utf8)) }
    }

    @Test("limits hold at their edges")
    func limits() throws {
        let origin = String(repeating: "o", count: Checkpoint.maximumOriginBytes)
        let extensions = Array(repeating: "e", count: Checkpoint.maximumExtensions)
        let checkpoint = try Checkpoint(origin: origin, size: .max, root: .empty, extensions: extensions)
        #expect(try Checkpoint(parsing: checkpoint.text) == checkpoint)
        #expect(throws: NoteError.self) { try Checkpoint(parsing: Array("o".utf8) + checkpoint.text) }
        #expect(throws: NoteError.self) { try Checkpoint(parsing: checkpoint.text + Array("e\n".utf8)) }
        #expect(throws: NoteError.self) { try Checkpoint(origin: "o", size: -1, root: .empty) }
    }

    @Test("a cosignature holds for its key, its time and its text alone")
    func cosignature() throws {
        let key = Curve25519.Signing.PrivateKey()
        let witness = try NoteSigner(name: "witness.example/w", key: key, algorithm: .cosignature)
        let verifier = try NoteVerifier(vkey: witness.verifier.vkey)
        #expect(verifier == witness.verifier)
        let text = try Checkpoint(origin: "log.example", size: 3, root: .empty).text
        let signature = try witness.sign(text, at: 1_763_650_000)
        #expect(signature.cosignatureTime == 1_763_650_000)
        #expect(verifier.verifies(signature, over: text))
        #expect(!verifier.verifies(signature, over: text + Array("x\n".utf8)))
        #expect(throws: NoteError.self) { try witness.sign(text) }
        #expect(throws: NoteError.self) { try witness.sign(text, at: -1) }
        let line = Array(signature.line.utf8)
        for bit in 0..<(signature.bytes.count + 4) * 8 {
            let encoded = try #require(line.lastIndex(of: 0x20))
            var bytes = try #require(Base64.decode(String(decoding: line[(encoded + 1)...], as: UTF8.self)))
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            let changed = try NoteSignature(parsingLine: Array(line[...encoded]) + Array(Base64.encode(bytes).utf8))
            #expect(!verifier.verifies(changed, over: text))
        }
        let log = try NoteSigner(name: "witness.example/w", key: key)
        #expect(!verifier.verifies(try log.sign(text), over: text))
        #expect(log.verifier.keyID != verifier.keyID)
    }
}
