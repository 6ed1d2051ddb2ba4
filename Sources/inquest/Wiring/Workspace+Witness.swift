import Core
import Foundation
import Gateway
import Store
import Transports

extension Workspace {
    /// The configured witness's key.
    func witnesses() throws(Problem) -> [NoteVerifier] {
        guard let witness = configuration.witness else { return [] }
        do throws(NoteError) { return [try NoteVerifier(vkey: witness.key)] } catch {
            throw .badInput("the witness's key in the configuration cannot be read: \(error)")
        }
    }

    /// The last checkpoint that a witness cosigned, beside the ledger and not in it.
    private var witnessedPath: String { ledger.path + ".witnessed" }

    private func lastWitnessed() -> SignedNote? {
        FileManager.default.contents(atPath: witnessedPath).flatMap { try? SignedNote(parsing: Array($0)) }
    }

    /// The checkpoint with its cosignatures, where they were asked for before at this size.
    func witnessed(_ note: SignedNote) throws(Problem) -> SignedNote {
        guard let last = lastWitnessed(), last.text == note.text else { return note }
        return last
    }

    private static let forked = Problem.somethingWrong(
        "THE LEDGER FORKED: the witness has signed another history than this one")

    /// Asks the witness to cosign a checkpoint, with the proof that it continues the last one that the witness saw.
    func cosigned(_ note: SignedNote, by witness: ConfigurationFile.Witness) async throws(Problem) -> SignedNote {
        var oldSize: Int64 = 0
        if let last = lastWitnessed(), let checkpoint = try? Checkpoint(parsing: last.text) { oldSize = checkpoint.size }
        do {
            let checkpoint = try Checkpoint(parsing: note.text)
            let tree = MerkleSubtrees(Array(try await ledger.leaves().prefix(Int(checkpoint.size))))
            for _ in 0..<2 {
                let proof = oldSize == 0 ? [] : tree.consistencyProof(from: Int(oldSize))
                let request = try WitnessRequest(oldSize: oldSize, proof: proof, note: note)
                let url = (witness.url.hasSuffix("/") ? String(witness.url.dropLast()) : witness.url) + "/add-checkpoint"
                let reply = try await link.post(request.bytes, type: "text/plain", headers: [], to: url, seconds: 10)
                let answer = try WitnessAnswer(status: reply.status, body: reply.body)
                if case .inconsistent = answer { throw Workspace.forked }
                if case .conflict(let size) = answer {
                    guard let size, size != oldSize else { throw Workspace.forked }
                    guard size <= checkpoint.size else {
                        throw Problem.somethingWrong(
                            "THE LEDGER WENT BACK: the witness has seen \(size) entries, and it holds \(checkpoint.size)")
                    }
                    oldSize = size
                    continue
                }
                let whole = try note.adding(try answer.cosignatures(over: note, by: try witnesses()))
                let text = String(decoding: whole.bytes, as: UTF8.self)
                let file = URL(fileURLWithPath: witnessedPath)
                try OutputDirectory(path: file.deletingLastPathComponent().path).write([(file.lastPathComponent, text)])
                return whole
            }
            throw Problem.somethingWrong("the witness does not settle on a size to go on from")
        } catch let problem as Problem {
            throw problem
        } catch {
            throw .somethingWrong("the witness at \(witness.url) has not cosigned: \(error)")
        }
    }
}
