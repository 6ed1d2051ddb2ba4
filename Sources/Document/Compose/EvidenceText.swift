import Analysis
import Core

/// What a piece of evidence is, in a line for the list of evidence.
struct EvidenceText {
    let roles: Roles

    func title(_ evidence: Evidence) -> String {
        switch evidence.observation {
        case .metric(let series): metric(series, of: evidence.service)
        case .logs(let logs): "\(logs.lines.count) log lines" + of(evidence.service)
        case .logPatterns(let patterns):
            "\(patterns.patterns.count) log patterns" + of(evidence.service) + (patterns.isBaseline ? ", the time before" : "")
        case .trace(let trace): title(trace)
        case .traces(let search): title(search) + of(evidence.service)
        case .recording(let rule): "Recording rule “\(rule.name)”"
        case .rule(let rule): "Alerting rule “\(rule.name)”" + (rule.group.isEmpty ? "" : " of group “\(rule.group)”")
        case .alert(let episode): "Alert “\(episode.name)”, \(episode.state.rawValue)"
        case .silence(let silence): "Silence on " + list(silence.matchers.map(\.text))
        case .routing: "Alert routing"
        case .maintenance(let window): "Maintenance window “\(window.title)”"
        case .incident(let incident): "Incident \(incident.number ?? incident.id): \(incident.title)"
        case .incidentEvent(let event): "Incident event, \(event.kind.rawValue): \(event.summary)"
        case .change(let change): kind(change) + ": " + change.title
        case .clusterEvent(let event): title(event)
        case .workload(let workload): "\(EvidenceText.name(workload.object)), as the cluster has it"
        case .pod(let pod): title(pod)
        case .check(let check): "Check “\(check.name)”, \(check.status)"
        case .checkFlip(let flip): title(flip)
        case .checkRuns(let runs): "Runs of check “\(runs.name)”"
        case .panel(let panel): "Panel “\(panel.title)” of dashboard “\(panel.dashboardTitle)”"
        case .annotation(let annotation): "Annotation: \(annotation.text)"
        case .message(let message):
            (message.isBot ? "Message of a bot" : "Message") + " in chat channel \(message.channel)"
        case .person(let person): "Someone whom the source knows: \(roles.label(person))"
        case .inventory(let inventory): "List of \(inventory.of), \(inventory.entries.count) entries"
        case .dependency(let dependency): "\(dependency.caller) calls \(dependency.callee)"
        case .record(let record): record.title
        case .nothing(let text): "Nothing found: \(text)"
        }
    }

    /// What else a reader needs to judge it: pairs of a name and a value.
    func details(_ evidence: Evidence) -> [(name: String, value: String)] {
        switch evidence.observation {
        case .metric(let series): return details(series)
        case .logs(let logs):
            return logs.lines.prefix(3).map { ("Line", "\($0.time.rfc3339Exact) \($0.text)") }
        case .logPatterns(let patterns): return details(patterns)
        case .trace(let trace): return details(trace)
        case .traces(let search): return details(search)
        case .recording(let rule):
            return [("Expression", rule.expression)] + (rule.lastError.map { [("Error", $0)] } ?? [])
        case .rule(let rule):
            return [("Expression", rule.expression), ("Held for", ValueText.duration(rule.holdFor))]
                + (rule.lastError.map { [("Error", $0)] } ?? [])
        case .alert(let episode):
            return [("From", episode.from.text), ("To", episode.to?.text ?? "not known")]
                + (episode.silencedBy.isEmpty ? [] : [("Silenced by", list(episode.silencedBy))])
        case .silence(let silence):
            return [
                ("From", silence.startsAt.rfc3339Exact), ("To", silence.endsAt.rfc3339Exact), ("State", silence.state),
                ("Comment", silence.comment), ("Set by", roles.label(silence.createdBy)),
            ]
        case .routing(let routing):
            return details(routing)
        case .maintenance(let window):
            return [("From", window.from.rfc3339Exact), ("To", window.to.rfc3339Exact)]
                + (window.createdBy.map { [("Set by", roles.label($0))] } ?? [])
        case .incident(let incident):
            return [("Status", incident.status), ("Opened", incident.createdAt.text)]
                + (incident.resolvedAt.map { [("Resolved", $0.text)] } ?? [])
        case .incidentEvent(let event): return event.actor.map { [("By", roles.label($0))] } ?? []
        case .change(let change): return details(change)
        case .clusterEvent(let event): return details(event)
        case .workload(let workload): return details(workload)
        case .pod(let pod): return details(pod)
        case .check(let check): return details(check)
        case .checkFlip: return []
        case .checkRuns(let runs): return details(runs)
        case .panel(let panel): return details(panel)
        case .annotation(let annotation): return details(annotation)
        case .message(let message):
            return [("Text", message.text), (message.isBot ? "Bot" : "By", roles.label(message.author))]
        case .inventory(let inventory): return [("Entries", list(inventory.entries.prefix(12).map(\.name)))]
        case .record(let record): return record.fields.members.prefix(12).map { ($0.name, $0.value.string ?? $0.value.compact) }
        case .dependency(let dependency): return dependency.rate.map { [("Rate", ValueText.number($0) + "/s")] } ?? []
        case .person, .nothing: return []
        }
    }

    private func details(_ routing: AlertRouting) -> [(name: String, value: String)] {
        let intervals = routing.timeIntervals.map { interval in
            (name: "Time interval “\(interval.name)”", value: interval.periods.map(\.text).joined(separator: "; "))
        }
        return [
            ("Receivers", list(routing.routes.map(\.receiver))),
            ("Receivers without integration", routing.emptyReceivers.isEmpty ? "none" : list(routing.emptyReceivers)),
        ] + intervals.prefix(12)
    }

    func kind(_ change: Change) -> String {
        switch change.kind {
        case .commit: "Commit \(change.id.prefix(12))"
        case .deploy: "Deploy \(change.id.prefix(40))"
        case .rollback: "Rollback \(change.id.prefix(40))"
        case .configuration: "Configuration change \(change.id.prefix(40))"
        case .flag: "Feature flag change \(change.id.prefix(40))"
        case .infrastructure: "Infrastructure change \(change.id.prefix(40))"
        }
    }

    static func completeness(_ value: Completeness) -> String? {
        switch value {
        case .complete: nil
        case .noneThere: "asked, and none there"
        case .cutOff(let reason): "cut off: \(reason)"
        case .failed(let reason): "failed: \(reason)"
        case .notKept(let reason): "not kept that long: \(reason)"
        case .sampled(let reason): "sampled: \(reason)"
        case .notAsked: "not asked"
        }
    }

    private func metric(_ series: MetricSeries, of service: String?) -> String {
        let labels = series.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\"\($0.value)\"" }
        return series.title + of(series.title.contains(service ?? "") ? nil : service)
            + (labels.isEmpty ? "" : " {" + labels.joined(separator: ", ") + "}")
            + (series.isBaseline ? ", the time before" : "")
    }

    private func details(_ series: MetricSeries) -> [(name: String, value: String)] {
        let values = series.samples.map(\.value).filter(\.isFinite).sorted()
        guard let low = values.first, let high = values.last else { return [("Samples", "0")] }
        return [
            ("Samples", "\(series.samples.count), one every \(ValueText.duration(series.step))"),
            (
                "Lowest, median, highest",
                [low, values.quantile(0.5), high].map { ValueText.value($0, series.unit) }.joined(separator: ", ")
            ),
        ]
    }

    private func details(_ change: Change) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        if let service = change.service { result.append(("Service", service)) }
        if let revision = change.revision { result.append(("Revision", revision)) }
        if let previous = change.previousRevision { result.append(("Before it", previous)) }
        if let author = change.author { result.append(("Author", roles.label(author))) }
        if !change.files.isEmpty {
            result.append(("Files", list(change.files.map { "\($0.path) (+\($0.added) −\($0.removed))" })))
        }
        return result
    }

    private func of(_ service: String?) -> String { service.map { " of \($0)" } ?? "" }

    func list(_ parts: [String]) -> String {
        parts.prefix(20).joined(separator: ", ") + (parts.count > 20 ? " and \(parts.count - 20) more" : "")
    }
}
