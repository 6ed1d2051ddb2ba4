import Crypto

/// A hash in the ledger's Merkle tree: SHA-256 with the prefixes of RFC 6962, section 2.1.
public struct LogHash: Sendable, Hashable, CustomStringConvertible {
    // Four words and not an array: a tree of a million leaves holds two million of these.
    private let first: UInt64
    private let second: UInt64
    private let third: UInt64
    private let fourth: UInt64

    public static let byteCount = 32

    /// `nil` unless there are exactly 32 bytes.
    public init?(_ bytes: [UInt8]) {
        guard bytes.count == Self.byteCount else { return nil }
        self.init(exactly: bytes)
    }

    private init(exactly bytes: [UInt8]) {
        first = BigEndian.value(bytes[0..<8])
        second = BigEndian.value(bytes[8..<16])
        third = BigEndian.value(bytes[16..<24])
        fourth = BigEndian.value(bytes[24..<32])
    }

    private init(_ digest: SHA256.Digest) {
        func word(_ bytes: UnsafeRawBufferPointer, _ place: Int) -> UInt64 {
            UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * place, as: UInt64.self))
        }
        (first, second, third, fourth) = digest.withUnsafeBytes { (word($0, 0), word($0, 1), word($0, 2), word($0, 3)) }
    }

    /// The 32 bytes.
    public var bytes: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        append(to: &bytes)
        return bytes
    }

    /// Lower-case hexadecimal.
    public var hex: String { Hex.encode(bytes) }
    public var description: String { hex }

    func append(to bytes: inout [UInt8]) {
        let words = (first.bigEndian, second.bigEndian, third.bigEndian, fourth.bigEndian)
        withUnsafeBytes(of: words) { bytes.append(contentsOf: $0) }
    }

    /// The hash of a leaf: SHA-256(0x00 || record).
    public static func leaf(_ record: [UInt8]) -> LogHash {
        var hasher = SHA256()
        hasher.update(data: [0x00] as [UInt8])
        hasher.update(data: record)
        return LogHash(hasher.finalize())
    }

    /// The hash of an inner node: SHA-256(0x01 || left || right).
    public static func node(_ left: LogHash, _ right: LogHash) -> LogHash {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 + 2 * byteCount)
        bytes.append(0x01)
        left.append(to: &bytes)
        right.append(to: &bytes)
        return LogHash(SHA256.hash(data: bytes))
    }

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = LogHash(SHA256.hash(data: [] as [UInt8]))
}
