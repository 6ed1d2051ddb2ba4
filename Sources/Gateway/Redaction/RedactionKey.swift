import Crypto

/// The key of one incident's tokens: HKDF-SHA256 of a master secret with the incident's id as salt. Without the master secret,
/// tokens of two incidents say nothing about each other. It does not print.
public struct RedactionKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    static let info = "inquest redaction/1"

    private let key: SymmetricKey

    /// - Parameters:
    ///   - master: the master secret, at least 32 random bytes.
    ///   - incident: the incident's id.
    public init(master: [UInt8], incident: String) {
        key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master), salt: Array(incident.utf8), info: Array(Self.info.utf8),
            outputByteCount: 32)
    }

    /// Begins the code of a value of this kind; the caller adds the value.
    func code(_ kind: RedactionClass) -> HMAC<SHA256> {
        var code = HMAC<SHA256>(key: key)
        code.update(data: Array(kind.rawValue.utf8) + [0])
        return code
    }

    public var description: String { "‹redaction key›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
