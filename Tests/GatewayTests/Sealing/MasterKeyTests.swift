import Core
import Crypto
import Foundation
import Testing

@testable import Gateway

struct MasterKeyTests {
    private static let bytes = Array(UInt8(0)..<32)

    @Test("a key is read from hexadecimal and from base64, with one line feed or none")
    func text() throws {
        let wanted = try MasterKey(Self.bytes).redactionSecret()
        for text in [Hex.encode(Self.bytes), Base64.encode(Self.bytes)] {
            for end in ["", "\n"] { #expect(try MasterKey(text: text + end).redactionSecret() == wanted) }
        }
    }

    @Test("any other text or length is refused, and the text is not in the error")
    func refusals() throws {
        let hex = Hex.encode(Self.bytes)
        for text in ["", "\n", hex + "\n\n", " " + hex, hex.uppercased(), String(hex.dropLast()), hex + "0", "swordfish"] {
            let error = #expect(throws: SealingError.self) { try MasterKey(text: text) }
            let secret = text.trimmingCharacters(in: .whitespacesAndNewlines)
            #expect(secret.isEmpty || error?.reason.contains(secret) == false)
        }
        for count in [0, 31, 33, 64] {
            #expect(throws: SealingError.self) { try MasterKey(Array(repeating: 0, count: count)) }
        }
    }

    @Test("neither master keys nor records' keys can be printed")
    func printing() throws {
        let (master, record) = (try MasterKey(Self.bytes), RecordKey())
        for key in [master, record] as [Any] {
            var dumped = ""
            dump(key, to: &dumped)
            for text in ["\(key)", String(reflecting: key), dumped, "\([key])", "\(Optional(key) as Any)"] {
                #expect(text.contains("‹secret›"))
                #expect(text.count < 60, "\(text)")
            }
        }
    }

    @Test("random keys are all different")
    func random() {
        let keys = (0..<100).map { _ in MasterKey.randomBytes() }
        #expect(Set(keys).count == 100 && keys.allSatisfy { $0.count == 32 })
        #expect(Set((0..<100).map { _ in RecordKey().salt }).count == 100)
    }
}
