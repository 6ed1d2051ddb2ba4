import Crypto

/// Opens a sealed body in order and checks it against its commitment. Nothing is proved before ``finish(_:)`` has returned.
public struct BodyOpener: Sendable {
    private let key: RecordKey
    private var count = 0
    private var position = 0
    private var ciphertext = SHA256()
    private var plaintext = SHA256()

    public init(key: RecordKey) {
        self.key = key
        plaintext.update(data: key.salt)
    }

    /// The plaintext of the next chunk.
    public mutating func open(_ sealed: [UInt8]) throws(SealingError) -> [UInt8] {
        ciphertext.update(data: sealed)
        let chunk = try key.open(chunk: sealed, at: position)
        plaintext.update(data: chunk)
        position += 1
        count += chunk.count
        return chunk
    }

    /// Throws unless the chunks so far are the body that the leaf commits to.
    public func finish(_ commitment: Commitment) throws(SealingError) {
        guard count == commitment.count else {
            throw SealingError("the body has \(count) bytes, and the leaf commits to \(commitment.count)")
        }
        guard Array(ciphertext.finalize()) == commitment.ciphertext else {
            throw SealingError("the sealed body is not the one that the leaf commits to")
        }
        guard Array(plaintext.finalize()) == commitment.plaintext else {
            throw SealingError("the body is not the one that the leaf commits to")
        }
    }
}
