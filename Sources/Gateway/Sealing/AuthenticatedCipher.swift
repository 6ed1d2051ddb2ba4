import Crypto
import Foundation

/// AES-256-GCM (NIST SP 800-38D) with a 12-byte nonce and a 16-byte tag after the ciphertext.
enum AuthenticatedCipher {
    static let nonceBytes = 12
    static let tagBytes = 16

    /// Ciphertext and tag.
    static func seal(
        _ plaintext: [UInt8], with key: SymmetricKey, nonce: [UInt8], context: [UInt8]
    ) throws(SealingError) -> [UInt8] {
        do {
            let box = try AES.GCM.seal(
                plaintext, using: key, nonce: AES.GCM.Nonce(data: nonce), authenticating: context)
            var sealed: [UInt8] = []
            sealed.reserveCapacity(plaintext.count + tagBytes)
            sealed.append(contentsOf: box.ciphertext)
            sealed.append(contentsOf: box.tag)
            return sealed
        } catch {
            throw SealingError("cannot be sealed: \(error)")
        }
    }

    /// `what` names the bytes in the error: "the key of a content".
    static func open(
        _ sealed: [UInt8], with key: SymmetricKey, nonce: [UInt8], context: [UInt8], what: String
    ) throws(SealingError) -> [UInt8] {
        guard sealed.count >= tagBytes else { throw SealingError("\(what) is shorter than its tag") }
        do {
            let box = try AES.GCM.SealedBox(
                nonce: AES.GCM.Nonce(data: nonce), ciphertext: sealed.dropLast(tagBytes), tag: sealed.suffix(tagBytes))
            return Array(try AES.GCM.open(box, using: key, authenticating: context))
        } catch {
            throw SealingError("\(what) was changed, or sealed with another key")
        }
    }

    /// Twelve bytes: the number, big-endian.
    static func nonce(_ number: UInt64) -> [UInt8] { [0, 0, 0, 0] + BigEndian.bytes(number) }
}
