/// What is wrong with a signed note, a checkpoint, a note key or a witness's message.
public enum NoteError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The bytes do not have the form that the format demands.
    case malformed(String)
    /// The signature by a key that is known does not fit the text.
    case wrongSignature(key: String)
    /// No signature is by a key that is known.
    case noKnownSignature
    /// The private key would not sign.
    case cannotSign(String)

    public var description: String {
        switch self {
        case .malformed(let reason): reason
        case .wrongSignature(let key): "the signature by \(key) does not fit the text"
        case .noKnownSignature: "no signature is by a key that is known here"
        case .cannotSign(let reason): "cannot sign: \(reason)"
        }
    }
}
