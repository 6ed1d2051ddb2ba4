import Core

// The values that traces, clusters and checks hold. Of a trace's many spans only its ends count: a finding says which span it
// means, and states that span's values as facts.
extension Holding {
    mutating func addSystems(_ observation: Observation) {
        switch observation {
        case .logPatterns(let patterns):
            add(Double(patterns.patterns.count), .plain, "patterns")
            for pattern in patterns.patterns.prefix(20) { add(Double(pattern.count), .plain, "lines") }
        case .trace(let trace): add(trace)
        case .traces(let search):
            add(Double(search.traces.count), .plain, "traces")
            for trace in [search.traces.first, search.traces.last].compactMap({ $0 }) { add(trace.start, "trace") }
        case .clusterEvent(let event):
            add(Double(event.count), .plain, "count")
            if let first = event.firstSeen {
                add(from: first, to: event.lastSeen, "seen")
            } else {
                add(event.lastSeen, "seen")
            }
        case .workload(let workload):
            for (name, value) in [("desired", workload.desired), ("ready", workload.ready), ("updated", workload.updated)] {
                add(Double(value), .plain, name)
            }
            for condition in workload.conditions { if let time = condition.changedAt { add(time, condition.type) } }
        case .pod(let pod): add(pod)
        case .check(let check): add(check)
        case .checkFlip(let flip): texts.append(flip.state.rawValue)
        case .checkRuns(let runs):
            add(Double(runs.runs.count), .plain, "runs")
            for run in [runs.runs.first, runs.runs.last].compactMap({ $0 }) { add(run.time, "run") }
            for hole in runs.holes { add(from: hole.from, to: hole.to, "hole") }
        case .annotation(let annotation): if let end = annotation.to { add(end, "annotation end") }
        case .metric, .logs, .rule, .recording, .alert, .silence, .routing, .maintenance, .incident, .incidentEvent, .change,
            .panel,
            .message, .person, .inventory, .dependency, .record, .nothing:
            break
        }
    }

    private mutating func add(_ instant: Instant, _ name: String) {
        times.append(Time(instant: instant, precision: .nanoseconds, name: name))
    }

    private mutating func add(_ trace: Trace) {
        add(Double(trace.spans.count), .plain, "spans")
        add(Double(trace.spans.count { $0.status == .error }), .plain, "failed spans")
        guard let first = trace.spans.first else { return }
        let end = trace.spans.map { $0.start.nanoseconds.addingClamped($0.duration) }.max() ?? first.start.nanoseconds
        add(from: first.start, to: Instant(nanoseconds: end), "trace")
    }

    private mutating func add(_ pod: PodState) {
        texts.append(pod.phase)
        if let start = pod.startedAt { add(start, "pod started") }
        for container in pod.containers {
            add(Double(container.restarts), .plain, "restarts")
            guard let end = container.lastEnd else { continue }
            add(Double(end.exitCode), .plain, "exit code")
            if let time = end.startedAt { add(time, "container started") }
            if let time = end.finishedAt { add(time, "container ended") }
        }
    }

    private mutating func add(_ check: CheckConfiguration) {
        if let period = check.period { add(period, .duration, "period") }
        add(check.grace, .duration, "grace")
        if let last = check.lastRun { add(last, "last run") }
        if let duration = check.lastDuration { add(duration, .duration, "last run") }
    }
}

extension Int64 {
    fileprivate func addingClamped(_ other: Int64) -> Int64 {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? (other > 0 ? .max : .min) : sum
    }
}
