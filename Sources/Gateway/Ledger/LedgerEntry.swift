public import Core

/// One line of the log.
public struct LedgerEntry: Sendable, Hashable {
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// About to be sent. Durable before anything is.
        case intent
        /// What came back.
        case outcome
        /// What depended on the moment and a replay must not decide again: now, retries, spent budgets, an open circuit,
        /// a refusal.
        case decision
        /// Came in without being asked for: a webhook, a note.
        case received
        /// Went out to a model, a client, a page.
        case released
        case proposal
        case approval
        case policy
        /// Digests of the documents that an investigation left, and the program's version.
        case documents
        case erased
    }

    public var investigation: String
    public var kind: Kind
    /// For exchanges: the call.
    public var key: CallKey?
    /// For exchanges: 0 for the first try.
    public var attempt: Int
    /// By this machine's clock.
    public var recordedAt: Instant
    /// Depends on the kind; see Documentation/ledger.md.
    public var content: JSONValue
    /// The body that the content speaks of.
    public var blob: BlobReference?

    public init(
        investigation: String, kind: Kind, key: CallKey? = nil, attempt: Int = 0, recordedAt: Instant, content: JSONValue,
        blob: BlobReference? = nil
    ) {
        self.investigation = investigation
        self.kind = kind
        self.key = key
        self.attempt = attempt
        self.recordedAt = recordedAt
        self.content = content
        self.blob = blob
    }
}

/// A stored body: the literal bytes after transfer-decoding and before content-decoding, in chunks of 1 MiB.
public struct BlobReference: Sendable, Hashable {
    /// Given by the store.
    public var id: Int64
    /// Size in bytes.
    public var count: Int
    /// SHA-256 of all bytes, in lower-case hexadecimal.
    public var sha256: String

    public init(id: Int64, count: Int, sha256: String) {
        self.id = id
        self.count = count
        self.sha256 = sha256
    }

    public static let chunkBytes = 1 << 20
}
