import Core
import GRDB
import Gateway

/// A row of `entries` as it is in the file; nothing in it is checked.
struct StoredEntry: Sendable {
    let position: Int64?
    let leaf: [UInt8]?
    let leafHash: [UInt8]?
    let investigation: [UInt8]?
    let sequence: Int64?
    let kind: [UInt8]?
    let key: [UInt8]?
    let attempt: Int64?
    let checkpoint: Int64?
    let content: [UInt8]?
    let contentKey: [UInt8]?
    let body: Int64?
    let bodyKey: [UInt8]?
    let bodyDigest: [UInt8]?
    /// All columns of a body are NULL.
    let hasNoBody: Bool

    static let columns = """
        position, leaf, leaf_hash, CAST(investigation AS BLOB), sequence, CAST(kind AS BLOB), CAST(key AS BLOB), attempt,
        checkpoint, content, content_key, body, body_key, body_digest
        """

    init(_ row: Row) {
        position = row.integer(0)
        leaf = row.bytes(1)
        leafHash = row.bytes(2)
        investigation = row.bytes(3)
        sequence = row.integer(4)
        kind = row.bytes(5)
        key = row.bytes(6)
        attempt = row.integer(7)
        checkpoint = row.integer(8)
        content = row.bytes(9)
        contentKey = row.bytes(10)
        body = row.integer(11)
        bodyKey = row.bytes(12)
        bodyDigest = row.bytes(13)
        hasNoBody = row.isNull(11) && row.isNull(12) && row.isNull(13)
    }

    func record() throws(LedgerError) -> LeafRecord {
        do throws(LeafError) { return try LeafRecord(parsing: leaf ?? []) } catch {
            throw LedgerError("the leaf of entry \(position ?? -1) is damaged: \(error)")
        }
    }

    /// The canonical JSON and its salt.
    func openContent(
        _ record: LeafRecord, by master: MasterKey
    ) throws(LedgerError) -> (plaintext: [UInt8], salt: [UInt8]) {
        do throws(SealingError) {
            let key = try RecordKey(unwrapping: contentKey ?? [], by: master, for: .content)
            return (try key.open(content: content ?? [], commitment: record.content), key.salt)
        } catch {
            throw LedgerError("the content of entry \(position ?? -1) is damaged: \(error)")
        }
    }

    func unwrapBodyKey(by master: MasterKey) throws(LedgerError) -> RecordKey {
        do throws(SealingError) { return try RecordKey(unwrapping: bodyKey ?? [], by: master, for: .body) } catch {
            throw LedgerError("the body of entry \(position ?? -1) is damaged: \(error)")
        }
    }

    /// The entry as it was appended, but for what was erased.
    func entry(by master: MasterKey, erased: Set<ErasedPart>) throws(LedgerError) -> LedgerEntry {
        let record = try record()
        var content: JSONValue = ["erased": true]
        if !erased.contains(.content) {
            let plaintext = try openContent(record, by: master).plaintext
            do throws(JSONError) { content = try JSONValue(parsing: plaintext) } catch {
                throw LedgerError("the content of entry \(record.position) is damaged: \(error)")
            }
        }
        return LedgerEntry(
            investigation: record.investigation, kind: record.kind, key: record.key, attempt: record.attempt,
            recordedAt: record.recordedAt, content: content, blob: try blob(record, by: master, erased: erased))
    }

    /// The body; of an erased one the digest is empty.
    func blob(
        _ record: LeafRecord, by master: MasterKey, erased: Set<ErasedPart>
    ) throws(LedgerError) -> BlobReference? {
        guard let commitment = record.body else { return nil }
        guard let body else { throw LedgerError("entry \(record.position) speaks of a body, which is missing") }
        var digest: [UInt8] = []
        if !erased.contains(.body) {
            do throws(SealingError) {
                digest = try RecordKey(unwrapping: bodyKey ?? [], by: master, for: .body).open(note: bodyDigest ?? [])
            } catch {
                throw LedgerError("the body of entry \(record.position) is damaged: \(error)")
            }
        }
        return BlobReference(id: body, count: commitment.count, sha256: String(decoding: digest, as: UTF8.self))
    }
}
