import Core
import Gateway

/// The longest chain of calls in which each needed data from the one before, in seconds of waiting.
struct CriticalPath {
    private(set) var longest: Double = 0
    private(set) var calls = 0

    init(_ entries: [LedgerEntry]) {
        var begun: [CallKey: Instant] = [:]
        var ended: [CallKey: Instant] = [:]
        var parents: [CallKey: [CallKey]] = [:]
        for entry in entries {
            guard let key = entry.key else { continue }
            switch entry.kind {
            case .intent:
                if begun[key] == nil { begun[key] = entry.recordedAt }
                parents[key] = (entry.content["parents"]?.array ?? []).compactMap { $0.string.flatMap(CallKey.init(parsing:)) }
            case .outcome: ended[key] = entry.recordedAt
            default: break
            }
        }
        calls = begun.count
        var chains: [CallKey: Double] = [:]
        // A call is written after those it needed ended, so the order of beginning is an order of the graph.
        for (key, start) in begun.sorted(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
            guard let end = ended[key] else { continue }
            let before = (parents[key] ?? []).compactMap { chains[$0] }.max() ?? 0
            let chain = before + end.seconds(since: start)
            chains[key] = chain
            longest = max(longest, chain)
        }
    }
}
