import Foundation
import Gateway
import Testing

@Suite("Merkle trees")
struct MerkleTreeTests {
    /// The leaves of the certificate-transparency project's test vectors, and the roots over the first 1 to 8 of them.
    static let inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    static let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ]

    static func leaves(_ count: Int) -> [LogHash] { (0..<count).map { LogHash.leaf(Array("leaf \($0)".utf8)) } }

    /// RFC 6962, section 2.1, word for word.
    static func root(_ leaves: ArraySlice<LogHash>) -> LogHash {
        if leaves.isEmpty { return .empty }
        if leaves.count == 1, let only = leaves.first { return only }
        let k = split(leaves.count)
        return .node(root(leaves.prefix(k)), root(leaves.dropFirst(k)))
    }

    static func split(_ count: Int) -> Int {
        var k = 1
        while k * 2 < count { k *= 2 }
        return k
    }

    /// PATH(m, D[n]) of RFC 6962, section 2.1.1.
    static func path(_ m: Int, _ leaves: ArraySlice<LogHash>) -> [LogHash] {
        if leaves.count <= 1 { return [] }
        let k = split(leaves.count)
        return m < k
            ? path(m, leaves.prefix(k)) + [root(leaves.dropFirst(k))]
            : path(m - k, leaves.dropFirst(k)) + [root(leaves.prefix(k))]
    }

    /// SUBPROOF(m, D[n], b) of RFC 6962, section 2.1.2.
    static func subproof(_ m: Int, _ leaves: ArraySlice<LogHash>, _ whole: Bool) -> [LogHash] {
        if m == leaves.count { return whole ? [] : [root(leaves)] }
        let k = split(leaves.count)
        return m <= k
            ? subproof(m, leaves.prefix(k), whole) + [root(leaves.dropFirst(k))]
            : subproof(m - k, leaves.dropFirst(k), false) + [root(leaves.prefix(k))]
    }

    static func flipped(_ hash: LogHash) -> LogHash {
        var bytes = hash.bytes
        bytes[13] ^= 4
        return LogHash(bytes) ?? hash
    }

    @Test("the roots of the published inputs are the published ones")
    func publishedRoots() {
        #expect(LogHash.empty.hex == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let leaves = Self.inputs.map { LogHash.leaf(Hex.decode($0) ?? []) }
        for count in 1...8 { #expect(MerkleTree.root(of: leaves.prefix(count)).hex == Self.roots[count - 1]) }
    }

    @Test("frontier, cached subtrees and the recursion of the RFC give the same root at every size")
    func sameRoots() throws {
        let leaves = Self.leaves(70)
        let subtrees = MerkleSubtrees(leaves)
        var frontier = MerkleFrontier()
        for count in 0...70 {
            let expected = Self.root(leaves.prefix(count))
            #expect(frontier.root == expected)
            #expect(frontier.size == Int64(count))
            #expect(subtrees.root(ofFirst: count) == expected)
            #expect(MerkleFrontier(encoded: frontier.encoded) == frontier)
            if count < 70 { frontier.append(leaves[count]) }
        }
        #expect(subtrees.root(ofFirst: 71) == nil)
        #expect(subtrees.root(ofFirst: -1) == nil)
    }

    @Test("a frontier reads its own encoding alone")
    func frontierEncoding() {
        var frontier = MerkleFrontier()
        for leaf in Self.leaves(11) { frontier.append(leaf) }
        let bytes = frontier.encoded
        #expect(bytes.count == 8 + 3 * 32)
        for end in 0..<bytes.count { #expect(MerkleFrontier(encoded: Array(bytes.prefix(end))) == nil) }
        #expect(MerkleFrontier(encoded: bytes + [0]) == nil)
        #expect(MerkleFrontier(encoded: Array(repeating: 0xFF, count: 8 + 64 * 32)) == nil)
        #expect(MerkleFrontier(encoded: [0x7F] + Array(repeating: 0xFF, count: 7 + 63 * 32)) == nil)
    }

    @Test("every inclusion proof is the RFC's, verifies, and fails when anything is changed")
    func inclusion() {
        for size in 1...33 {
            let leaves = Self.leaves(size)
            let subtrees = MerkleSubtrees(leaves)
            for index in 0..<size {
                let proof = subtrees.inclusionProof(of: index)
                #expect(proof == Self.path(index, leaves[...]))
                func verifies(_ leaf: LogHash, _ index: Int, _ size: Int, _ proof: [LogHash], _ root: LogHash) -> Bool {
                    MerkleTree.verifyInclusion(
                        leaf: leaf, index: Int64(index), size: Int64(size), proof: proof, root: root)
                }
                #expect(verifies(leaves[index], index, size, proof, subtrees.root))
                #expect(!verifies(Self.flipped(leaves[index]), index, size, proof, subtrees.root))
                #expect(!verifies(leaves[index], index, size, proof, Self.flipped(subtrees.root)))
                #expect(!verifies(leaves[index], index, size, proof + [.empty], subtrees.root))
                #expect(size == 1 || !verifies(leaves[index], index, size, proof.dropLast(), subtrees.root))
                for other in 0..<size where other != index {
                    #expect(!verifies(leaves[index], other, size, proof, subtrees.root))
                }
                for position in proof.indices {
                    var changed = proof
                    changed[position] = Self.flipped(changed[position])
                    #expect(!verifies(leaves[index], index, size, changed, subtrees.root))
                }
            }
        }
    }

    @Test("every consistency proof is the RFC's, verifies, and fails when anything is changed")
    func consistency() {
        let leaves = Self.leaves(33)
        for newSize in 0...33 {
            let subtrees = MerkleSubtrees(Array(leaves.prefix(newSize)))
            for oldSize in 0...newSize {
                let proof = subtrees.consistencyProof(from: oldSize)
                if oldSize > 0 { #expect(proof == Self.subproof(oldSize, leaves.prefix(newSize), true)) }
                let old = Self.root(leaves.prefix(oldSize))
                func verifies(_ old: LogHash, _ new: LogHash, _ proof: [LogHash]) -> Bool {
                    MerkleTree.verifyConsistency(
                        oldSize: Int64(oldSize), oldRoot: old, newSize: Int64(newSize), newRoot: new, proof: proof)
                }
                #expect(verifies(old, subtrees.root, proof))
                #expect(!verifies(Self.flipped(old), subtrees.root, proof))
                #expect(oldSize == 0 && newSize > 0 || !verifies(old, Self.flipped(subtrees.root), proof))
                #expect(!verifies(old, subtrees.root, proof + [.empty]))
                #expect(proof.isEmpty || !verifies(old, subtrees.root, proof.dropLast()))
                for position in proof.indices {
                    var changed = proof
                    changed[position] = Self.flipped(changed[position])
                    #expect(!verifies(old, subtrees.root, changed))
                }
            }
        }
    }

    @Test("absurd sizes and indices are answered with no")
    func absurdSizes() {
        let proof = Self.leaves(80)
        for size in [Int64.min, -1, 0, 1, 2, .max - 1, .max] {
            for index in [Int64.min, -1, 0, 1, .max - 1, .max] {
                #expect(!MerkleTree.verifyInclusion(leaf: .empty, index: index, size: size, proof: proof, root: .empty))
                #expect(
                    !MerkleTree.verifyConsistency(
                        oldSize: index, oldRoot: .empty, newSize: size, newRoot: proof[0], proof: proof))
            }
        }
        #expect(MerkleTree.inclusionProof(of: -1, in: proof).isEmpty)
        #expect(MerkleTree.inclusionProof(of: 80, in: proof).isEmpty)
        #expect(MerkleTree.consistencyProof(from: -5, in: proof).isEmpty)
        #expect(MerkleTree.consistencyProof(from: 81, in: proof).isEmpty)
    }
}
