import Crypto

/// The key of one incident's tokens: HKDF-SHA256 of a master secret with the incident's id as salt. Without the master secret,
/// tokens of two incidents say nothing about each other. It does not print.
public struct RedactionKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    static let info = "inquest redaction/1"

    /// For each kind a code that has begun; a copy of it costs less than a new one.
    private let codes: [RedactionClass: HMAC<SHA256>]

    /// - Parameters:
    ///   - master: the master secret, at least 32 random bytes.
    ///   - incident: the incident's id.
    public init(master: [UInt8], incident: String) {
        let key = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: master), salt: Array(incident.utf8), info: Array(Self.info.utf8),
            outputByteCount: 32)
        var codes: [RedactionClass: HMAC<SHA256>] = [:]
        for kind in RedactionClass.allCases {
            var code = HMAC<SHA256>(key: key)
            code.update(data: Array(kind.rawValue.utf8) + [0])
            codes[kind] = code
        }
        self.codes = codes
    }

    /// The code of a value of this kind, begun; the caller adds the value. `nil` cannot be: every kind has one.
    func code(_ kind: RedactionClass) -> HMAC<SHA256>? { codes[kind] }

    public var description: String { "‹redaction key›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
