/// Roots and proofs of RFC 6962 Merkle trees. Proofs are checked as RFC 9162, sections 2.1.3.2 and 2.1.4.2, says.
public enum MerkleTree {
    /// The root over the hashes of leaves.
    public static func root(of leaves: some RandomAccessCollection<LogHash>) -> LogHash {
        var frontier = MerkleFrontier()
        for leaf in leaves { frontier.append(leaf) }
        return frontier.root
    }

    /// See ``MerkleSubtrees/inclusionProof(of:)``, which is the one to use for many proofs over the same leaves.
    public static func inclusionProof(of index: Int, in leaves: [LogHash]) -> [LogHash] {
        MerkleSubtrees(leaves).inclusionProof(of: index)
    }

    /// See ``MerkleSubtrees/consistencyProof(from:)``, which is the one to use for many proofs over the same leaves.
    public static func consistencyProof(from oldSize: Int, in leaves: [LogHash]) -> [LogHash] {
        MerkleSubtrees(leaves).consistencyProof(from: oldSize)
    }

    /// Whether the proof shows that `leaf` is at `index` in the tree with this size and root. Exactly as many hashes are
    /// accepted as the position needs.
    public static func verifyInclusion(
        leaf: LogHash, index: Int64, size: Int64, proof: [LogHash], root: LogHash
    ) -> Bool {
        guard index >= 0, index < size else { return false }
        var node = index
        var last = size - 1
        var hash = leaf
        for sibling in proof {
            if last == 0 { return false }
            if node & 1 == 1 || node == last {
                hash = LogHash.node(sibling, hash)
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                hash = LogHash.node(hash, sibling)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && hash == root
    }

    /// Whether the proof shows that the new tree begins with all leaves of the old one. Equal sizes need equal roots and no
    /// proof; everything is consistent with the empty tree.
    public static func verifyConsistency(
        oldSize: Int64, oldRoot: LogHash, newSize: Int64, newRoot: LogHash, proof: [LogHash]
    ) -> Bool {
        guard oldSize >= 0, oldSize <= newSize else { return false }
        if oldSize == newSize { return proof.isEmpty && oldRoot == newRoot && (oldSize > 0 || oldRoot == .empty) }
        if oldSize == 0 { return proof.isEmpty && oldRoot == .empty }
        // A complete old tree is itself the first hash of the proof, and is left out of it.
        var path = proof
        if oldSize & (oldSize - 1) == 0 { path.insert(oldRoot, at: 0) }
        guard let first = path.first else { return false }
        var node = oldSize - 1
        var last = newSize - 1
        while node & 1 == 1 { (node, last) = (node >> 1, last >> 1) }
        var old = first
        var new = first
        for hash in path.dropFirst() {
            if last == 0 { return false }
            if node & 1 == 1 || node == last {
                old = LogHash.node(hash, old)
                new = LogHash.node(hash, new)
                while node & 1 == 0, node != 0 { (node, last) = (node >> 1, last >> 1) }
            } else {
                new = LogHash.node(new, hash)
            }
            (node, last) = (node >> 1, last >> 1)
        }
        return last == 0 && old == oldRoot && new == newRoot
    }
}
