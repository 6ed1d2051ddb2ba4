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

    private init(exactly bytes: some Sequence<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        for (position, byte) in bytes.enumerated() {
            switch position >> 3 {
            case 0: words.0 = words.0 << 8 | UInt64(byte)
            case 1: words.1 = words.1 << 8 | UInt64(byte)
            case 2: words.2 = words.2 << 8 | UInt64(byte)
            default: words.3 = words.3 << 8 | UInt64(byte)
            }
        }
        (first, second, third, fourth) = words
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
        for word in [first, second, third, fourth] {
            for shift in stride(from: 56, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: word >> UInt64(shift))) }
        }
    }

    /// The hash of a leaf: SHA-256(0x00 || record).
    public static func leaf(_ record: [UInt8]) -> LogHash {
        var hasher = SHA256()
        hasher.update(data: [0x00] as [UInt8])
        hasher.update(data: record)
        return LogHash(exactly: hasher.finalize())
    }

    /// The hash of an inner node: SHA-256(0x01 || left || right).
    public static func node(_ left: LogHash, _ right: LogHash) -> LogHash {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(1 + 2 * byteCount)
        bytes.append(0x01)
        left.append(to: &bytes)
        right.append(to: &bytes)
        return LogHash(exactly: SHA256.hash(data: bytes))
    }

    /// The root of a tree without leaves: SHA-256 of nothing.
    public static let empty = LogHash(exactly: SHA256.hash(data: [] as [UInt8]))
}
