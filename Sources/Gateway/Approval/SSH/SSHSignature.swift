/// A signature that `ssh-keygen -Y sign` made, read strictly from the form that OpenSSH's PROTOCOL.sshsig describes.
///
/// Reading says nothing about who signed what: that is for ``isValid(over:)`` and ``ApprovalJudge``.
public struct SSHSignature: Sendable, Hashable {
    /// The digest of the message that was signed.
    public enum HashAlgorithm: String, Sendable, Hashable, Codable { case sha256, sha512 }

    /// What security hardware adds to what it signs (OpenSSH's PROTOCOL.u2f).
    public struct Presence: Sendable, Hashable {
        /// Bit 0: a person touched the key. Bit 2: the key also checked who (a PIN).
        public let flags: UInt8
        /// Signatures that the hardware has made.
        public let counter: UInt32
    }

    /// Larger signatures than any of the kinds of key makes are refused.
    public static let maximumBytes = 4096

    /// The signature's bytes, as they stand between the armor's lines in base64.
    public let blob: [UInt8]
    public let key: SSHPublicKey
    /// What the signer said that the signature is for.
    public let namespace: String
    public let hash: HashAlgorithm
    /// `nil` unless the key is on security hardware.
    public let presence: Presence?
    /// 64 bytes (Ed25519), or r and s, each as wide as the curve's order.
    let value: [UInt8]

    /// Whether the hardware says that a person touched it; true for keys in files, which cannot say.
    public var userWasPresent: Bool { presence.map { $0.flags & 1 == 1 } ?? true }

    /// Reads the bytes of a signature; every byte counts.
    public init(bytes: [UInt8]) throws(ApprovalFormatError) {
        let place = "SSH signature"
        guard bytes.count <= SSHSignature.maximumBytes else {
            throw ApprovalFormatError(place, "it has \(bytes.count) bytes and may have \(SSHSignature.maximumBytes)")
        }
        var reader = SSHReader(bytes, of: place)
        guard try reader.raw(6, "the first word") == SSHSignature.magic else {
            throw reader.fail("it does not begin with SSHSIG")
        }
        let version = try reader.uint32("the version")
        guard version == 1 else { throw reader.fail("it has version \(version), and version 1 is known") }
        let key = try SSHPublicKey(blob: try reader.string("the key"))
        namespace = try reader.text("the namespace")
        guard !namespace.isEmpty else { throw reader.fail("the namespace is empty") }
        // The document would have this field ignored; what it means is unknown, so nothing may stand there.
        guard try reader.string("the reserved field").isEmpty else { throw reader.fail("the reserved field is not empty") }
        let algorithm = try reader.text("the digest's name")
        guard let hash = HashAlgorithm(rawValue: algorithm) else {
            throw reader.fail("the digest \(Visible.quoted(algorithm)) is neither sha256 nor sha512")
        }
        let signature = try reader.string("the signature")
        try reader.end()
        (value, presence) = try SSHSignature.read(signature, madeBy: key.kind)
        self.key = key
        self.hash = hash
        self.blob = bytes
    }

    /// Reads the file that `ssh-keygen -Y sign` writes, from the line `-----BEGIN SSH SIGNATURE-----` to its end.
    public init(armored text: String) throws(ApprovalFormatError) {
        let place = "SSH signature"
        guard text.utf8.count <= SSHSignature.maximumBytes * 2 else {
            throw ApprovalFormatError(place, "the file is larger than \(SSHSignature.maximumBytes * 2) bytes")
        }
        var lines = text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)[...]
        guard let first = lines.popFirst(), first.elementsEqual("-----BEGIN SSH SIGNATURE-----".utf8) else {
            throw ApprovalFormatError(place, "the file does not begin with the line -----BEGIN SSH SIGNATURE-----")
        }
        while let last = lines.last, last.isEmpty { lines.removeLast() }
        guard let last = lines.popLast(), last.elementsEqual("-----END SSH SIGNATURE-----".utf8) else {
            throw ApprovalFormatError(place, "the file does not end with the line -----END SSH SIGNATURE-----")
        }
        guard let bytes = Base64.decode(String(decoding: lines.joined(), as: UTF8.self)) else {
            throw ApprovalFormatError(place, "what stands between the first and the last line is not base64")
        }
        try self.init(bytes: bytes)
    }

    /// The signature as `ssh-keygen` writes it into a file.
    public var armored: String {
        let base64 = Array(Base64.encode(blob).utf8)
        var text = "-----BEGIN SSH SIGNATURE-----\n"
        for start in stride(from: 0, to: base64.count, by: 70) {
            text += String(decoding: base64[start..<min(start + 70, base64.count)], as: UTF8.self) + "\n"
        }
        return text + "-----END SSH SIGNATURE-----\n"
    }

    static let magic = Array("SSHSIG".utf8)

    private static func read(
        _ signature: [UInt8], madeBy kind: SSHPublicKey.Kind
    ) throws(ApprovalFormatError) -> (value: [UInt8], presence: Presence?) {
        var reader = SSHReader(signature, of: "SSH signature")
        let name = try reader.text("the name of the signature's type")
        guard name == kind.rawValue else {
            throw reader.fail("a key of the type \(kind.rawValue) does not make signatures of the type \(Visible.quoted(name))")
        }
        let inner = try reader.string("the signature")
        var presence: Presence?
        if kind.isSecurityKey {
            presence = Presence(flags: try reader.byte("the flags"), counter: try reader.uint32("the counter"))
        }
        try reader.end()
        guard let width = kind.integerWidth else {
            guard inner.count == 64 else { throw reader.fail("an Ed25519 signature has 64 bytes, and this one \(inner.count)") }
            return (inner, presence)
        }
        var numbers = SSHReader(inner, of: "SSH signature")
        let r = try numbers.positive("the number r", width: width)
        let s = try numbers.positive("the number s", width: width)
        try numbers.end()
        return (r + s, presence)
    }
}

extension SSHPublicKey.Kind {
    /// Bytes of each of the two numbers in an ECDSA signature; `nil` for Ed25519.
    fileprivate var integerWidth: Int? {
        switch self {
        case .ed25519, .securityKeyEd25519: nil
        case .ecdsaP256, .securityKeyECDSA: 32
        case .ecdsaP384: 48
        case .ecdsaP521: 66
        }
    }
}
