/// The right edge of a growing Merkle tree: the roots of its complete subtrees, the largest first. It is all that is needed to
/// append and to state the root; its size is logarithmic in the tree's.
public struct MerkleFrontier: Sendable, Hashable {
    /// How many leaves the tree has.
    public private(set) var size: Int64
    /// One hash for each bit that is set in `size`, from the highest bit down.
    private var hashes: [LogHash]

    /// ``init(encoded:)`` refuses larger trees, so that appending never overflows.
    public static let maximumSize: Int64 = 1 << 56

    /// The tree without leaves.
    public init() {
        size = 0
        hashes = []
    }

    /// Appends the hash of a leaf.
    public mutating func append(_ leaf: LogHash) {
        var hash = leaf
        var remaining = size
        while remaining & 1 == 1, let left = hashes.popLast() {
            hash = LogHash.node(left, hash)
            remaining >>= 1
        }
        hashes.append(hash)
        size += 1
    }

    /// The root of the tree (RFC 6962, section 2.1).
    public var root: LogHash {
        guard var root = hashes.last else { return .empty }
        for left in hashes.dropLast().reversed() { root = LogHash.node(left, root) }
        return root
    }

    /// The size as 8 bytes, big-endian, followed by 32 bytes for each bit that is set in it.
    public var encoded: [UInt8] {
        var bytes = BigEndian.bytes(UInt64(size))
        for hash in hashes { hash.append(to: &bytes) }
        return bytes
    }

    /// Reads what ``encoded`` writes; `nil` for anything else and for trees above ``maximumSize``.
    public init?(encoded: [UInt8]) {
        guard encoded.count >= 8 else { return nil }
        let size = BigEndian.value(encoded[..<8])
        guard size <= UInt64(Self.maximumSize), encoded.count == 8 + size.nonzeroBitCount * LogHash.byteCount else {
            return nil
        }
        var hashes: [LogHash] = []
        for start in stride(from: 8, to: encoded.count, by: LogHash.byteCount) {
            guard let hash = LogHash(Array(encoded[start..<start + LogHash.byteCount])) else { return nil }
            hashes.append(hash)
        }
        self.size = Int64(size)
        self.hashes = hashes
    }
}
