import Core

/// Where the ledger is kept. Implementations live in Store.
///
/// Everything appended is on disk, synced, when `append` returns; entries appended in one call become durable together or not
/// at all. Concurrent callers may share one sync.
public protocol LedgerStore: Sendable {
    /// Appends entries in order. `tails` are the last chunks of blobs that the entries speak of, stored in the same
    /// transaction.
    func append(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError)

    /// Reserves an id for a body.
    func newBlob() async throws(LedgerError) -> Int64

    /// Stores a full chunk of ``BlobReference/chunkBytes``. It need not be durable before the entry that names the blob is.
    func appendChunk(_ bytes: [UInt8], to blob: Int64, position: Int) async throws(LedgerError)

    /// Bytes of a stored body.
    func read(_ blob: BlobReference, range: Range<Int>) throws(LedgerError) -> [UInt8]

    /// All entries of an investigation, in the order they were appended.
    func entries(of investigation: String) async throws(LedgerError) -> [LedgerEntry]

    /// Ids of the investigations that have entries, the newest first.
    func investigations() async throws(LedgerError) -> [String]
}

/// The last chunk of a body, shorter than or as long as a chunk; `position` counts chunks from 0.
public struct BlobTail: Sendable {
    public var blob: Int64
    public var position: Int
    public var bytes: [UInt8]

    public init(blob: Int64, position: Int, bytes: [UInt8]) {
        self.blob = blob
        self.position = position
        self.bytes = bytes
    }
}

/// The ledger could not be read or written.
public struct LedgerError: Error, Sendable, Hashable, CustomStringConvertible {
    public var reason: String
    public init(_ reason: String) { self.reason = reason }
    public var description: String { "the ledger: \(reason)" }
}
