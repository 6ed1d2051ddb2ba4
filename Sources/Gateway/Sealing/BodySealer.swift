import Crypto

/// Seals a body as it comes, chunk by chunk, and makes the commitment to all of it.
public struct BodySealer: Sendable {
    public let key: RecordKey
    /// Bytes of plaintext so far.
    public private(set) var count = 0
    /// The place of the next chunk.
    public private(set) var position = 0
    private var isShort = false
    private var ciphertext = SHA256()
    private var plaintext = SHA256()

    public init(key: RecordKey = RecordKey()) {
        self.key = key
        plaintext.update(data: key.salt)
    }

    /// The sealed chunk. Every chunk but the last has ``BlobReference/chunkBytes``.
    public mutating func seal(_ chunk: [UInt8]) throws(SealingError) -> [UInt8] {
        guard !isShort else { throw SealingError("a chunk comes after the body's last one") }
        guard (1...BlobReference.chunkBytes).contains(chunk.count) else {
            throw SealingError("a chunk has 1 to \(BlobReference.chunkBytes) bytes, and this one has \(chunk.count)")
        }
        let sealed = try key.seal(chunk: chunk, at: position)
        ciphertext.update(data: sealed)
        plaintext.update(data: chunk)
        isShort = chunk.count < BlobReference.chunkBytes
        position += 1
        count += chunk.count
        return sealed
    }

    /// What the leaf says of the body.
    public func finish() -> Commitment {
        Commitment(count: count, ciphertext: Array(ciphertext.finalize()), plaintext: Array(plaintext.finalize()))
    }
}
