import Analysis
import Core

/// Which traces are worth fetching whole: those that the first error lines name, those that searches say failed, and some that did not,
/// to compare with. A pure function of the answers.
struct TraceChoice: Sendable {
    /// Traces that error lines name, traces that searches say failed, and healthy ones.
    static let fromLines = 6
    static let failing = 6
    static let healthy = 6

    /// By the reason for which they were chosen, then by time; 32 hex digits each.
    private(set) var ids: [String] = []
    /// A service that is known to be part of a trace.
    private(set) var services: [String: String] = [:]
    /// More were named than are fetched.
    private(set) var leftOut = 0

    init(_ evidence: [Evidence], window: TimeWindow) {
        let lines = TraceChoice.lines(evidence, window)
        let summaries = TraceChoice.summaries(evidence)
        let failed = summaries.filter { $0.failed && window.contains($0.start) }
        let first = failed.map(\.start).min() ?? lines.first?.time ?? window.to
        // What was healthy before it began says what is usual; later ones were chosen by luck.
        let healthy = summaries.filter { !$0.failed && $0.start < first }.reversed()
        var known: Set<String> = []
        for (list, most) in [
            (lines.map { ($0.id, $0.service) }, TraceChoice.fromLines),
            (failed.map { ($0.id, $0.service) }, TraceChoice.failing),
            (healthy.map { ($0.id, $0.service) }, TraceChoice.healthy),
        ] {
            var taken = 0
            for (id, service) in list where !known.contains(id) {
                guard taken < most else {
                    leftOut += 1
                    continue
                }
                known.insert(id)
                ids.append(id)
                if let service, !service.isEmpty { services[id] = service }
                taken += 1
            }
        }
    }

    /// One trace a service first, so that no service crowds the others out, each service's earliest lines first.
    private static func lines(_ evidence: [Evidence], _ window: TimeWindow) -> [(id: String, service: String?, time: Instant)] {
        struct Named: Hashable {
            var service, id: String
        }
        var earliest: [Named: Instant] = [:]
        for item in evidence {
            guard case .logs(let logs) = item.observation else { continue }
            for line in logs.lines where window.contains(line.time) && TraceReference.isError(line) {
                guard let id = TraceReference.id(of: line) else { continue }
                let service = item.service ?? line.labels["service_name"] ?? line.labels["app"] ?? ""
                let key = Named(service: service, id: id)
                earliest[key] = min(earliest[key] ?? line.time, line.time)
            }
        }
        var place: [String: Int] = [:]
        let ordered = earliest.sorted { ($0.value, $0.key.service, $0.key.id) < ($1.value, $1.key.service, $1.key.id) }
        let ranked = ordered.map { each -> (Int, Instant, String, String) in
            let rank = place[each.key.service, default: 0]
            place[each.key.service] = rank + 1
            return (rank, each.value, each.key.id, each.key.service)
        }
        return ranked.sorted { $0 < $1 }.map { (id: $0.2, service: $0.3, time: $0.1) }
    }

    private static func summaries(_ evidence: [Evidence]) -> [(id: String, service: String?, start: Instant, failed: Bool)] {
        var found: [String: (service: String?, start: Instant, failed: Bool)] = [:]
        for item in evidence {
            guard case .traces(let search) = item.observation else { continue }
            for trace in search.traces {
                guard let id = TraceReference.normal(trace.id) else { continue }
                let failed = trace.services.contains { $0.errors > 0 } || trace.matched.contains { $0.status == .error }
                let known = found[id]
                found[id] = (
                    known?.service ?? item.service ?? trace.rootService, min(known?.start ?? trace.start, trace.start),
                    (known?.failed ?? false) || failed
                )
            }
        }
        return found.map { (id: $0.key, service: $0.value.service, start: $0.value.start, failed: $0.value.failed) }
            .sorted { ($0.start, $0.id) < ($1.start, $1.id) }
    }
}
