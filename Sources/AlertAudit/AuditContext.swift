import Alerting
import Analysis
import Core
import PromQL

/// What all checks look at: the case, sorted by what it is to alerting.
struct AuditContext: Sendable {
    /// An observation of one kind with the evidence that holds it.
    struct Held<Value: Sendable>: Sendable {
        var value: Value
        var id: EvidenceID
    }

    /// When the incident was noticed, as analysis found it: by a page, or else by an alert.
    struct Noticed: Sendable {
        var time: Instant
        var evidence: [EvidenceID]
    }

    let caseFile: CaseFile
    let options: AlertingAudit.Options
    let rules: [ReadRule]
    /// Rules that their source does not evaluate.
    let paused: [Held<AlertRule>]
    /// Rules whose expressions are no PromQL: written in another language, or cut.
    let unreadableRules: [Held<AlertRule>]
    let signals: [MovedSignal]
    let episodes: [Held<AlertEpisode>]
    let silences: [Held<Silence>]
    let maintenance: [Held<MaintenanceWindow>]
    let routing: [Held<AlertRouting>]
    /// What rules would have done over the incident's window, by their evidence.
    let histories: [EvidenceID: RuleHistory]
    /// Whether selectors that rules read had any series in the window, by their text; those that were counted.
    private(set) var seriesThere: [String: Bool] = [:]
    /// What told of the series of each selector.
    private(set) var seriesEvidence: [String: [EvidenceID]] = [:]
    let firstFailingService: String?
    /// Services with a signal that left its baseline, then those the incident names; each once.
    let affected: [String]
    /// Every service that the case knows.
    let services: Set<String>
    /// The first onset, or when the incident was reported, or the window's start.
    let onset: Instant
    /// The finding that states the onset.
    let onsetFinding: Finding?
    let noticed: Noticed?
    private var identities: [String: ServiceIdentity] = [:]
    /// Of each of ``signals`` to each of ``rules``.
    private(set) var relations: [[ServiceIdentity.Answer]] = []
    /// Places in ``rules``.
    private var rulesAbout: [String: [Int]] = [:]
    /// Silences that were active in the trouble and concern an affected service.
    private(set) var muting: [MutingSilence] = []

    /// From the onset to the end of the window.
    var trouble: TimeWindow { TimeWindow(from: onset, to: max(onset, caseFile.scope.window.to)) }

    init(
        _ caseFile: CaseFile, _ assessment: Assessment, _ options: AlertingAudit.Options, histories: [RuleHistory] = [],
        counted: [Evidence] = []
    ) {
        self.caseFile = caseFile
        self.histories = Dictionary(histories.map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })
        for item in counted {
            guard case .inventory(let inventory) = item.observation, inventory.of == "series" else { continue }
            for entry in inventory.entries {
                seriesThere[entry.name] = entry.count > 0 || seriesThere[entry.name] == true
                seriesEvidence[entry.name, default: []].append(item.id)
            }
        }
        self.options = options
        var rules: [Held<AlertRule>] = []
        var paused: [Held<AlertRule>] = []
        var episodes: [Held<AlertEpisode>] = []
        var silences: [Held<Silence>] = []
        var maintenance: [Held<MaintenanceWindow>] = []
        var routing: [Held<AlertRouting>] = []
        var recordings: [RecordingRule] = []
        for evidence in caseFile.evidence {
            switch evidence.observation {
            case .rule(let rule) where rule.isPaused == true: paused.append(Held(value: rule, id: evidence.id))
            case .rule(let rule): rules.append(Held(value: rule, id: evidence.id))
            case .recording(let rule): recordings.append(rule)
            case .alert(let episode): episodes.append(Held(value: episode, id: evidence.id))
            case .silence(let silence): silences.append(Held(value: silence, id: evidence.id))
            case .maintenance(let window): maintenance.append(Held(value: window, id: evidence.id))
            case .routing(let tree): routing.append(Held(value: tree, id: evidence.id))
            default: break
            }
        }
        self.paused = paused
        self.episodes = episodes
        self.silences = silences
        self.maintenance = maintenance
        self.routing = routing
        signals = MovedSignal.all(in: caseFile, assessment)
        firstFailingService = assessment.firstFailingService
        onsetFinding = assessment.onset.flatMap { id in assessment.findings.first { $0.id == id } }
        noticed = assessment.findings.first { $0.kind == .detectionDelay }.flatMap { finding in
            finding.facts["noticed"]?.time.map { Noticed(time: $0, evidence: finding.evidence) }
        }
        onset =
            onsetFinding?.time ?? signals.map(\.onset).min() ?? caseFile.incident.reportedAt ?? caseFile.scope.window.from
        var affected: [String] = []
        for service in [assessment.firstFailingService].compactMap({ $0 }) + assessment.blastRadius + signals.map(\.service)
            + caseFile.incident.services where !service.isEmpty && !affected.contains(service)
        {
            affected.append(service)
        }
        self.affected = affected
        var services = Set(affected + caseFile.services.map(\.name) + caseFile.evidence.compactMap(\.service))
        services.formUnion(caseFile.dependencies.flatMap { [$0.caller, $0.callee] })
        self.services = services
        (self.rules, unreadableRules) = ReadRule.read(rules, recordings: recordings, services: services)
        for service in affected { identities[service] = makeIdentity(of: service) }
        relations = signals.map { signal in
            let identity = identity(of: signal.service)
            return self.rules.map { $0.relation(to: signal, identity) }
        }
        for service in affected { rulesAbout[service] = findRules(about: service) }
        muting = MutingSilence.all(in: self)
    }

    /// What identifies a service's series and alerts.
    func identity(of service: String) -> ServiceIdentity {
        identities[service] ?? ServiceIdentity(name: service, labels: [:])
    }

    /// Rules that watch a signal of the service, or whose alerts carry its name.
    func rules(about service: String) -> [ReadRule] { (rulesAbout[service] ?? []).map { rules[$0] } }

    private func makeIdentity(of service: String) -> ServiceIdentity {
        var labels: [String: String] = [:]
        let selector = caseFile.services.first { $0.name == service }?.selector ?? ""
        let text = selector.hasPrefix("{") || selector.isEmpty ? selector : "{\(selector)}"
        for selector in (try? PromQLParser.parse(text))?.selectors ?? [] {
            for matcher in selector.matchers where matcher.operation == .equal { labels[matcher.name] = matcher.value }
        }
        for signal in signals where signal.service == service {
            // What tells one of its series from another is no mark of the service.
            let marks = signal.labels.filter {
                ServiceIdentity.labelNames.contains($0.key) || ServiceIdentity.placeNames.contains($0.key)
            }
            labels.merge(marks) { known, _ in known }
        }
        return ServiceIdentity(name: service, labels: labels)
    }

    private func findRules(about service: String) -> [Int] {
        let identity = identity(of: service)
        let own = signals.indices.filter { signals[$0].service == service }
        return rules.indices.filter { index in
            own.contains { relations[$0][index] == .yes } || identity.owns(rules[index].alertLabels.known) == .yes
        }
    }

    /// Episodes of a rule's alert during the trouble, in one of `states`, that are about a service or about none by name.
    func episodes(of rule: String, service: String, in states: Set<AlertEpisode.State>) -> [Held<AlertEpisode>] {
        let identity = identity(of: service)
        return episodes.filter { held in
            held.value.name == rule && states.contains(held.value.state) && overlapsTrouble(held.value)
                && identity.owns(held.value.labels) != .no
        }
    }

    func overlapsTrouble(_ episode: AlertEpisode) -> Bool {
        let to = episode.to?.covered.to ?? caseFile.scope.window.to
        return episode.from.covered.from <= trouble.to && to >= trouble.from
    }
}
