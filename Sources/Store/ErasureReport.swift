/// What an erasure did, and what is beyond its reach.
public struct ErasureReport: Sendable, Hashable {
    /// What was erased now, by position.
    public var erased: [Erasure] = []
    /// Parts that had been erased before.
    public var alreadyErased = 0
    /// Positions of the `erased` entries that were appended.
    public var entries: [Int64] = []
    /// Whether the write-ahead log was emptied. If not, another connection was reading: sealed bytes and wrapped keys may still be
    /// in the file `-wal` until the next erasure, or until the last program closes the ledger.
    public var isLogEmptied = false

    /// Copies that an erasure cannot reach. People are to be told.
    public static let unreachable = [
        "backups and copies of the ledger's file made before, for as long as the master key is kept",
        "answers that 'replay --live' got again, and texts released from an answer: entries of their own, erased by themselves",
        "bundles that were exported before and hold the content",
        "documents that were written from it, and what was published or sent",
        "blocks that a solid-state disk, a copy-on-write file system or a snapshot keeps of the file's earlier state",
        "the source that the content came from",
    ]
}
