import Core
import Gateway

/// An entry that is ready to be appended: checked and sealed. What depends on its place in the log is still missing.
struct SealedEntry: Sendable {
    let investigation: String
    let kind: LedgerEntry.Kind
    let key: CallKey?
    let attempt: Int
    let recordedAt: Instant
    let content: [UInt8]
    let contentKey: [UInt8]
    let commitment: Commitment
    let body: SealedBody?

    /// Refuses what could not be read back.
    init(_ entry: LedgerEntry, body: SealedBody?, key master: MasterKey) throws(LedgerError) {
        if let key = entry.key {
            guard CallKey(parsing: key.description) == key else {
                throw LedgerError("a call's key cannot be stored: \(key.description.debugDescription)")
            }
        }
        guard entry.content.isNested(atMost: JSONValue.maximumDepth) else {
            throw LedgerError("an entry's content is nested deeper than \(JSONValue.maximumDepth)")
        }
        investigation = entry.investigation
        kind = entry.kind
        key = entry.key
        attempt = entry.attempt
        recordedAt = entry.recordedAt
        self.body = body
        do throws(SealingError) {
            let key = RecordKey()
            (content, commitment) = try key.seal(content: Array(entry.content.canonical.utf8))
            contentKey = try key.wrapped(by: master, for: .content)
        } catch {
            throw LedgerError("an entry's content \(error)")
        }
        _ = try leaf(at: 0, sequence: 0)
    }

    /// Throws for what has no place in a leaf, such as an investigation's id with a space.
    func leaf(at position: Int64, sequence: Int64) throws(LedgerError) -> LeafRecord {
        do throws(LeafError) {
            return try LeafRecord(
                position: position, investigation: investigation, sequence: sequence, kind: kind, key: key, attempt: attempt,
                recordedAt: recordedAt, content: commitment, body: body?.commitment)
        } catch {
            throw LedgerError("an entry of the investigation \(investigation.debugDescription) cannot be stored: \(error)")
        }
    }
}

/// A finished body: its chunks but the last are stored.
struct SealedBody: Sendable {
    let id: Int64
    let commitment: Commitment
    let wrappedKey: [UInt8]
    /// The plaintext's SHA-256 as the caller gave it, sealed.
    let digest: [UInt8]
    /// The last chunk, sealed.
    let tail: (position: Int, bytes: [UInt8])?
}

extension JSONValue {
    fileprivate func isNested(atMost depth: Int) -> Bool {
        switch self {
        case .array(let elements): depth > 0 && elements.allSatisfy { $0.isNested(atMost: depth - 1) }
        case .object(let object): depth > 0 && object.members.allSatisfy { $0.value.isNested(atMost: depth - 1) }
        default: true
        }
    }
}
