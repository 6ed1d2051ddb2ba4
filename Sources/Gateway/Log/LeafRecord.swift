public import Core

/// The canonical record of one ledger entry, over which the log's Merkle tree is built. Documentation/ledger-format.md has the
/// format: ten lines of UTF-8, of which there is exactly one spelling for each value.
public struct LeafRecord: Sendable, Hashable {
    /// The leaf's index in the tree, from 0.
    public let position: Int64
    public let investigation: String
    /// The place among the entries of the investigation, from 0.
    public let sequence: Int64
    public let kind: LedgerEntry.Kind
    public let key: CallKey?
    public let attempt: Int
    public let recordedAt: Instant
    /// The entry's JSON.
    public let content: Commitment
    /// The bytes that the entry speaks of, such as a reply's.
    public let body: Commitment?
    /// The canonical bytes.
    public private(set) var bytes: [UInt8] = []

    /// Throws when a value has no place in a leaf: negative numbers, times before 1970, control characters, spaces within the
    /// investigation's id or the key's words, digests that are not 32 bytes, or a leaf longer than ``maximumBytes``.
    public init(
        position: Int64, investigation: String, sequence: Int64, kind: LedgerEntry.Kind, key: CallKey?, attempt: Int,
        recordedAt: Instant, content: Commitment, body: Commitment?
    ) throws(LeafError) {
        self.position = position
        self.investigation = investigation
        self.sequence = sequence
        self.kind = kind
        self.key = key
        self.attempt = attempt
        self.recordedAt = recordedAt
        self.content = content
        self.body = body
        bytes = written()
        try validate()
    }

    /// The hash of this leaf in the tree.
    public var hash: LogHash { LogHash.leaf(bytes) }
}
