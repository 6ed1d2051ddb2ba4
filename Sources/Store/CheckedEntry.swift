import Gateway

/// What the check of one row gave.
struct CheckedEntry: Sendable {
    let position: Int64
    var key: String?
    var problems: [LedgerProblem] = []
    /// The leaf's hash: recomputed, or as it is stored when the leaf is damaged.
    var hash: LogHash?
    var investigation: String?
    var sequence: Int64?
    var body: Int64?
    /// Bytes of plaintext that were digested.
    var bytes = 0
    /// Of an `erased` entry: what it says was erased.
    var erasures: [Erasure] = []

    init(_ position: Int64) { self.position = position }

    mutating func note(_ reason: String) {
        problems.append(LedgerProblem(.entry(position: position, key: key), reason))
    }
}
