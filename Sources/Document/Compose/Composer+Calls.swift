import Analysis
import Core

// Traces and the cluster.
extension Composer {
    /// Where calls failed: what the traces say, and the first failing one drawn.
    mutating func traces() -> [Block] {
        let told = findings(.failingSpan, .traceJoined, .callTime)
        let sentences = items(told)
        guard !sentences.isEmpty else { return [] }
        var blocks: [Block] = [.heading(2, "Traces", anchor: "traces"), .list(sentences)]
        if let trace = firstFailing(told) { blocks.append(.chart(Waterfall(trace).chart)) }
        return blocks
    }

    mutating func cluster() -> [Block] {
        let sentences = items(findings(.clusterTrouble))
        guard !sentences.isEmpty else { return [] }
        return [.heading(2, "What the cluster reported", anchor: "cluster"), .list(sentences)]
    }

    /// The trace that the first error line names, or else the first that failed.
    private func firstFailing(_ findings: [Finding]) -> Trace? {
        let joined = findings.filter { $0.kind == .traceJoined && $0.facts["span"] != nil }
        let failed = findings.filter { $0.kind == .failingSpan }
        for finding in (joined + failed) {
            guard let id = finding.facts["trace"]?.text else { continue }
            var spans: [Span] = []
            var seen: Set<String> = []
            for item in finding.evidence.compactMap({ evidence($0) }) {
                guard case .trace(let trace) = item.observation, trace.id == id else { continue }
                spans += trace.spans.filter { seen.insert($0.id + " " + $0.service).inserted }
            }
            if !spans.isEmpty { return Trace(id: id, spans: spans) }
        }
        return nil
    }
}
