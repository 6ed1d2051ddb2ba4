public import Gateway

/// What a verification found.
public struct LedgerVerification: Sendable {
    /// Everything that is wrong, by position; empty for a sound ledger.
    public var problems: [LedgerProblem] = []
    /// What is worth knowing and not wrong.
    public var notes: [String] = []
    /// Entries that were read.
    public var entries = 0
    /// Checkpoints whose signatures were checked.
    public var checkpoints = 0
    /// Parts that are erased, with the entry that says so.
    public var erasedParts = 0
    /// Bytes of plaintext whose digests were recomputed: leaves, contents and bodies.
    public var bytes: Int64 = 0
    /// The tree that was recomputed; `nil` when entries are missing.
    public var root: LogHash?
    public var size: Int64 = 0

    public var isSound: Bool { problems.isEmpty }
}
