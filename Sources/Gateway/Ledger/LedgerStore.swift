import Core

/// Where the ledger is kept. Implementations live in Store.
///
/// Everything appended is on disk, synced, when `append` returns; entries appended in one call become durable together or not
/// at all. Concurrent callers may share one sync.
public protocol LedgerStore: Sendable {
    /// Appends entries in order. `tails` are the last chunks of blobs that the entries speak of, stored in the same
    /// transaction.
    ///
    /// The intent of one attempt at a call (`key` and `attempt`) can be appended once, and so can an investigation's start (a
    /// decision without a key). The second one fails with ``LedgerError/isDuplicate``, also when the first is another process's.
    func append(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError)

    /// Queues entries and returns; they become durable in this order before, or together with, anything that is appended later
    /// with ``append(_:tails:)``, and within milliseconds in any case. If they cannot be written, every later append fails too.
    /// For what may be lost when the program ends at once, such as an outcome: a call whose outcome is not there is asked again.
    func appendSoon(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError)

    /// Returns when everything that was queued before is durable.
    func flush() async throws(LedgerError)

    /// Reserves an id for a body.
    func newBlob() async throws(LedgerError) -> Int64

    /// Stores a full chunk of ``BlobReference/chunkBytes``. It need not be durable before the entry that names the blob is.
    func appendChunk(_ bytes: [UInt8], to blob: Int64, position: Int) async throws(LedgerError)

    /// Bytes of a stored body.
    func read(_ blob: BlobReference, range: Range<Int>) throws(LedgerError) -> [UInt8]

    /// All entries of an investigation, in the order they were appended.
    func entries(of investigation: String) async throws(LedgerError) -> [LedgerEntry]

    /// Entries of some kinds in the whole ledger, in the order they were appended.
    ///
    /// - Parameter pathPrefix: where given, only those whose call's path begins so.
    func entries(
        ofKinds kinds: Set<LedgerEntry.Kind>, pathPrefix: String?
    ) async throws(LedgerError) -> [LedgerEntry]

    /// Ids of the investigations that have entries, the newest first.
    func investigations() async throws(LedgerError) -> [String]
}

extension LedgerStore {
    public func appendSoon(_ entries: [LedgerEntry], tails: [BlobTail]) async throws(LedgerError) {
        try await append(entries, tails: tails)
    }

    public func flush() async throws(LedgerError) {}
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
    /// Nothing is wrong with the ledger: what may be in it once is already there. See ``LedgerStore/append(_:tails:)``.
    public var isDuplicate: Bool

    public init(_ reason: String, isDuplicate: Bool = false) {
        self.reason = reason
        self.isDuplicate = isDuplicate
    }

    public var description: String { "the ledger: \(reason)" }
}
