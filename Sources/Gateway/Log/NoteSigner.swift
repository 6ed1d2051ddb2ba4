public import Crypto

/// A named Ed25519 key that signs notes.
public struct NoteSigner: Sendable {
    public let verifier: NoteVerifier
    private let key: Curve25519.Signing.PrivateKey

    /// Throws for a name that a note cannot hold.
    public init(
        name: String, key: Curve25519.Signing.PrivateKey, algorithm: NoteVerifier.Algorithm = .ed25519
    ) throws(NoteError) {
        verifier = try NoteVerifier(name: name, key: key.publicKey, algorithm: algorithm)
        self.key = key
    }

    public var name: String { verifier.name }

    /// Signs the text of a note. `time` (seconds since 1970) is what a cosignature states, and must be given for one; a plain
    /// signature has none.
    public func sign(_ text: [UInt8], at time: Int64? = nil) throws(NoteError) -> NoteSignature {
        try SignedNote.validate(text: text)
        var message = text
        var prefix: [UInt8] = []
        if verifier.algorithm == .cosignature {
            guard let time, time >= 0 else { throw .cannotSign("a cosignature needs a time after 1970") }
            message = NoteSignature.cosigned(text, at: time)
            prefix = BigEndian.bytes(UInt64(time))
        }
        do {
            return NoteSignature(
                name: name, keyID: verifier.keyID, bytes: prefix + Array(try key.signature(for: message)))
        } catch {
            throw .cannotSign("\(error)")
        }
    }
}
