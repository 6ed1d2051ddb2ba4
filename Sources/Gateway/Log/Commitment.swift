import Crypto

/// What a leaf says of sealed bytes: how many they are, what they are sealed, and what they are in the clear.
public struct Commitment: Sendable, Hashable {
    /// Bytes of plaintext.
    public var count: Int
    /// SHA-256 of the sealed bytes, 32 bytes. For a body: of all sealed chunks, one after the other.
    public var ciphertext: [UInt8]
    /// SHA-256(salt || plaintext), 32 bytes. Without the 32-byte salt nobody can test a guess at the plaintext.
    public var plaintext: [UInt8]

    public static let saltBytes = 32

    public init(count: Int, ciphertext: [UInt8], plaintext: [UInt8]) {
        self.count = count
        self.ciphertext = ciphertext
        self.plaintext = plaintext
    }

    /// SHA-256(salt || plaintext).
    public static func saltedDigest(salt: [UInt8], plaintext: [UInt8]) -> [UInt8] {
        var hasher = SHA256()
        hasher.update(data: salt)
        hasher.update(data: plaintext)
        return Array(hasher.finalize())
    }

    /// Whether these are the bytes that were committed to.
    public func opens(salt: [UInt8], plaintext: [UInt8]) -> Bool {
        salt.count == Self.saltBytes && plaintext.count == count
            && Self.saltedDigest(salt: salt, plaintext: plaintext) == self.plaintext
    }
}
