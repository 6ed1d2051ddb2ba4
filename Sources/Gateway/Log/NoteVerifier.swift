public import Crypto

/// A named Ed25519 public key that checks signatures on notes (C2SP `signed-note` and `tlog-cosignature`).
public struct NoteVerifier: Sendable, Hashable, CustomStringConvertible {
    /// What a signature says; the number is the signature type that goes into the key's id.
    public enum Algorithm: UInt8, Sendable, Hashable {
        /// Ed25519 over the note's text.
        case ed25519 = 0x01
        /// A witness's Ed25519 signature over a time and the text (`cosignature/v1`).
        case cosignature = 0x04

        /// Bytes after the key's id: a cosignature begins with its time.
        var signatureBytes: Int { self == .ed25519 ? 64 : 72 }
    }

    public let name: String
    public let algorithm: Algorithm
    /// The raw public key, 32 bytes.
    public let publicKey: [UInt8]
    /// The first four bytes of SHA-256(name || LF || algorithm || public key), big-endian.
    public let keyID: UInt32

    /// A key's name is at most this many bytes.
    public static let maximumNameBytes = 255

    /// Throws for a name that a note cannot hold; see ``isValid(name:)``.
    public init(name: String, key: Curve25519.Signing.PublicKey, algorithm: Algorithm = .ed25519) throws(NoteError) {
        guard Self.isValid(name: name) else {
            throw .malformed(
                "a key's name has 1 to \(Self.maximumNameBytes) bytes, and neither spaces, '+' nor control characters")
        }
        self.name = name
        self.algorithm = algorithm
        publicKey = Array(key.rawRepresentation)
        let hashed = Array(name.utf8) + [0x0A, algorithm.rawValue] + publicKey
        keyID = UInt32(truncatingIfNeeded: BigEndian.value(SHA256.hash(data: hashed).prefix(4)))
    }

    /// Reads a key's text: `<name>+<id, 8 hexadecimal digits>+<base64 of algorithm || public key>`, in the one spelling that
    /// ``vkey`` writes.
    public init(vkey: String) throws(NoteError) {
        let parts = Array(vkey.utf8).split(separator: UInt8(ascii: "+"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, let bytes = Base64.decode(String(decoding: parts[2], as: UTF8.self)), bytes.count == 33 else {
            throw .malformed("a key's text is name+id+base64 of 33 bytes")
        }
        guard let algorithm = Algorithm(rawValue: bytes[0]) else {
            throw .malformed("the key is of type \(bytes[0]); 1 (Ed25519) and 4 (cosignature) are known")
        }
        let key: Curve25519.Signing.PublicKey
        do {
            key = try Curve25519.Signing.PublicKey(rawRepresentation: bytes.dropFirst())
        } catch {
            throw .malformed("the key is no Ed25519 public key")
        }
        try self.init(name: String(decoding: parts[0], as: UTF8.self), key: key, algorithm: algorithm)
        guard Array(self.vkey.utf8) == Array(vkey.utf8) else {
            throw .malformed("the key's id does not fit its name and bytes")
        }
    }

    /// The key as text; see ``init(vkey:)``.
    public var vkey: String {
        "\(name)+\(Hex.encode(BigEndian.bytes(keyID)))+\(Base64.encode([algorithm.rawValue] + publicKey))"
    }

    /// `name+id`, as it is shown to people.
    public var description: String { "\(name)+\(Hex.encode(BigEndian.bytes(keyID)))" }

    /// SHA-256 of the raw public key, in hexadecimal: what two people read to each other.
    public var fingerprint: String { Hex.encode(SHA256.hash(data: publicKey)) }

    /// Whether a note's signature line can hold the name.
    public static func isValid(name: String) -> Bool {
        (1...maximumNameBytes).contains(name.utf8.count)
            && !name.unicodeScalars.contains {
                $0 == "+" || $0.properties.isWhitespace || $0.value < 0x20 || (0x7F...0x9F).contains($0.value)
            }
    }

    /// Whether the signature names this key. It may still be wrong.
    public func isNamed(by signature: NoteSignature) -> Bool {
        signature.keyID == keyID && Array(signature.name.utf8) == Array(name.utf8)
    }

    /// Whether the signature is by this key over the text.
    public func verifies(_ signature: NoteSignature, over text: [UInt8]) -> Bool {
        guard isNamed(by: signature), signature.bytes.count == algorithm.signatureBytes,
            let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey)
        else { return false }
        switch algorithm {
        case .ed25519: return key.isValidSignature(signature.bytes, for: text)
        case .cosignature:
            guard let time = signature.cosignatureTime else { return false }
            return key.isValidSignature(signature.bytes.dropFirst(8), for: NoteSignature.cosigned(text, at: time))
        }
    }
}
