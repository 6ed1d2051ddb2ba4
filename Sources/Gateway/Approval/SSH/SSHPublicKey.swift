import Crypto

/// A public key in the SSH wire form, of a kind that approvals can be signed with.
///
/// The forms are those of RFC 8709 (Ed25519), RFC 5656 (ECDSA) and OpenSSH's PROTOCOL.u2f (keys on security hardware). RSA keys,
/// DSA keys and certificates are refused.
public struct SSHPublicKey: Sendable, Hashable, CustomStringConvertible {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        case ed25519 = "ssh-ed25519"
        case ecdsaP256 = "ecdsa-sha2-nistp256"
        case ecdsaP384 = "ecdsa-sha2-nistp384"
        case ecdsaP521 = "ecdsa-sha2-nistp521"
        /// Ed25519 on security hardware that wants a touch.
        case securityKeyEd25519 = "sk-ssh-ed25519@openssh.com"
        /// ECDSA with P-256 on security hardware that wants a touch.
        case securityKeyECDSA = "sk-ecdsa-sha2-nistp256@openssh.com"

        /// Whether the private key lives on security hardware that says whether a person was there.
        public var isSecurityKey: Bool { self == .securityKeyEd25519 || self == .securityKeyECDSA }
    }

    /// Larger keys than any of these kinds has are refused.
    public static let maximumBytes = 1024

    public let kind: Kind
    /// The key as SSH writes it. Two keys are the same when these bytes are.
    public let blob: [UInt8]
    /// 32 bytes (Ed25519), or an uncompressed point of the curve.
    let point: [UInt8]
    /// What a security key was made for, usually `ssh:`; empty for other keys.
    public let application: String

    /// Reads the wire form; every byte counts.
    public init(blob: [UInt8]) throws(ApprovalFormatError) {
        guard blob.count <= SSHPublicKey.maximumBytes else {
            throw ApprovalFormatError("SSH key", "it has \(blob.count) bytes and may have \(SSHPublicKey.maximumBytes)")
        }
        var reader = SSHReader(blob, of: "SSH key")
        let name = try reader.text("the name of its type")
        guard let kind = Kind(rawValue: name) else { throw reader.fail(SSHPublicKey.refusal(ofType: name)) }
        switch kind {
        case .ed25519, .securityKeyEd25519:
            point = try reader.string("the key")
            guard point.count == 32 else { throw reader.fail("an Ed25519 key has 32 bytes, and this one \(point.count)") }
        case .ecdsaP256, .ecdsaP384, .ecdsaP521, .securityKeyECDSA:
            let curve = try reader.text("the curve's name")
            guard curve == kind.curve else { throw reader.fail("the curve \(Visible.quoted(curve)) is not that of \(name)") }
            point = try reader.string("the key")
            guard kind.isOnCurve(point) else { throw reader.fail("the key is not an uncompressed point of \(curve)") }
        }
        application = kind.isSecurityKey ? try reader.text("the application") : ""
        try reader.end()
        self.kind = kind
        self.blob = blob
    }

    /// Reads a line of a `.pub` file: type, base64, and whatever comment follows.
    public init(line: String) throws(ApprovalFormatError) {
        let words = line.split(maxSplits: 2, whereSeparator: { $0 == " " || $0 == "\t" })
        guard words.count >= 2 else { throw ApprovalFormatError("SSH key", "expected a key's type and its base64") }
        try self.init(type: words[0], base64: words[1])
    }

    init(type: Substring, base64: Substring) throws(ApprovalFormatError) {
        guard Kind(rawValue: String(type)) != nil else {
            throw ApprovalFormatError("SSH key", SSHPublicKey.refusal(ofType: String(type)))
        }
        guard base64.utf8.count <= SSHPublicKey.maximumBytes * 2, let blob = Base64.decode(base64) else {
            throw ApprovalFormatError("SSH key", "the key is not base64")
        }
        try self.init(blob: blob)
        guard kind.rawValue == type else {
            throw ApprovalFormatError("SSH key", "the line says \(type) and the key says \(kind.rawValue)")
        }
    }

    /// `SHA256:` and the digest in base64 without padding, as `ssh-keygen -l` prints it.
    public var fingerprint: String {
        "SHA256:" + Base64.encode(Array(SHA256.hash(data: blob))).prefix { $0 != "=" }
    }

    /// The key as a line of a `.pub` file, without a comment.
    public var description: String { kind.rawValue + " " + Base64.encode(blob) }

    public static func == (left: SSHPublicKey, right: SSHPublicKey) -> Bool { left.blob == right.blob }
    public func hash(into hasher: inout Hasher) { hasher.combine(blob) }

    /// Why keys of a type are not taken.
    static func refusal(ofType name: String) -> String {
        if name.contains("-cert-v0") {
            return "certificates are not taken for approvals: list the person's own key, and sign with it"
        }
        if name == "ssh-rsa" || name.hasPrefix("rsa-sha2-") {
            return "RSA keys are not taken for approvals: use an Ed25519 key (ssh-keygen -t ed25519, or -t ed25519-sk)"
        }
        let known = Kind.allCases.map(\.rawValue).joined(separator: ", ")
        return "keys of the type \(Visible.quoted(name)) are not taken for approvals: use one of \(known)"
    }
}

extension SSHPublicKey.Kind {
    fileprivate var curve: String {
        switch self {
        case .ecdsaP384: "nistp384"
        case .ecdsaP521: "nistp521"
        default: "nistp256"
        }
    }

    fileprivate func isOnCurve(_ point: [UInt8]) -> Bool {
        guard point.first == 4 else { return false }
        switch self {
        case .ecdsaP384: return (try? P384.Signing.PublicKey(x963Representation: point)) != nil
        case .ecdsaP521: return (try? P521.Signing.PublicKey(x963Representation: point)) != nil
        default: return (try? P256.Signing.PublicKey(x963Representation: point)) != nil
        }
    }
}
