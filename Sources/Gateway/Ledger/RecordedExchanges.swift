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
    private let releases: [CallKey: LedgerEntry]
    private let refusals: [CallKey: LedgerEntry]
    /// The rules that judged, the first first, as the ledger holds them. One that cannot be read is left out, and what it judged
    /// then has no rules. The built-in rules need not be in the ledger: they are the program's.
    public let policies: [Policy]

    public init(_ entries: [LedgerEntry]) {
        var records: [CallKey: Record] = [:]
        var releases: [CallKey: LedgerEntry] = [:]
        var refusals: [CallKey: LedgerEntry] = [:]
        var policies: [Policy] = []
        for entry in entries {
            if entry.kind == .policy, let rules = entry.content["policy"], let policy = try? Policy(json: rules) {
                policies.append(policy)
            }
            guard let key = entry.key else { continue }
            switch entry.kind {
            case .intent: records[key, default: Record()].intents.append(entry)
            case .outcome: records[key, default: Record()].outcomes.append(entry)
            case .decision:
                records[key, default: Record()].decisions.append(entry)
                if entry.content["decision"]?.string == "notReleased" { refusals[key] = entry }
            // What a policy server was told stands under the same key and is not what was released.
            case .released where entry.content["ruling"] != nil: releases[key] = entry
            default: break
            }
        }
        self.records = records
        self.releases = releases
        self.refusals = refusals
        self.policies = policies.isEmpty ? [Policy()] : policies
    }

    /// What left under a key, as it left.
    func released(_ key: CallKey, to recipient: Recipient, store: any LedgerStore) -> Released? {
        guard let entry = releases[key], entry.content["recipient"]?.string == recipient.description, let blob = entry.blob,
            let bytes = try? store.read(blob, range: 0..<blob.count)
        else { return nil }
        var counts: [String: Int] = [:]
        for member in entry.content["redacted"]?.object?.members ?? [] { counts[member.name] = Int(member.value.int ?? 0) }
        return Released(text: String(decoding: bytes, as: UTF8.self), counts: counts)
    }

    /// Why something did not leave under a key; `nil` when nothing was refused.
    func refusal(_ key: CallKey) -> Refusal? {
        guard let entry = refusals[key] else { return nil }
        let kind = entry.content["kind"]?.string.flatMap(Refusal.Kind.init) ?? .denied
        return Refusal(kind, entry.content["reason"]?.string ?? "")
    }

    /// The result that an outcome's entry stands for.
    public static func result(of outcome: LedgerEntry, store: any LedgerStore, limits: Endpoint.Limits) -> Outcome.Result {
        ExchangeCoding.result(of: outcome, store: store, limits: limits)
    }

    /// How many calls have an outcome that needs no other try.
    public var settledCount: Int { records.values.count { $0.settled != nil } }
}
