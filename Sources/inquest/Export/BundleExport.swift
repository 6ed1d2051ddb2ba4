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

    /// - Parameter documents: left out where anything is withheld: they quote what was answered.
    func write(_ id: String, documents: [(name: String, content: String)], to path: String) async throws -> Written {
        let size = Int(try Checkpoint(parsing: checkpoint.text).size)
        // What was appended after the checkpoint is not in the tree that it signs.
        let entries = try await ledger.exportedEntries(of: id).filter { $0.record.position < size }
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
        let sources = sources(of: entries)
        for name in withheldSources where !sources.values.contains(where: { $0.contains(name) }) {
            throw Problem.badInput("no exchange of \(id) is with a source named '\(name)'")
        }
        for entry in entries {
            // What was released or proposed was made from answers, of whichever sources.
            let isOfThem = entry.record.key.map { !withheldSources.isDisjoint(with: sources[$0] ?? []) } ?? false
            let isMadeFromAny = !withheldSources.isEmpty && [.released, .proposal].contains(entry.record.kind)
            let isAnswer = [.outcome, .released, .proposal].contains(entry.record.kind)
            let withholdsBody = isAnswer && withholdsBodies || isOfThem || isMadeFromAny
            let withholdsContent = entry.record.kind != .erased && (isOfThem || isMadeFromAny)
            if withholdsBody, entry.body != nil { written.withheld += 1 }
            if withholdsContent { written.withheld += 1 }
            try writer.entry(
                entry.record, proof: proofs.inclusionProof(of: Int(entry.record.position)),
                content: withholdsContent ? .withheld : content(entry),
                body: entry.body.map { body($0, isWithheld: withholdsBody) })
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

    /// The sources that the entries of each key speak of, as their contents say.
    private func sources(of entries: [ExportedEntry]) -> [CallKey: Set<String>] {
        var sources: [CallKey: Set<String>] = [:]
        for entry in entries {
            guard let key = entry.record.key, case .plaintext(let bytes, _) = entry.content,
                let source = (try? JSONValue(parsing: bytes))?["source"]?.string
            else { continue }
            sources[key, default: []].insert(source)
        }
        return sources
    }
}
