import Crypto
import Foundation

/// The key of one record, and the salt of its digest. With them gone, what they sealed can neither be read nor guessed at.
///
/// A key seals one content or one body, once: the nonces are fixed.
public struct RecordKey: Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// What a key is for. It is authenticated with the wrapped key, so that one cannot stand for the other.
    public enum Purpose: String, Sendable, Hashable, CaseIterable {
        case content
        case body
    }

    let key: SymmetricKey
    /// 32 bytes, hashed before the plaintext.
    public let salt: [UInt8]

    /// Nonce (12 bytes), sealed key and salt (64), tag (16).
    public static let wrappedBytes = AuthenticatedCipher.nonceBytes + 64 + AuthenticatedCipher.tagBytes

    /// A new random key and salt.
    public init() {
        key = SymmetricKey(size: .bits256)
        salt = SecureRandom.bytes(Commitment.saltBytes)
    }

    /// Key and salt under the master key's wrapping key, AES-256-GCM with a random nonce. Random nonces allow 2^32 records
    /// under one master key (NIST SP 800-38D, section 8.3).
    public func wrapped(by master: MasterKey, for purpose: Purpose) throws(SealingError) -> [UInt8] {
        let nonce = SecureRandom.bytes(AuthenticatedCipher.nonceBytes)
        let plaintext = key.withUnsafeBytes { Array($0) } + salt
        return nonce
            + (try AuthenticatedCipher.seal(
                plaintext, with: master.wrapping, nonce: nonce, context: Array(purpose.rawValue.utf8)))
    }

    /// Throws when the bytes are not what ``wrapped(by:for:)`` gave for this master key and purpose.
    public init(unwrapping wrapped: [UInt8], by master: MasterKey, for purpose: Purpose) throws(SealingError) {
        guard wrapped.count == Self.wrappedBytes else {
            throw SealingError("the \(purpose.rawValue)'s key has \(wrapped.count) bytes and not \(Self.wrappedBytes)")
        }
        let plaintext = try AuthenticatedCipher.open(
            Array(wrapped.dropFirst(AuthenticatedCipher.nonceBytes)), with: master.wrapping,
            nonce: Array(wrapped.prefix(AuthenticatedCipher.nonceBytes)), context: Array(purpose.rawValue.utf8),
            what: "the \(purpose.rawValue)'s key")
        key = SymmetricKey(data: plaintext.prefix(32))
        salt = Array(plaintext.dropFirst(32))
    }

    public var description: String { "‹secret›" }
    public var debugDescription: String { description }
    public var customMirror: Mirror { Mirror(self, children: [:]) }
}
