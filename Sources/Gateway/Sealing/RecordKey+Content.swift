import Crypto

extension RecordKey {
    /// Seals an entry's JSON: ciphertext and tag under the all-zero nonce.
    public func seal(content plaintext: [UInt8]) throws(SealingError) -> (sealed: [UInt8], commitment: Commitment) {
        let sealed = try AuthenticatedCipher.seal(plaintext, with: key, nonce: AuthenticatedCipher.nonce(0), context: [])
        let commitment = Commitment(
            count: plaintext.count, ciphertext: Array(SHA256.hash(data: sealed)),
            plaintext: Commitment.saltedDigest(salt: salt, plaintext: plaintext))
        return (sealed, commitment)
    }

    /// Throws unless the sealed bytes open with this key and are what the commitment says.
    public func open(content sealed: [UInt8], commitment: Commitment) throws(SealingError) -> [UInt8] {
        let plaintext = try AuthenticatedCipher.open(
            sealed, with: key, nonce: AuthenticatedCipher.nonce(0), context: [], what: "the content")
        guard commitment.opens(salt: salt, plaintext: plaintext) else {
            throw SealingError("the content is not the one that the leaf commits to")
        }
        return plaintext
    }

    /// Seals a short note on a body, such as its digest, beside the body: the nonce is twelve bytes of 0xFF, which no chunk has.
    public func seal(note: [UInt8]) throws(SealingError) -> [UInt8] {
        try AuthenticatedCipher.seal(note, with: key, nonce: Self.noteNonce, context: [])
    }

    public func open(note sealed: [UInt8]) throws(SealingError) -> [UInt8] {
        try AuthenticatedCipher.open(sealed, with: key, nonce: Self.noteNonce, context: [], what: "the body's digest")
    }

    private static let noteNonce = [UInt8](repeating: 0xFF, count: AuthenticatedCipher.nonceBytes)
}
