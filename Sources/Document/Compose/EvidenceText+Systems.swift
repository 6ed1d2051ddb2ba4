import Analysis
import Core

// Titles and details of what traces, clusters, checks and dashboards tell.
extension EvidenceText {
    static func name(_ object: ClusterObject) -> String {
        let kind = object.kind.isEmpty ? "Object" : object.kind
        return kind + " " + (object.namespace.map { $0 + "/" } ?? "") + object.name
    }

    func title(_ search: TraceSearch) -> String {
        search.traces.count == 1 ? "One trace found" : "\(search.traces.count) traces found"
    }

    func title(_ trace: Trace) -> String {
        let services = Set(trace.spans.map(\.service)).subtracting([""])
        return "Trace \(trace.id), \(trace.spans.count) spans of \(services.count) services"
    }

    func title(_ event: ClusterEvent) -> String {
        "Cluster event \(event.reason) of \(EvidenceText.name(event.object))"
            + (event.count > 1 ? ", \(event.count) times" : "")
    }

    func title(_ pod: PodState) -> String {
        let restarts = pod.containers.reduce(0) { $0.addingReportingOverflow($1.restarts).partialValue }
        return "\(EvidenceText.name(pod.object)), \(pod.phase), restarts: \(restarts)"
    }

    func title(_ flip: CheckFlip) -> String {
        let state =
            switch flip.state {
            case .up: "up"
            case .down: "down"
            case .paused: "paused"
            case .notUp: "not up (down or paused: the source does not say)"
            }
        return "Check “\(flip.name)” became \(state)"
    }

    func details(_ trace: Trace) -> [(name: String, value: String)] {
        let failed = trace.spans.count { $0.status == .error }
        var result = [(name: "Spans", value: String(trace.spans.count)), (name: "Failed", value: String(failed))]
        if let first = trace.spans.first {
            result.append(("First span", "\(first.service) \(first.name) at \(first.start.rfc3339Exact)"))
        }
        return result
    }

    func details(_ search: TraceSearch) -> [(name: String, value: String)] {
        search.traces.prefix(5).map { trace in
            let root = [trace.rootService, trace.rootName].compactMap { $0 }.joined(separator: " ")
            let duration = trace.duration.map { ", " + ValueText.value(Double($0) / 1e9, .seconds) } ?? ""
            return ("Trace", "\(trace.id) at \(trace.start.rfc3339Exact)\(duration) \(root)")
        }
    }

    func details(_ patterns: LogPatterns) -> [(name: String, value: String)] {
        patterns.patterns.prefix(5).map { ("Pattern, \($0.count) lines", $0.text) }
    }

    func details(_ event: ClusterEvent) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = [("Type", event.type)]
        if let first = event.firstSeen { result.append(("First seen", first.rfc3339Exact)) }
        result += [("Last seen", event.lastSeen.rfc3339Exact), ("Message", event.message)]
        if let reporter = event.reporter { result.append(("Reported by", reporter)) }
        return result
    }

    func details(_ workload: WorkloadState) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = [
            ("Pods", "\(workload.ready) of \(workload.desired) ready, \(workload.updated) updated")
        ]
        if let revision = workload.revision { result.append(("Revision", revision)) }
        if let cause = workload.changeCause { result.append(("Change cause", cause)) }
        let images = workload.images.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        if !images.isEmpty { result.append(("Images", list(images))) }
        if !workload.configMaps.isEmpty { result.append(("Config maps", list(workload.configMaps))) }
        for condition in workload.conditions.prefix(4) {
            let why = [condition.reason, condition.message].compactMap { $0 }.joined(separator: ": ")
            result.append(
                (
                    "Condition \(condition.type)",
                    condition.status + (condition.changedAt.map { " since \($0.rfc3339Exact)" } ?? "")
                        + (why.isEmpty ? "" : " (\(why))")
                ))
        }
        return result
    }

    func details(_ pod: PodState) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        if let node = pod.node { result.append(("Node", node)) }
        if let start = pod.startedAt { result.append(("Started", start.rfc3339Exact)) }
        for container in pod.containers.prefix(8) {
            var text = container.state + (container.reason.map { " (\($0))" } ?? "")
            text += container.isReady ? ", ready" : ", not ready"
            text += ", restarts: \(container.restarts)"
            if let end = container.lastEnd {
                text += ", last ended with \(end.exitCode)" + (end.reason.map { " (\($0))" } ?? "")
                text += end.finishedAt.map { " at \($0.rfc3339Exact)" } ?? ""
            }
            result.append(("Container \(container.name)", text))
        }
        return result
    }

    func details(_ check: CheckConfiguration) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = [
            ("Schedule", check.schedule), ("Grace", ValueText.duration(check.grace)), ("Status", check.status),
        ]
        if let last = check.lastRun { result.append(("Last run", last.rfc3339Exact)) }
        if let duration = check.lastDuration { result.append(("Last duration", ValueText.duration(duration))) }
        if let channels = check.channels { result.append(("Tells", channels.isEmpty ? "no one" : list(channels))) }
        return result
    }

    func details(_ runs: CheckRuns) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = [("Runs", String(runs.runs.count))]
        if let first = runs.runs.first, let last = runs.runs.last {
            result += [("First", first.time.rfc3339Exact), ("Last", last.time.rfc3339Exact)]
        }
        for hole in runs.holes.prefix(5) {
            result.append(("Hole", "\(hole.from.rfc3339Exact) to \(hole.to.rfc3339Exact)"))
        }
        return result
    }

    func details(_ panel: DashboardPanel) -> [(name: String, value: String)] {
        panel.queries.prefix(8).map { ("Query \($0.name), \($0.system)", $0.expression) }
    }

    func details(_ annotation: Annotation) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = [("Text", annotation.text)]
        if !annotation.tags.isEmpty { result.append(("Tags", list(annotation.tags))) }
        if let author = annotation.author { result.append(("By", roles.label(author))) }
        if let end = annotation.to { result.append(("Until", end.text)) }
        return result
    }
}
