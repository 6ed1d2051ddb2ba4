import Core
import Crypto
import Foundation
import Testing

@testable import Gateway

/// The known answers were computed with the Python package `cryptography`, from Documentation/ledger-format.md alone.
struct SealingTests {
    private static let master = Array(UInt8(0)..<32)
    private static let salt = Array(UInt8(0x80)..<0xA0)
    private static let nonceAndKey =
        "f0f1f2f3f4f5f6f7f8f9fafb8bceefb487b4b1a1c8c648d583caf66a66667a61440c9588c241eaf26d66a631db56497f5a87164893a8902460aa82b9"
        + "ad66738ca1b6c002c07713ce42aad535"
    private static let wrappedContent = nonceAndKey + "f95ef0aaa26c6cea6817e117d58225bd"
    private static let wrappedBody = nonceAndKey + "68e9d3828f1241279b404bc9ac412f36"
    private static let sealedContent = "21165e5aae59afdb382214fde5e19d2ee369411bca3fd8"
    private static let plaintext = Array(#"{"n":1}"#.utf8)

    private func bytes(_ hex: String) throws -> [UInt8] { try #require(Hex.decode(hex)) }

    private func masterKey() throws -> MasterKey { try MasterKey(Self.master) }

    private func recordKey(_ purpose: RecordKey.Purpose = .content) throws -> RecordKey {
        let wrapped = purpose == .content ? Self.wrappedContent : Self.wrappedBody
        return try RecordKey(unwrapping: bytes(wrapped), by: masterKey(), for: purpose)
    }

    @Test("keys are derived from the master key as another program derives them")
    func derivation() throws {
        let key = try masterKey()
        #expect(
            Hex.encode(key.signingKey.publicKey.rawRepresentation)
                == "8fe11d4b7fe8d0d6398a24c2eaecd18b3838e433efad29903a48c428fe1bbcd8")
        #expect(Hex.encode(key.redactionSecret()) == "efb4602f7a110c60a7e82ce08dd1edffc08f3623db64bdc29103271dda4321ac")
    }

    @Test("wrapped keys and sealed contents of another program open, and contents are sealed to the same bytes")
    func knownAnswers() throws {
        for purpose in RecordKey.Purpose.allCases {
            let key = try recordKey(purpose)
            #expect(key.salt == Self.salt)
            #expect(key.key.withUnsafeBytes { Array($0) } == Array(UInt8(0x40)..<0x60))
            let (sealed, commitment) = try key.seal(content: Self.plaintext)
            #expect(Hex.encode(sealed) == Self.sealedContent)
            #expect(commitment.count == 7)
            #expect(
                Hex.encode(commitment.ciphertext) == "1b512f823220159497be2ea33bc4f43dec111ae1f3fb14be4d0cd1d8c86abe20")
            #expect(Hex.encode(commitment.plaintext) == "027c9d899e9f9f7fe8f7270b4fb4ed47b780d221ba0b79e25df97046803ad6ab")
            #expect(try key.open(content: sealed, commitment: commitment) == Self.plaintext)
            #expect(Hex.encode(try key.seal(chunk: Array("abc".utf8), at: 1)) == "d2cc109ca80ceab0ecc2ebe30ef8c10fe623ed")
            #expect(Hex.encode(try key.seal(note: Array("ab".utf8))) == "733ee4d4e77a2f7b3de9e26577c8f16bb407")
        }
    }

    @Test("a key wraps to other bytes each time, and unwraps to the same key for its purpose only")
    func wrapping() throws {
        let (master, key) = (try masterKey(), RecordKey())
        let wrapped = try RecordKey.Purpose.allCases.map { try key.wrapped(by: master, for: $0) }
        #expect(try key.wrapped(by: master, for: .content) != wrapped[0])
        for (index, purpose) in RecordKey.Purpose.allCases.enumerated() {
            #expect(wrapped[index].count == RecordKey.wrappedBytes && RecordKey.wrappedBytes == 92)
            let opened = try RecordKey(unwrapping: wrapped[index], by: master, for: purpose)
            #expect(opened.key == key.key && opened.salt == key.salt)
            let error = #expect(throws: SealingError.self) {
                try RecordKey(unwrapping: wrapped[1 - index], by: master, for: purpose)
            }
            #expect(error?.reason == "the \(purpose.rawValue)'s key was changed, or sealed with another key")
        }
        let other = try MasterKey(Array(repeating: 1, count: 32))
        #expect(throws: SealingError.self) { try RecordKey(unwrapping: wrapped[0], by: other, for: .content) }
    }

    @Test("every flipped bit of a wrapped key, and every other length, is refused")
    func wrappedBits() throws {
        let (master, wrapped) = (try masterKey(), try bytes(Self.wrappedContent))
        for bit in 0..<(8 * wrapped.count) {
            var changed = wrapped
            changed[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: SealingError.self, "bit \(bit)") {
                try RecordKey(unwrapping: changed, by: master, for: .content)
            }
        }
        for count in 0..<wrapped.count {
            #expect(throws: SealingError.self) {
                try RecordKey(unwrapping: Array(wrapped.prefix(count)), by: master, for: .content)
            }
        }
        #expect(throws: SealingError.self) { try RecordKey(unwrapping: wrapped + [0], by: master, for: .content) }
    }

    @Test("every flipped bit of a sealed content, chunk or note, and every cut, is refused")
    func sealedBits() throws {
        let key = RecordKey()
        let (content, commitment) = try key.seal(content: Self.plaintext)
        let (chunk, note) = (try key.seal(chunk: Array("abc".utf8), at: 3), try key.seal(note: Array("digest".utf8)))
        let cases: [(sealed: [UInt8], open: ([UInt8]) throws -> [UInt8])] = [
            (content, { try key.open(content: $0, commitment: commitment) }), (chunk, { try key.open(chunk: $0, at: 3) }),
            (note, { try key.open(note: $0) }),
        ]
        for (sealed, open) in cases {
            #expect(throws: Never.self) { try open(sealed) }
            for bit in 0..<(8 * sealed.count) {
                var changed = sealed
                changed[bit / 8] ^= 1 << UInt8(bit % 8)
                #expect(throws: SealingError.self, "bit \(bit)") { try open(changed) }
            }
            for count in 0..<sealed.count { #expect(throws: SealingError.self) { try open(Array(sealed.prefix(count))) } }
            #expect(throws: SealingError.self) { try open(sealed + [0]) }
        }
    }

    @Test("a content under its own key that the leaf does not commit to is refused")
    func commitments() throws {
        let key = try recordKey()
        let (sealed, commitment) = try key.seal(content: Self.plaintext)
        for change in 0..<2 {
            var other = commitment
            if change == 0 { other.count += 1 } else { other.plaintext[0] ^= 1 }
            let error = #expect(throws: SealingError.self) { try key.open(content: sealed, commitment: other) }
            #expect(error?.reason == "the content is not the one that the leaf commits to")
        }
        #expect(!commitment.opens(salt: Array(Self.salt.dropLast()), plaintext: Self.plaintext))
        #expect(!commitment.opens(salt: Array(repeating: 0, count: 32), plaintext: Self.plaintext))
    }

    @Test("chunks open only at their own place and under their own key, and no chunk passes for a note")
    func places() throws {
        let (key, other) = (RecordKey(), RecordKey())
        let chunks = try (0..<4).map { try key.seal(chunk: [UInt8($0), 1, 2], at: $0) }
        for (place, chunk) in chunks.enumerated() {
            for wanted in [0, 1, 2, 3, 256, 1 << 24, .max] {
                if wanted == place {
                    #expect(try key.open(chunk: chunk, at: wanted) == [UInt8(place), 1, 2])
                } else {
                    #expect(throws: SealingError.self) { try key.open(chunk: chunk, at: wanted) }
                }
            }
            #expect(throws: SealingError.self) { try other.open(chunk: chunk, at: place) }
            #expect(throws: SealingError.self) { try key.open(note: chunk) }
        }
    }
}
