import Gateway

/// A witness as C2SP `tlog-witness` demands it, for one log, in memory.
struct ReferenceWitness {
    let signer: NoteSigner
    let log: NoteVerifier
    var latest: Checkpoint?
    var time: Int64 = 1_763_650_000

    init(signer: NoteSigner, log: NoteVerifier) {
        self.signer = signer
        self.log = log
    }

    /// The status and body of the answer to `add-checkpoint`.
    mutating func answer(_ body: [UInt8]) -> (status: Int, body: [UInt8]) {
        guard let request = try? WitnessRequest(parsing: body) else { return (400, []) }
        let new = request.checkpoint
        guard new.origin == log.name else { return (404, []) }
        guard (try? request.note.verified(by: [log])) != nil else { return (403, []) }
        let known = latest?.size ?? 0
        guard request.oldSize == known else { return (409, Array("\(known)\n".utf8)) }
        let root = latest?.root ?? .empty
        if new.size == known, new.root != root { return (409, Array("\(known)\n".utf8)) }
        guard
            MerkleTree.verifyConsistency(
                oldSize: known, oldRoot: root, newSize: new.size, newRoot: new.root, proof: request.proof)
        else { return (422, []) }
        time += 1
        guard let signature = try? signer.sign(request.note.text, at: time) else { return (500, []) }
        latest = new
        return (200, Array((signature.line + "\n").utf8))
    }
}
