public import Alerting
public import Core
import PromQL

/// Everything that is configured to notice trouble and to tell of it, from all systems.
public struct Estate: Sendable {
    /// An observation of one kind with the evidence that holds it.
    struct Held<Value: Sendable>: Sendable {
        var value: Value
        var id: EvidenceID
        var source: SourceName
    }

    public let window: TimeWindow
    public let now: Instant
    public let settings: AuditSettings
    /// In the order of the evidence.
    public private(set) var detectors: [Detector] = []
    private(set) var recordings: [Recording] = []
    private(set) var silences: [Held<Silence>] = []
    private(set) var trees: [EstateRouting] = []
    private(set) var maintenance: [Held<MaintenanceWindow>] = []
    private(set) var episodes: [Held<AlertEpisode>] = []
    private(set) var incidents: [Held<IncidentRecord>] = []
    private(set) var incidentEvents: [Held<IncidentEvent>] = []
    private(set) var downTargets: [DownTarget] = []
    private(set) var dependencies: [Held<Dependency>] = []
    private(set) var facts = EstateFacts()
    private(set) var coverage = Coverage()
    /// Whether the rules of every source that has any were read in whole.
    private(set) var knowsAllRules = false
    /// Whether the incidents of every source that has any were read in whole.
    private(set) var knowsAllIncidents = true
    /// Definitions of recorded series, by name.
    private(set) var definitions: [String: Expression] = [:]
    /// Places in ``detectors``, by an alert's name.
    private(set) var detectorsByName: [String: [Int]] = [:]

    public init(evidence: [Evidence], histories: [RuleHistory], window: TimeWindow, now: Instant, settings: AuditSettings) {
        self.window = window
        self.now = now
        self.settings = settings
        let histories = Dictionary(histories.map { ($0.rule, $0) }, uniquingKeysWith: { first, _ in first })
        var rules: [Held<AlertRule>] = []
        var checks: [Held<CheckConfiguration>] = []
        var routings: [Held<AlertRouting>] = []
        var isWhole = true
        for item in evidence {
            func hold<Value>(_ value: Value) -> Held<Value> { Held(value: value, id: item.id, source: item.source) }
            switch item.observation {
            case .rule(let rule):
                rules.append(hold(rule))
                if !item.isWhole { isWhole = false }
            case .recording(let rule):
                recordings.append(Recording(hold(rule)))
            case .check(let check): checks.append(hold(check))
            case .silence(let silence): silences.append(hold(silence))
            case .routing(let routing): routings.append(hold(routing))
            case .maintenance(let window): maintenance.append(hold(window))
            case .alert(let episode): episodes.append(hold(episode))
            case .incident(let incident):
                incidents.append(hold(incident))
                if !item.isWhole { knowsAllIncidents = false }
            case .incidentEvent(let event): incidentEvents.append(hold(event))
            case .dependency(let dependency): dependencies.append(hold(dependency))
            case .record(let record):
                if let target = DownTarget(record, item) { downTargets.append(target) }
                facts.read(record, item)
            case .inventory(let inventory): facts.read(inventory, item)
            case .nothing(let what):
                if what.lowercased().contains("rule"), item.completeness != .noneThere { isWhole = false }
                facts.readNothing(what, item)
            default: break
            }
        }
        knowsAllRules = isWhole && (!rules.isEmpty || !recordings.isEmpty)
        for recording in recordings where definitions[recording.rule.name] == nil {
            definitions[recording.rule.name] = recording.expression
        }
        trees = routings.map { EstateRouting($0) }
        let recorded = RecordedDefinitions(recordings)
        detectors = rules.map { Detector($0, definitions: recorded, settings: settings, history: histories[$0.id]) }
        detectors += checks.map { Detector($0, settings: settings) }
        for (index, detector) in detectors.enumerated() {
            detectorsByName[detector.name, default: []].append(index)
        }
        learnValues()
        for index in detectors.indices where detectors[index].kind != .check {
            route(index)
        }
        coverage = Coverage(self)
    }

    /// Remembers the values that labels are seen to have, in alerts that fired and on rules.
    private mutating func learnValues() {
        for episode in episodes.prefix(100_000) { facts.learn(episode.value.labels) }
        for detector in detectors {
            facts.learn(detector.labels.filter { !$0.value.contains("{{") })
            for selector in detector.selectors {
                for matcher in selector.matchers where matcher.operation == .equal {
                    facts.learn([matcher.name: matcher.value])
                }
            }
            for stretch in (detector.history?.stretches ?? []).prefix(1000) { facts.learn(stretch.labels) }
        }
    }

    private mutating func route(_ index: Int) {
        let detector = detectors[index]
        let own = trees.filter { $0.source == detector.source }
        let used = own.isEmpty ? trees : own
        guard !used.isEmpty else { return }
        var ends: Set<RouteEnd> = []
        var isCertain = true
        for labels in alertVariants(of: detector, trees: used) {
            for tree in used {
                let walk = tree.walk(labels)
                isCertain = isCertain && walk.isCertain
                ends.formUnion((walk.ends + walk.possibleEnds).map { tree.end($0) })
            }
        }
        detectors[index].ends = ends.sorted { ($0.routing, $0.subject) < ($1.routing, $1.subject) }
        detectors[index].isRoutingCertain = isCertain
    }

    /// Trees that a detector's alerts can come to: those of its own source, or else all.
    func trees(for detector: Detector) -> [EstateRouting] {
        let own = trees.filter { $0.source == detector.source }
        return own.isEmpty ? trees : own
    }

    /// Rules that are evaluated: not paused ones.
    var activeRules: [Detector] { detectors.filter { $0.kind != .check && !$0.isPaused } }
}

extension Evidence {
    /// Whether nothing is missing from it.
    fileprivate var isWhole: Bool { completeness == .complete || completeness == .noneThere }
}
