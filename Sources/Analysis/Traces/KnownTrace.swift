import Core

/// One trace as all sources together tell it.
struct KnownTrace: Sendable {
    var id: String
    var tree: SpanTree
    var evidence: [EvidenceID]
    /// Is all that a source has of it here?
    var isWhole: Bool

    var spans: [Span] { tree.spans }
    var start: Instant { spans.first?.start ?? Instant(nanoseconds: 0) }
    var isFailed: Bool { spans.contains(where: \.isFailed) }

    /// All traces of a case file that have spans, by start, then by id. Two sources may hold one trace.
    static func all(in file: CaseFile) -> [KnownTrace] {
        struct Collected {
            var spans: [Span] = []
            var seen: Set<String> = []
            var evidence: [EvidenceID] = []
            var isWhole = true
        }
        var traces: [String: Collected] = [:]
        for evidence in file.evidence {
            guard case .trace(let trace) = evidence.observation, !trace.spans.isEmpty else { continue }
            var known = traces.removeValue(forKey: trace.id) ?? Collected()
            var met: Set<String> = []
            for span in trace.spans {
                let key = span.id + " " + span.service
                guard !known.seen.contains(key) else { continue }
                met.insert(key)
                known.spans.append(span)
            }
            known.seen.formUnion(met)
            known.evidence.append(evidence.id)
            known.isWhole = known.isWhole && evidence.completeness == .complete
            traces[trace.id] = known
        }
        return traces.map { id, known in
            KnownTrace(
                id: id, tree: SpanTree(known.spans.sorted { ($0.start, $0.id) < ($1.start, $1.id) }),
                evidence: known.evidence, isWhole: known.isWhole)
        }.sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }
}
