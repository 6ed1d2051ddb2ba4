/// The Dead Simple Signing Envelope, version 1 (github.com/secure-systems-lab/dsse, protocol.md and envelope.md).
public enum DSSE {
    /// What a signature is over: `DSSEv1`, and the type and the body with their lengths in bytes, with spaces between. The
    /// type is bound into the signature, and no pair of type and body gives the bytes of another pair.
    public static func preAuthenticationEncoding(type: String, body: [UInt8]) -> [UInt8] {
        Array("DSSEv1 \(type.utf8.count) \(type) \(body.count) ".utf8) + body
    }
}
