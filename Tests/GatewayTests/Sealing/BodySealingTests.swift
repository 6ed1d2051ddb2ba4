import Core
import Foundation
import Testing

@testable import Gateway

struct BodySealingTests {
    private static let chunk = [UInt8](repeating: 5, count: BlobReference.chunkBytes)

    private func seal(_ chunks: [[UInt8]], key: RecordKey) throws -> (sealed: [[UInt8]], commitment: Commitment) {
        var sealer = BodySealer(key: key)
        let sealed = try chunks.map { try sealer.seal($0) }
        return (sealed, sealer.finish())
    }

    private func open(_ sealed: [[UInt8]], _ commitment: Commitment, key: RecordKey) throws -> [[UInt8]] {
        var opener = BodyOpener(key: key)
        let chunks = try sealed.map { try opener.open($0) }
        try opener.finish(commitment)
        return chunks
    }

    @Test("a body opens to what was sealed, and its commitment covers all of it")
    func roundTrip() throws {
        for chunks in [[], [[1]], [Self.chunk], [Self.chunk, Self.chunk, [1, 2, 3]]] {
            let key = RecordKey()
            let (sealed, commitment) = try seal(chunks, key: key)
            #expect(try open(sealed, commitment, key: key) == chunks)
            #expect(commitment.count == chunks.reduce(0) { $0 + $1.count })
            #expect(commitment.opens(salt: key.salt, plaintext: chunks.flatMap(\.self)))
            #expect(zip(sealed, chunks).allSatisfy { $0.count == $1.count + RecordKey.sealedChunkOverhead })
        }
    }

    @Test("chunks exchanged, left out, repeated or of another body are refused")
    func chunks() throws {
        let key = RecordKey()
        let (sealed, commitment) = try seal([Self.chunk, Self.chunk, [1, 2, 3]], key: key)
        let other = try seal([Self.chunk, Self.chunk, [1, 2, 3]], key: RecordKey())
        let orders = [
            [sealed[1], sealed[0], sealed[2]], [sealed[0], sealed[1]], [sealed[0], sealed[2]], [sealed[0]], [],
            sealed + [sealed[2]], [sealed[0], sealed[0], sealed[2]], [sealed[0], other.sealed[1], sealed[2]],
        ]
        for order in orders { #expect(throws: SealingError.self) { try open(order, commitment, key: key) } }
        #expect(throws: SealingError.self) { try open(sealed, other.commitment, key: key) }
    }

    @Test("a body of the same key and other bytes, or with other digests in its leaf, is refused")
    func commitments() throws {
        let key = RecordKey()
        let (sealed, commitment) = try seal([[1, 2, 3]], key: key)
        let (forged, _) = try seal([[1, 2, 4]], key: key)
        #expect(throws: SealingError("the sealed body is not the one that the leaf commits to")) {
            try open(forged, commitment, key: key)
        }
        var changed = commitment
        changed.plaintext[31] ^= 0x80
        #expect(throws: SealingError("the body is not the one that the leaf commits to")) {
            try open(sealed, changed, key: key)
        }
        changed = commitment
        changed.count = 4
        #expect(throws: SealingError("the body has 3 bytes, and the leaf commits to 4")) { try open(sealed, changed, key: key) }
    }

    @Test("a sealer takes neither empty nor long chunks, nor any after a short one")
    func order() throws {
        var sealer = BodySealer()
        #expect(throws: SealingError.self) { try sealer.seal([]) }
        #expect(throws: SealingError.self) { try sealer.seal(Self.chunk + [1]) }
        _ = try sealer.seal(Self.chunk)
        _ = try sealer.seal([1])
        #expect(throws: SealingError("a chunk comes after the body's last one")) { try sealer.seal([2]) }
        #expect(sealer.count == Self.chunk.count + 1 && sealer.position == 2)
    }
}
