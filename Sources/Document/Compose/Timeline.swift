import Core

/// Kinds of sources, as the timeline and its chart divide them.
enum Lane: String, CaseIterable {
    case metrics, logs, traces, deploys, git, cluster, alerts, checks
    case onCall = "on-call"
    case chat, other

    init(_ observation: Observation) {
        self =
            switch observation {
            case .metric: .metrics
            case .logs, .logPatterns: .logs
            case .trace, .traces: .traces
            case .change(let change): change.kind == .commit ? .git : .deploys
            case .rule, .recording, .alert, .silence, .routing: .alerts
            case .maintenance, .incident, .incidentEvent: .onCall
            case .clusterEvent, .workload, .pod: .cluster
            case .check, .checkFlip, .checkRuns: .checks
            case .message: .chat
            case .annotation, .panel, .person, .inventory, .dependency, .record, .nothing: .other
            }
    }
}

/// One thing that happened, with the checked sentence that says so.
struct TimelineEntry {
    var time: Instant
    var precision: Precision
    var lane: Lane
    var claim: Claim
    /// The claim's sentence without its time, where it was made of evidence alone.
    var text: String
    /// For the chart: two or three words.
    var label: String
    var isKey: Bool
    var finding: Finding.Kind?
}

/// Orders findings and evidence of the incident's window on one clock.
struct TimelineMaker {
    let record: InvestigationRecord
    let roles: Roles
    private let evidence: [EvidenceID: Evidence]

    /// Entries that a reader can still take in; all evidence is in `investigation.json`.
    static let most = 200

    init(_ record: InvestigationRecord) {
        self.record = record
        roles = Roles(namesPeople: record.namesPeople)
        evidence = record.evidence.reduce(into: [:]) { $0[$1.id] = $1 }
    }

    func entries(_ book: inout ClaimBook) -> [TimelineEntry] {
        var result: [TimelineEntry] = []
        var told: Set<EvidenceID> = []
        let kinds: Set<Finding.Kind> = [
            .onset, .recovery, .logBurst, .failingSpan, .changePlaced, .rollback, .clusterTrouble, .alertFired, .checkFlipped,
            .page, .testimony, .resolution,
        ]
        let ends = Set(record.findings.filter { $0.kind == .resolution }.compactMap(\.time))
        for finding in record.findings where kinds.contains(finding.kind) {
            // The end of the incident says for all signals what each recovery at that time would say again.
            if finding.kind == .recovery, let time = finding.time, ends.contains(time) { continue }
            guard let time = finding.time, record.scope.window.contains(time), let claim = book.state(finding) else { continue }
            let items = finding.evidence.compactMap { evidence[$0] }
            if finding.kind != .onset, finding.kind != .recovery { told.formUnion(finding.evidence) }
            result.append(
                TimelineEntry(
                    time: time, precision: items.compactMap { $0.stamp?.precision }.max() ?? .seconds,
                    lane: lane(of: finding, items), claim: claim, text: claim.text, label: label(finding),
                    isKey: isKey(finding), finding: finding.kind))
        }
        for item in record.evidence where !told.contains(item.id) && result.count < TimelineMaker.most {
            if let entry = entry(item, &book) { result.append(entry) }
        }
        // Findings come first here, so that what many messages push out is messages.
        return result.prefix(TimelineMaker.most).enumerated().sorted {
            ($0.element.time, $0.offset) < ($1.element.time, $1.offset)
        }.map(\.element)
    }

    private func lane(of finding: Finding, _ items: [Evidence]) -> Lane {
        switch finding.kind {
        case .onset, .recovery, .steady, .resolution: .metrics
        case .logBurst: .logs
        case .failingSpan, .traceJoined, .callTime: .traces
        case .clusterTrouble: .cluster
        case .checkFlipped: .checks
        case .changePlaced, .rollback:
            // A finding's evidence is in the order of its numbers, and that of a rollback holds what was undone too: the lane is
            // that of the change which the finding is about.
            items.first { item in
                guard case .change(let change) = item.observation else { return false }
                return change.id == finding.facts["id"]?.text && change.kind.rawValue == finding.facts["kind"]?.text
            }.map { Lane($0.observation) } ?? items.map { Lane($0.observation) }.first { $0 == .deploys }
                ?? items.first.map { Lane($0.observation) } ?? .other
        case .alertFired: .alerts
        case .page: .onCall
        case .testimony: .chat
        default: items.first.map { Lane($0.observation) } ?? .other
        }
    }

    private func isKey(_ finding: Finding) -> Bool {
        finding.id == record.onset || [.rollback, .page, .resolution].contains(finding.kind)
            || finding.kind == .changePlaced
                && record.hypotheses.first?.supports.contains(finding.id) == true
    }

    private func label(_ finding: Finding) -> String {
        let service = finding.service.map { " " + $0 } ?? ""
        return switch finding.kind {
        case .onset: (finding.facts["title"]?.text ?? finding.facts["signal"]?.text ?? "onset") + service
        case .recovery: "back to normal" + service
        case .logBurst: "new log lines" + service
        case .failingSpan: "first failing span" + service
        case .clusterTrouble: "cluster trouble" + service
        case .checkFlipped: "check down"
        case .changePlaced: "change" + service
        case .rollback: "rollback" + service
        case .alertFired: "alert"
        case .page: "page"
        case .testimony: "said in chat"
        case .resolution: "over"
        default: finding.kind.rawValue
        }
    }

    /// What evidence says by itself: alerts, pages, changes and messages inside the window.
    private func entry(_ item: Evidence, _ book: inout ClaimBook) -> TimelineEntry? {
        guard let (stamp, text, label) = event(item), record.scope.window.contains(stamp.time) else { return nil }
        let clock = Phrase.clock(stamp.time, precision: stamp.precision, on: record.scope.window.from)
        guard let claim = book.state("At \(clock), \(text)", [.evidence(item.id)]) else { return nil }
        return TimelineEntry(
            time: stamp.time, precision: stamp.precision, lane: Lane(item.observation), claim: claim,
            text: text.first.map { $0.uppercased() + text.dropFirst() } ?? text, label: label, isKey: false, finding: nil)
    }

    private func event(_ item: Evidence) -> (Stamp, String, String)? {
        switch item.observation {
        case .alert(let episode):
            guard episode.state == .firing else { return nil }
            return (episode.from, "the alert `\(safe(episode.name))` began to fire.", "alert")
        case .incidentEvent(let event):
            guard let stamp = item.stamp else { return nil }
            let actor = roles.actor(of: event).map { " (\($0))" } ?? ""
            return (stamp, "the on-call system recorded “\(quoted(event.summary))”\(actor).", event.kind.rawValue)
        case .incident(let incident):
            return (incident.createdAt, "the incident “\(quoted(incident.title))” was opened.", "incident opened")
        case .change(let change):
            guard let stamp = item.stamp else { return nil }
            let service = change.service.map { " of \($0)" } ?? ""
            let noun =
                switch change.kind {
                case .commit: "the commit `\(change.id.prefix(12))`"
                case .deploy: "a deploy"
                case .rollback: "a rollback"
                case .configuration: "a configuration change"
                case .flag: "a feature flag change"
                case .infrastructure: "an infrastructure change"
                }
            let verb = change.kind == .commit ? "was made" : "was live"
            return (stamp, "\(noun)\(service) \(verb): “\(quoted(change.title))”.", change.kind.rawValue)
        case .annotation(let annotation):
            guard let stamp = item.stamp else { return nil }
            return (stamp, "someone or something noted: “\(quoted(annotation.text))”.", "note")
        case .message(let message):
            guard let stamp = item.stamp else { return nil }
            return (stamp, "\(roles.author(of: message)) wrote: “\(quoted(message.text))”.", "message")
        default: return nil
        }
    }

    /// One line of what was said, short enough for a sentence; quotation marks inside would end the quotation.
    private func quoted(_ text: String) -> String {
        let line = TextSearch.flat(text).replacing("”", with: "'").replacing("`", with: "'")
        return line.count > 160 ? line.prefix(159) + "…" : line
    }

    private func safe(_ text: String) -> String { TextSearch.flat(text).replacing("`", with: "'") }
}
