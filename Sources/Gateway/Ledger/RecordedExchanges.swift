import Core

/// The exchanges of one investigation as the ledger holds them, by key.
public struct RecordedExchanges: Sendable {
    struct Record: Sendable {
        var intents: [LedgerEntry] = []
        var outcomes: [LedgerEntry] = []
        var decisions: [LedgerEntry] = []

        /// The entry that ended the call: a decision that refused it, or the last outcome unless another try was decided on.
        ///
        /// A resumed run asks again where the run itself stood in the way: it ended in the middle, or had no credential.
        func settled(resuming: Bool) -> LedgerEntry? {
            guard let settled else { return nil }
            let wasInterrupted = settled.content["failure"]?.string == Failure.Kind.interrupted.rawValue
            let hadNoCredential = settled.content["decision"]?.string == "noCredential"
            return resuming && (wasInterrupted || hadNoCredential) ? nil : settled
        }

        var settled: LedgerEntry? {
            if let refusal = decisions.last(where: { ExchangeCoding.result(ofDecision: $0) != nil }) { return refusal }
            guard let last = outcomes.last else { return nil }
            let triesAgain = decisions.contains { $0.attempt == last.attempt && $0.content["decision"]?.string == "retry" }
            return triesAgain ? nil : last
        }

        var nextAttempt: Int { (intents.map(\.attempt).max() ?? -1) + 1 }
    }

    let records: [CallKey: Record]

    public init(_ entries: [LedgerEntry]) {
        var records: [CallKey: Record] = [:]
        for entry in entries {
            guard let key = entry.key else { continue }
            switch entry.kind {
            case .intent: records[key, default: Record()].intents.append(entry)
            case .outcome: records[key, default: Record()].outcomes.append(entry)
            case .decision: records[key, default: Record()].decisions.append(entry)
            default: break
            }
        }
        self.records = records
    }

    /// How many calls have an outcome that needs no other try.
    public var settledCount: Int { records.values.count { $0.settled != nil } }
}
