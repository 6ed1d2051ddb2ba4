import Gateway

/// A row of `checkpoints`.
struct StoredCheckpoint: Sendable {
    let size: Int64
    let note: [UInt8]

    /// Checks form and signature; the root is checked later.
    func checked(by verifier: NoteVerifier?) -> CheckedCheckpoint {
        do throws(NoteError) {
            let note = try SignedNote(parsing: note)
            let checkpoint = try Checkpoint(parsing: note.text)
            guard checkpoint.size == size else {
                return failed("it speaks of size \(checkpoint.size)")
            }
            guard note.signatures.count == 1, note.bytes == self.note, checkpoint.extensions.isEmpty else {
                return failed("it is not written as this program writes it")
            }
            guard let verifier else { return failed("its signature cannot be checked") }
            guard checkpoint.origin == verifier.name else { return failed("it is of another log") }
            try note.verified(by: [verifier])
            return CheckedCheckpoint(size: size, root: checkpoint.root, problem: nil)
        } catch {
            return failed("\(error)")
        }
    }

    private func failed(_ reason: String) -> CheckedCheckpoint {
        CheckedCheckpoint(size: size, root: nil, problem: LedgerProblem(.checkpoint(size: size), reason))
    }
}

struct CheckedCheckpoint: Sendable {
    let size: Int64
    /// The signed root.
    let root: LogHash?
    let problem: LedgerProblem?
}
