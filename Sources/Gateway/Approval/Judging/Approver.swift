/// A person who signed a proposal, and with what.
public struct Approver: Sendable, Hashable, Codable {
    /// The person's name in the policy.
    public var principal: String
    /// `SHA256:…`
    public var fingerprint: String
    public var keyType: SSHPublicKey.Kind

    public init(principal: String, fingerprint: String, keyType: SSHPublicKey.Kind) {
        self.principal = principal
        self.fingerprint = fingerprint
        self.keyType = keyType
    }
}
