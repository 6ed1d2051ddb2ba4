/// All complete subtrees of a Merkle tree, hashed once, so that each proof costs a logarithmic number of hashes.
/// It takes 64 bytes a leaf.
public struct MerkleSubtrees: Sendable {
    /// `levels[k][i]` is the root over the leaves from `i << k` to `(i + 1) << k`.
    private let levels: [[LogHash]]

    /// Hashes each complete subtree over these leaves.
    public init(_ leaves: [LogHash]) {
        var levels = [leaves]
        var level = leaves
        while level.count >= 2 {
            var above: [LogHash] = []
            above.reserveCapacity(level.count / 2)
            for pair in 0..<level.count / 2 { above.append(LogHash.node(level[2 * pair], level[2 * pair + 1])) }
            levels.append(above)
            level = above
        }
        self.levels = levels
    }

    /// How many leaves there are.
    public var size: Int { levels[0].count }

    /// The root over all leaves.
    public var root: LogHash { root(ofFirst: size) ?? .empty }

    /// The root that the tree had when it held `size` leaves; `nil` if it never did.
    public func root(ofFirst size: Int) -> LogHash? { (0...self.size).contains(size) ? hash(0..<size) : nil }

    /// PATH(m, D[n]) of RFC 6962, section 2.1.1, for the tree of all leaves: the hashes from the leaf's sibling upwards. Empty when
    /// there is no such leaf.
    public func inclusionProof(of index: Int) -> [LogHash] {
        guard levels[0].indices.contains(index) else { return [] }
        var proof: [LogHash] = []
        var range = 0..<size
        while range.count > 1 {
            let middle = range.lowerBound + Self.split(range.count)
            if index < middle {
                proof.append(hash(middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(hash(range.lowerBound..<middle))
                range = middle..<range.upperBound
            }
        }
        return proof.reversed()
    }

    /// PROOF(m, D[n]) of RFC 6962, section 2.1.2, from the first `oldSize` leaves to all. Empty when there is nothing to prove:
    /// from the empty tree, from the whole tree, and from a size that there never was.
    public func consistencyProof(from oldSize: Int) -> [LogHash] {
        guard oldSize > 0, oldSize < size else { return [] }
        var proof: [LogHash] = []
        var range = 0..<size
        var startsAtZero = true
        while range.upperBound != oldSize {
            let middle = range.lowerBound + Self.split(range.count)
            if oldSize <= middle {
                proof.append(hash(middle..<range.upperBound))
                range = range.lowerBound..<middle
            } else {
                proof.append(hash(range.lowerBound..<middle))
                range = middle..<range.upperBound
                startsAtZero = false
            }
        }
        if !startsAtZero { proof.append(hash(range)) }
        return proof.reversed()
    }

    /// The largest power of two below `count`, for counts above 1.
    private static func split(_ count: Int) -> Int { 1 << (Int.bitWidth - 1 - (count - 1).leadingZeroBitCount) }

    /// The root over a range that RFC 6962 splits off: it starts at a multiple of the next power of two.
    private func hash(_ range: Range<Int>) -> LogHash {
        if range.isEmpty { return .empty }
        if range.count & (range.count - 1) == 0 {
            let level = range.count.trailingZeroBitCount
            return levels[level][range.lowerBound >> level]
        }
        let middle = range.lowerBound + Self.split(range.count)
        return LogHash.node(hash(range.lowerBound..<middle), hash(middle..<range.upperBound))
    }
}
