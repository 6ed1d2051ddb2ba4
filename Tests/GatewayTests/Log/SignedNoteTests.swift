import Crypto
import Gateway
import Testing

/// Keys, text and signatures are the examples of Go's `sumdb/note`, which C2SP `signed-note` describes.
@Suite("Signed notes")
struct SignedNoteTests {
    static let peterKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    static let peterSeed = "AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz"
    static let enochKey = "EnochRoot+af0cfe78+ATtqJ7zOtqQtYqOo0CpvDXNlMhV3HeJDpjrASKGLWdop"
    static let text = """
        If you think cryptography is the answer to your problem,
        then you don't know what your problem is.

        """
    static let peterLine =
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    static let enochLine =
        "— EnochRoot rwz+eBzmZa0SO3NbfRGzPCpDckykFXSdeX+MNtCOXm2/5n2tiOHp+vAF1aGrQ5ovTG01oOTGwnWLox33WWd1RvMc+QQ=\n"

    static func note(_ text: String) throws -> SignedNote { try SignedNote(parsing: Array(text.utf8)) }

    @Test("the published key reads, and no part and no change of it does")
    func keys() throws {
        let key = try NoteVerifier(vkey: Self.peterKey)
        #expect(key.name == "PeterNeumann")
        #expect(key.keyID == 0xC74F_20A3)
        #expect(key.vkey == Self.peterKey)
        let bytes = Array(Self.peterKey.utf8)
        for start in 0...bytes.count {
            for end in start...bytes.count where end - start != bytes.count {
                #expect(throws: NoteError.self) { try NoteVerifier(vkey: String(decoding: bytes[start..<end], as: UTF8.self)) }
            }
        }
        for position in bytes.indices {
            for bit in 0..<7 {
                var changed = bytes
                changed[position] ^= 1 << UInt8(bit)
                #expect(throws: NoteError.self) { try NoteVerifier(vkey: String(decoding: changed, as: UTF8.self)) }
            }
        }
    }

    @Test("the published signature is made again to the byte")
    func signs() throws {
        let seed = try #require(Base64.decode(Self.peterSeed)).dropFirst()
        let key = try Curve25519.Signing.PrivateKey(rawRepresentation: seed)
        let signer = try NoteSigner(name: "PeterNeumann", key: key)
        #expect(signer.verifier.vkey == Self.peterKey)
        let note = try SignedNote(signing: Array(Self.text.utf8), by: [signer])
        #expect(String(decoding: note.bytes, as: UTF8.self) == Self.text + "\n" + Self.peterLine)
    }

    @Test("signatures by known keys are checked, and others passed over")
    func verifies() throws {
        let peter = try NoteVerifier(vkey: Self.peterKey)
        let enoch = try NoteVerifier(vkey: Self.enochKey)
        let note = try Self.note(Self.text + "\n" + Self.peterLine + Self.enochLine)
        #expect(String(decoding: note.text, as: UTF8.self) == Self.text)
        #expect(try note.verified(by: [peter]).map(\.verifier) == [peter])
        #expect(try note.verified(by: [enoch, peter]).map(\.verifier) == [peter, enoch])
        #expect(throws: NoteError.noKnownSignature) { try note.verified(by: []) }
        let changed = try Self.note("x" + Self.text + "\n" + Self.peterLine)
        #expect(throws: NoteError.wrongSignature(key: "PeterNeumann+c74f20a3")) { try changed.verified(by: [peter]) }
        let twice = try Self.note(Self.text + "\n" + Self.peterLine + Self.peterLine)
        #expect(try twice.verified(by: [peter]).count == 1)
    }

    @Test("malformed notes are refused")
    func malformed() {
        let line = Self.peterLine
        let whole = Self.text + "\n" + line
        let changes: [(String, String)] = [
            ("PeterNeumann", "Bad Name"), ("PeterNeumann", "Bad\u{2003}Name"), ("PeterNeumann", "Bad+Name"), ("— ", "- "),
            ("AM=", "AN="), ("AM=", "AM"), ("AM=\n", "AM="), ("AM=\n", "AM=\nUnexpected line.\n"), ("AM=\n", "AM=\n\n"),
            ("is.\n", "is."), ("is.\n", "is.\r\n"), ("If", "\u{1}If"), (line, ""), (line, "— PeterNeumann x08gow==\n"),
            (line, String(repeating: line, count: SignedNote.maximumSignatures + 1)),
            ("If", String(repeating: "x", count: SignedNote.maximumBytes)),
        ]
        var bad: [String] = ["", "\n", "\n\n", Self.text]
        for (from, to) in changes { bad.append(whole.replacing(from, with: to)) }
        for text in bad { #expect(throws: NoteError.self, "\(text.prefix(300))") { try Self.note(text) } }
        #expect(throws: NoteError.self) { try SignedNote(parsing: [0xFF] + Array(whole.utf8)) }
        #expect(throws: Never.self) {
            try Self.note(Self.text + "\n" + String(repeating: line, count: SignedNote.maximumSignatures))
        }
    }

    @Test("the text may hold empty lines: the last one separates")
    func emptyLines() throws {
        let note = try Self.note("a\n\nb\n\n" + Self.peterLine)
        #expect(note.text == Array("a\n\nb\n".utf8))
    }
}
