import Core
import Foundation
import Gateway
import Store

/// Writes the bundle of one investigation.
struct BundleExport {
    let ledger: SQLiteLedger
    let witnesses: [NoteVerifier]
    /// The checkpoint to prove against.
    let checkpoint: SignedNote
    /// Bodies to leave out: of answers from these sources, or all.
    var withheldSources: Set<String> = []
    var withholdsBodies = false

    struct Written {
        var entries = 0
        var bytes = 0
        var withheld = 0
    }

    func write(_ id: String, documents: [(name: String, content: String)], to path: String) async throws -> Written {
        let entries = try await ledger.exportedEntries(of: id)
        let size = Int(try Checkpoint(parsing: checkpoint.text).size)
        let proofs = MerkleSubtrees(Array(try await ledger.leaves().prefix(size)))
        let url = URL(fileURLWithPath: path)
        let partial = url.deletingLastPathComponent().appendingPathComponent(".\(url.lastPathComponent).part")
        try? FileManager.default.removeItem(at: partial)
        guard FileManager.default.createFile(atPath: partial.path, contents: nil, attributes: [.posixPermissions: 0o600])
        else { throw Problem.badInput("cannot write to '\(path)'") }
        defer { try? FileManager.default.removeItem(at: partial) }
        let file = try FileHandle(forWritingTo: partial)
        var written = Written(entries: entries.count)
        var writer = try BundleWriter(
            log: ledger.verifier, witnesses: witnesses, checkpoint: checkpoint, entries: entries.count
        ) { bytes in try file.write(contentsOf: bytes) }
        for entry in entries {
            let source = sourceName(entry)
            let isWithheld = entry.record.kind == .outcome && (withholdsBodies || withheldSources.contains(source ?? ""))
            if isWithheld, entry.body != nil { written.withheld += 1 }
            try writer.entry(
                entry.record, proof: proofs.inclusionProof(of: Int(entry.record.position)),
                content: content(entry), body: entry.body.map { body($0, isWithheld: isWithheld) })
        }
        try writer.finish(documents: documents.map { ($0.name, Array($0.content.utf8)) })
        try file.close()
        // In one step: whoever looks finds the old file or the whole new one.
        guard rename(partial.path, url.path) == 0 else {
            throw Problem.badInput("cannot write to '\(path)': \(String(cString: strerror(errno)))")
        }
        written.bytes = (try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int) ?? 0
        return written
    }

    private func content(_ entry: ExportedEntry) -> BundleContribution {
        switch entry.content {
        case .plaintext(let bytes, let salt): .disclosed(salt: salt, bytes)
        case .erased: .erased
        }
    }

    private func body(_ body: ExportedEntry.Body, isWithheld: Bool) -> BundleContribution {
        switch body {
        case .erased: return .erased
        case .stored where isWithheld: return .withheld
        case .stored(let blob, let salt):
            var place = 0
            return .disclosed(salt: salt) {
                guard place < blob.count else { return nil }
                let end = min(blob.count, place + BlobReference.chunkBytes)
                defer { place = end }
                return try ledger.read(blob, range: place..<end)
            }
        }
    }

    /// The source that an exchange was with: the intent's content says so, and an outcome's key is that of its intent.
    private func sourceName(_ entry: ExportedEntry) -> String? {
        entry.record.key.flatMap { $0.path.split(separator: "/").dropLast().last.map(String.init) }
    }
}
