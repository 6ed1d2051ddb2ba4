import Core

// What traces, clusters, checks and dashboards tell, as lines of text.
extension EvidenceText {
    mutating func describeSystems(_ observation: Observation) {
        switch observation {
        case .logPatterns(let patterns):
            for pattern in patterns.patterns {
                add("\(pattern.count) lines\(pattern.severity.map { " \($0)" } ?? ""): \(pattern.text)")
                if let example = pattern.example { add("  such as: \(example)") }
            }
        case .trace(let trace):
            add("trace \(trace.id), \(trace.spans.count) spans")
            for span in trace.spans { describe(span) }
        case .traces(let search):
            for trace in search.traces { describe(trace) }
        case .clusterEvent(let event):
            let since = event.firstSeen.map { " since \($0.rfc3339())" } ?? ""
            add("\(event.type) \(event.reason) of \(EvidenceText.name(event.object)), \(event.count) times\(since), last")
            add("at \(event.lastSeen.rfc3339()), by \(event.reporter ?? "an unnamed component"): \(event.message)")
        case .workload(let workload): describe(workload)
        case .pod(let pod): describe(pod)
        case .check(let check): describe(check)
        case .checkFlip(let flip): add("check \(flip.check) \(flip.name) became \(flip.state.rawValue)")
        case .checkRuns(let runs):
            add("\(runs.runs.count) runs of check \(runs.check) \(runs.name)")
            for hole in runs.holes { add("no run from \(hole.from.rfc3339()) to \(hole.to.rfc3339())") }
            for run in runs.runs {
                add("\(run.time.rfc3339()) \(run.kind)\(run.duration.map { ", took \($0) s" } ?? "")")
            }
        case .panel(let panel):
            add("panel \(panel.id) \(panel.title) of dashboard \(panel.dashboard) \(panel.dashboardTitle)")
            for query in panel.queries { add("query \(query.name) (\(query.system)): \(query.expression)") }
        case .annotation(let annotation):
            let end = annotation.to.map { " until \($0.text)" } ?? ""
            add("annotation\(end) [\(annotation.tags.joined(separator: ", "))]: \(annotation.text)")
        case .metric, .logs, .rule, .recording, .alert, .silence, .routing, .maintenance, .incident, .incidentEvent, .change,
            .message,
            .person, .inventory, .dependency, .record, .nothing:
            break
        }
    }

    private mutating func describe(_ span: Span) {
        let parent = span.parent.map { " below \($0)" } ?? ""
        add(
            "span \(span.id)\(parent): \(span.service) \(span.name), \(span.kind.rawValue), \(span.start.rfc3339(.milliseconds)),"
                + " \(Double(span.duration) / 1e9) s, \(span.status.rawValue)\(span.statusMessage.map { ": \($0)" } ?? "")"
                + EvidenceText.set(span.attributes))
        for event in span.events {
            add("  \(event.time.rfc3339(.milliseconds)) \(event.name)\(EvidenceText.set(event.attributes))")
        }
    }

    private mutating func describe(_ trace: TraceSummary) {
        let root = [trace.rootService, trace.rootName].compactMap { $0 }.joined(separator: " ")
        let duration = trace.duration.map { ", \(Double($0) / 1e9) s" } ?? ""
        add("trace \(trace.id) at \(trace.start.rfc3339(.milliseconds))\(duration): \(root)")
        for service in trace.services { add("  \(service.service): \(service.spans) spans, \(service.errors) failed") }
        for span in trace.matched { describe(span) }
    }

    private mutating func describe(_ workload: WorkloadState) {
        let name = EvidenceText.name(workload.object)
        add("\(name): \(workload.ready) of \(workload.desired) ready, \(workload.updated) updated")
        if let revision = workload.revision { add("revision \(revision)\(workload.changeCause.map { ": \($0)" } ?? "")") }
        if !workload.images.isEmpty { add("images\(EvidenceText.set(workload.images))") }
        if !workload.configMaps.isEmpty { add("config maps: \(workload.configMaps.joined(separator: ", "))") }
        for condition in workload.conditions {
            let since = condition.changedAt.map { " since \($0.rfc3339())" } ?? ""
            let why = [condition.reason, condition.message].compactMap { $0 }.joined(separator: ": ")
            add("condition \(condition.type) \(condition.status)\(since) \(why)")
        }
    }

    private mutating func describe(_ pod: PodState) {
        add("\(EvidenceText.name(pod.object)) \(pod.phase)\(pod.node.map { " on \($0)" } ?? "")")
        for container in pod.containers {
            let end = container.lastEnd.map { end in
                ", last ended with \(end.exitCode) \(end.reason ?? "")\(end.finishedAt.map { " at \($0.rfc3339())" } ?? "")"
            }
            add(
                "container \(container.name) \(container.state) \(container.reason ?? ""), ready: \(container.isReady),"
                    + " restarts: \(container.restarts)\(end ?? "")")
        }
    }

    private mutating func describe(_ check: CheckConfiguration) {
        add("check \(check.id) \(check.name): \(check.status), \(check.schedule), grace \(Int(clamping: check.grace)) s")
        if let last = check.lastRun {
            add("last run \(last.rfc3339())\(check.lastDuration.map { ", took \($0) s" } ?? "")")
        }
        if let channels = check.channels { add("tells: \(channels.joined(separator: ", "))") }
    }

    static func name(_ object: ClusterObject) -> String {
        "\(object.kind) \(object.namespace.map { $0 + "/" } ?? "")\(object.name)"
    }
}
