import Core
import Crypto
import GRDB
import Gateway

/// Checks rows of `entries` against their leaves, and what they seal against what the leaves commit to.
struct EntryChecker {
    let snapshot: LogSnapshot
    let key: MasterKey
    let path: String
    let database: Database

    func check(_ position: Int64) -> CheckedEntry {
        var entry = CheckedEntry(position)
        do {
            let row = try Row.fetchOne(
                try database.cachedStatement(sql: "SELECT \(StoredEntry.columns) FROM entries WHERE position = ?"),
                arguments: [position])
            if let row { check(StoredEntry(row), &entry) } else { entry.note("is missing") }
        } catch {
            entry.note("cannot be read: \(LedgerError(error, path: path).reason)")
        }
        return entry
    }

    private func check(_ stored: StoredEntry, _ entry: inout CheckedEntry) {
        entry.key = stored.key.map { String(decoding: $0, as: UTF8.self) }
        entry.investigation = stored.investigation.map { String(decoding: $0, as: UTF8.self) }
        entry.sequence = stored.sequence
        entry.body = stored.body
        entry.hash = stored.leafHash.flatMap { LogHash($0) }
        let leaf = stored.leaf ?? []
        let computed = LogHash.leaf(leaf)
        defer {
            if entry.hash != computed {
                // The hash is taken for the damaged part when nothing else is wrong.
                if entry.problems.isEmpty { entry.hash = computed }
                entry.note("its hash is not that of its leaf")
            }
        }
        let record: LeafRecord
        do throws(LeafError) { record = try LeafRecord(parsing: leaf) } catch {
            return entry.note("its leaf is damaged: \(error)")
        }
        entry.key = record.key?.description
        entry.investigation = record.investigation
        entry.sequence = record.sequence
        entry.bytes += leaf.count
        compareColumns(stored, record, &entry)
        checkContent(stored, record, &entry)
        checkBody(stored, record, &entry)
    }

    private func compareColumns(_ stored: StoredEntry, _ record: LeafRecord, _ entry: inout CheckedEntry) {
        var differing: [String] = []
        if record.position != entry.position { differing.append("position") }
        if stored.investigation != Array(record.investigation.utf8) { differing.append("investigation") }
        if stored.sequence != record.sequence { differing.append("sequence") }
        if stored.kind != Array(record.kind.rawValue.utf8) { differing.append("kind") }
        if stored.key != record.key.map({ Array($0.description.utf8) }) { differing.append("key") }
        if stored.attempt != Int64(record.attempt) { differing.append("attempt") }
        if !differing.isEmpty { entry.note("the row and its leaf differ in: \(differing.joined(separator: ", "))") }
        let expected = snapshot.firstCheckpoint(after: entry.position)
        if stored.checkpoint != expected {
            entry.note(
                "it was committed with a checkpoint of size \(stored.checkpoint.map(String.init) ?? "?"), and the first one after it "
                    + (expected.map { "has size \($0)" } ?? "is missing"))
        }
    }

    private func checkContent(_ stored: StoredEntry, _ record: LeafRecord, _ entry: inout CheckedEntry) {
        let sealed = stored.content ?? []
        if snapshot.isErased(.content, at: entry.position) {
            let size = record.content.count.addingReportingOverflow(RecordKey.sealedChunkOverhead).partialValue
            if sealed.count != size || !EntryChecker.isZero(sealed) || !EntryChecker.isErasedKey(stored.contentKey) {
                entry.note("its content is said to be erased and is not")
            }
            return
        }
        if record.content.ciphertext != Array(SHA256.hash(data: sealed)) {
            entry.note("its sealed content is not what its leaf commits to")
        }
        do throws(LedgerError) {
            let plaintext = try stored.openContent(record, by: key).plaintext
            entry.bytes += plaintext.count
            if record.kind == .erased { readErasures(plaintext, &entry) }
        } catch {
            entry.note(error.reason)
        }
    }

    private func readErasures(_ plaintext: [UInt8], _ entry: inout CheckedEntry) {
        let list = (try? JSONValue(parsing: plaintext))?["erased"]?.array
        for value in list ?? [] {
            if let erasure = Erasure(value) {
                entry.erasures.append(erasure)
            } else {
                entry.note("its list of erasures is damaged")
            }
        }
        if list == nil { entry.note("it does not say what was erased") }
    }

    private func checkBody(_ stored: StoredEntry, _ record: LeafRecord, _ entry: inout CheckedEntry) {
        guard let commitment = record.body else {
            if !stored.hasNoBody { entry.note("it has a body, and its leaf has none") }
            return
        }
        guard let body = stored.body, let places = ChunkPlace.all(of: body) else {
            return entry.note("its body is missing")
        }
        if let next = snapshot.nextBlob, body >= next { entry.note("its body has a number that was not given yet") }
        do {
            let chunks = try Int.fetchOne(
                try database.cachedStatement(sql: "SELECT count(*) FROM blob_chunks WHERE place BETWEEN ? AND ?"),
                arguments: [places.lowerBound, places.upperBound])
            if snapshot.isErased(.body, at: entry.position) {
                let isErased =
                    chunks == 0 && EntryChecker.isErasedKey(stored.bodyKey) && EntryChecker.isZero(stored.bodyDigest ?? [1])
                if !isErased { entry.note("its body is said to be erased and is not") }
                return
            }
            let size = BlobReference.chunkBytes
            let expected = commitment.count / size + (commitment.count % size == 0 ? 0 : 1)
            guard chunks == expected else {
                return entry.note("its body has \(chunks ?? 0) chunks, and \(expected) were stored")
            }
            try open(body, chunks: expected, stored, commitment, &entry)
        } catch let error as SealingError {
            entry.note("its body: \(error)")
        } catch {
            entry.note("its body: \(LedgerError(error, path: path).reason)")
        }
    }

    private func open(
        _ body: Int64, chunks: Int, _ stored: StoredEntry, _ commitment: Commitment, _ entry: inout CheckedEntry
    ) throws {
        let recordKey = try RecordKey(unwrapping: stored.bodyKey ?? [], by: key, for: .body)
        _ = try recordKey.open(note: stored.bodyDigest ?? [])
        var opener = BodyOpener(key: recordKey)
        for position in 0..<chunks {
            guard let sealed = try SQLiteLedger.sealedChunk(position, of: body, in: database) else {
                throw LedgerError("chunk \(position) is missing")
            }
            entry.bytes += try opener.open(sealed).count
        }
        try opener.finish(commitment)
    }

    private static func isZero(_ bytes: [UInt8]) -> Bool { bytes.allSatisfy { $0 == 0 } }

    private static func isErasedKey(_ bytes: [UInt8]?) -> Bool {
        guard let bytes else { return false }
        return bytes.count == RecordKey.wrappedBytes && isZero(bytes)
    }
}

extension LogSnapshot {
    /// Size of the first checkpoint that covers an entry.
    func firstCheckpoint(after position: Int64) -> Int64? {
        var range = 0..<checkpoints.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = checkpoints[middle].size > position ? range.lowerBound..<middle : (middle + 1)..<range.upperBound
        }
        return checkpoints.indices.contains(range.lowerBound) ? checkpoints[range.lowerBound].size : nil
    }

    func isErased(_ part: ErasedPart, at position: Int64) -> Bool {
        erasures[ErasurePlace(position: position, part: part)] != nil
    }
}
