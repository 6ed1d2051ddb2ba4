extension RecordKey {
    /// Bytes that a sealed chunk has more than its plaintext: the tag.
    public static let sealedChunkOverhead = AuthenticatedCipher.tagBytes

    /// Ciphertext and tag of a body's chunk. The nonce is the chunk's place, from 0, as 12 bytes big-endian.
    func seal(chunk: [UInt8], at place: Int) throws(SealingError) -> [UInt8] {
        try AuthenticatedCipher.seal(
            chunk, with: key, nonce: AuthenticatedCipher.nonce(UInt64(clamping: place)), context: [])
    }

    /// Opens one chunk of a body by itself. Its tag is checked, and with it its place.
    public func open(chunk sealed: [UInt8], at place: Int) throws(SealingError) -> [UInt8] {
        try AuthenticatedCipher.open(
            sealed, with: key, nonce: AuthenticatedCipher.nonce(UInt64(clamping: place)), context: [], what: "chunk \(place)")
    }
}
