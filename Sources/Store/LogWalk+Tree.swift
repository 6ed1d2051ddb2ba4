import Gateway

extension LogWalk {
    /// Recomputes the tree and holds it against the log's state, its checkpoints, and those kept elsewhere.
    func checkTree(_ outside: [SignedNote], _ result: inout LedgerVerification) {
        let outside = outside.compactMap { checked($0, &result) }
        var sizes = Set(checkpoints.map(\.size))
        sizes.formUnion(outside.map(\.size))
        let tree = tree(at: sizes)
        compareCheckpoints(tree, &result)
        compareState(tree, &result)
        for checkpoint in outside { compare(checkpoint, tree, &result) }
        result.size = tree.frontier.size
        if tree.frontier.size >= size { result.root = tree.frontier.root }
    }

    private struct Tree {
        var frontier = MerkleFrontier()
        var roots: [Int64: LogHash] = [:]
    }

    /// Up to the first entry whose hash is not known.
    private func tree(at sizes: Set<Int64>) -> Tree {
        var tree = Tree()
        if sizes.contains(0) { tree.roots[0] = tree.frontier.root }
        for entry in entries where entry.position >= 0 {
            guard entry.position == tree.frontier.size, entry.position < size, let hash = entry.hash else { break }
            tree.frontier.append(hash)
            if sizes.contains(tree.frontier.size) { tree.roots[tree.frontier.size] = tree.frontier.root }
        }
        return tree
    }

    private func compareCheckpoints(_ tree: Tree, _ result: inout LedgerVerification) {
        var good: Int64 = 0
        var bad: [Int64] = []
        for checkpoint in checkpoints {
            guard let root = checkpoint.root, let computed = tree.roots[checkpoint.size] else { continue }
            if root == computed {
                if bad.isEmpty { good = checkpoint.size }
            } else {
                bad.append(checkpoint.size)
            }
        }
        if let first = bad.first {
            let rest = bad.count > 1 ? "; neither do the \(bad.count - 1) after it" : ""
            result.problems.append(
                LedgerProblem(
                    .checkpoint(size: first),
                    "its root does not fit the leaves: one from \(good) to \(first - 1) is not what was signed\(rest)"))
        }
        if tree.frontier.size < size {
            result.problems.append(
                LedgerProblem(.log, "the tree cannot be recomputed from entry \(tree.frontier.size) on"))
        }
    }

    private func compareState(_ tree: Tree, _ result: inout LedgerVerification) {
        guard let encoded = snapshot.frontier, let frontier = MerkleFrontier(encoded: encoded) else {
            result.problems.append(LedgerProblem(.log, "its state is damaged"))
            return
        }
        let isWhole = tree.frontier.size == size
        let newest = checkpoints.last?.root ?? (size == 0 ? LogHash.empty : nil)
        if frontier.size != size || (isWhole && frontier != tree.frontier) || (newest != nil && frontier.root != newest) {
            result.problems.append(
                LedgerProblem(.log, "its state (size \(frontier.size)) is not that of its entries and its newest checkpoint"))
        }
    }

    private func checked(_ note: SignedNote, _ result: inout LedgerVerification) -> Checkpoint? {
        do throws(NoteError) {
            guard let verifier else { throw .noKnownSignature }
            try note.verified(by: [verifier])
            return try Checkpoint(parsing: note.text)
        } catch {
            result.problems.append(
                LedgerProblem(.log, "the checkpoint that was kept elsewhere is not one of this log: \(error)"))
            return nil
        }
    }

    private func compare(_ checkpoint: Checkpoint, _ tree: Tree, _ result: inout LedgerVerification) {
        if checkpoint.size > size {
            result.problems.append(
                LedgerProblem(
                    .log, "rolled back: it has \(size) entries, and a checkpoint kept elsewhere covers \(checkpoint.size)"))
        } else if let root = tree.roots[checkpoint.size], root != checkpoint.root {
            result.problems.append(
                LedgerProblem(
                    .checkpoint(size: checkpoint.size),
                    "forked: the one kept elsewhere has the root \(checkpoint.root), and the first \(checkpoint.size) entries here have "
                        + "\(root)"))
        }
    }
}
