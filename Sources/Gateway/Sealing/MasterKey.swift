public import Crypto
import Foundation

/// The secret that a ledger is sealed and signed with. It lives outside the database, and prints as `‹secret›`.
///
/// Everything is derived from its 32 bytes by HKDF-SHA256 (RFC 5869) without salt, 32 bytes each: the key that wraps the
/// records' keys (info `inquest wrap/1`), the seed of the log's Ed25519 key (`inquest log signing/1`) and the secret of the
/// redaction (`inquest redaction master/1`). The 32 bytes themselves are not kept.
public struct MasterKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    let wrapping: SymmetricKey
    private let redaction: [UInt8]
    /// Signs the log's checkpoints.
    public let signingKey: Curve25519.Signing.PrivateKey

    public static let byteCount = 32

    /// Throws unless there are 32 bytes.
    public init(_ bytes: [UInt8]) throws(SealingError) {
        guard bytes.count == Self.byteCount else {
            throw SealingError("a master key has \(Self.byteCount) bytes, and this one has \(bytes.count)")
        }
        let secret = SymmetricKey(data: bytes)
        wrapping = Self.derive(secret, "inquest wrap/1")
        redaction = Self.derive(secret, "inquest redaction master/1").withUnsafeBytes { Array($0) }
        let seed = Self.derive(secret, "inquest log signing/1").withUnsafeBytes { Array($0) }
        do { signingKey = try Curve25519.Signing.PrivateKey(rawRepresentation: seed) } catch {
            throw SealingError("no signing key can be derived: \(error)")
        }
    }

    /// Reads 64 hexadecimal digits or 44 characters of base64; one line feed may follow. The text is not part of the error.
    public init(text: String) throws(SealingError) {
        let line = text.hasSuffix("\n") ? text.dropLast() : Substring(text)
        guard let bytes = line.utf8.count == 2 * Self.byteCount ? Hex.decode(line) : Base64.decode(line),
            bytes.count == Self.byteCount
        else {
            throw SealingError("a master key is 32 bytes: 64 lower-case hexadecimal digits, or 44 characters of base64")
        }
        try self.init(bytes)
    }

    /// 32 bytes from the operating system's generator.
    public static func randomBytes() -> [UInt8] { SecureRandom.bytes(byteCount) }

    /// 32 bytes from which the keys of the redaction's tokens are derived.
    public func redactionSecret() -> [UInt8] { redaction }

    public var description: String { "‹secret›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }

    private static func derive(_ secret: SymmetricKey, _ info: String) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: secret, info: Array(info.utf8), outputByteCount: byteCount)
    }
}
