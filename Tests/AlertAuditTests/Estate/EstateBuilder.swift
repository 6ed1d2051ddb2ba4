import AlertAudit
import Alerting
import Core
import PromQL

/// An estate made by hand. Rules have an owner and a runbook unless a test takes them away.
struct EstateBuilder {
    var evidence: [Evidence] = []
    var histories: [RuleHistory] = []
    var settings = AuditSettings()
    var counts: [String: Int] = [:]

    static let now = Instant(rfc3339: "2026-11-21T12:00:00Z") ?? Instant(seconds: 0)
    static let window = TimeWindow(from: now.adding(seconds: -30 * 86_400), to: now)

    static func day(_ text: String) -> Instant { Instant(rfc3339: text + "T00:00:00Z") ?? now }

    @discardableResult
    mutating func add(_ observation: Observation, source: SourceName = "metrics", completeness: Completeness = .complete)
        -> EvidenceID
    {
        var item = Evidence(observation, from: [], completeness: completeness)
        item.id = EvidenceID(evidence.count + 1)
        item.source = source
        evidence.append(item)
        return item.id
    }

    @discardableResult
    mutating func rule(
        _ name: String, _ expression: String, group: String = "g", holdFor: Double = 300, severity: String = "warning",
        labels: [String: String] = [:], annotations: [String: String] = [:], interval: Double = 60, lastError: String? = nil
    ) -> EvidenceID {
        add(
            .rule(
                AlertRule(
                    name: name, group: group, expression: expression, holdFor: holdFor,
                    labels: ["severity": severity, "owner": "a"].merging(labels) { $1 },
                    annotations: ["runbook_url": "https://runbooks.example.org/\(name)"].merging(annotations) { $1 },
                    lastError: lastError, interval: interval)))
    }

    mutating func recording(
        _ name: String, _ expression: String, interval: Double = 60, labels: [String: String] = [:], lastError: String? = nil
    ) {
        add(
            .recording(
                RecordingRule(
                    name: name, group: "r", expression: expression, labels: labels, interval: interval, lastError: lastError)))
    }

    /// Matchers as `name=value`, `name=~pattern`.
    static func matchers(_ texts: [String]) -> [Silence.Matcher] {
        texts.compactMap { text in
            guard let place = text.firstIndex(of: "=") else { return nil }
            let isNegative = text[..<place].hasSuffix("!")
            var value = text[text.index(after: place)...]
            let isRegex = value.hasPrefix("~")
            if isRegex { value = value.dropFirst() }
            return Silence.Matcher(
                name: String(text[..<place].filter { $0 != "!" }), value: String(value), isRegex: isRegex, isEqual: !isNegative)
        }
    }

    mutating func silence(
        _ id: String, _ matchers: [String], comment: String = "see OPS-1", from: String = "2026-11-20",
        to: String = "2026-11-25",
        by: String = "ada@example.org"
    ) {
        add(
            .silence(
                Silence(
                    id: id, matchers: Self.matchers(matchers), startsAt: Self.day(from), endsAt: Self.day(to),
                    createdBy: Person(id: by), comment: comment, state: "active")), source: "alertmanager")
    }

    static func route(
        _ depth: Int, _ receiver: String, _ matchers: [String] = [], continues: Bool = false, mute: [String] = [],
        active: [String] = []
    ) -> AlertRouting.Route {
        AlertRouting.Route(
            depth: depth, receiver: receiver, matchers: Self.matchers(matchers), continues: continues, muteTimeIntervals: mute,
            activeTimeIntervals: active)
    }

    mutating func routing(
        _ routes: [AlertRouting.Route], empty: [String] = [],
        inhibitions: [(source: [String], target: [String], equal: [String])] = [],
        intervals: [AlertTimeInterval] = []
    ) {
        let names = Set(routes.map(\.receiver)).sorted()
        add(
            .routing(
                AlertRouting(
                    routes: routes,
                    inhibitions: inhibitions.map {
                        AlertRouting.Inhibition(
                            source: Self.matchers($0.source), target: Self.matchers($0.target), equal: $0.equal)
                    },
                    receivers: names.map { name in
                        AlertRouting.Receiver(
                            name: name,
                            integrations: empty.contains(name)
                                ? [] : [AlertRouting.Integration(kind: "webhook", sendsResolved: true)])
                    }, timeIntervals: intervals)), source: "alertmanager")
    }

    mutating func signals(_ service: String, _ names: [String]) {
        add(.inventory(Inventory(of: "signals \(service)", entries: names.map { Inventory.Entry(name: $0, count: 3) })))
    }

    mutating func label(_ name: String, _ values: [String]) {
        add(.inventory(Inventory(of: "label \(name)", entries: values.map { Inventory.Entry(name: $0) })))
    }

    /// Firings of a rule: hours after the window's start with lengths in seconds.
    mutating func fired(
        _ rule: EvidenceID, _ firings: [(hour: Double, seconds: Double)], labels: [String: String] = ["service": "a"],
        reaches: [RuleHistory.Reach] = []
    ) {
        let stretches = firings.map { firing in
            let from = Self.window.from.adding(seconds: firing.hour * 3600)
            return RuleHistory.Stretch(
                labels: labels, pendingFrom: from, firingFrom: from, to: from.adding(seconds: firing.seconds))
        }
        histories.append(
            RuleHistory(rule: rule, window: Self.window, step: 60, stretches: stretches, reaches: reaches, evidence: [rule]))
    }

    mutating func reached(
        _ rule: EvidenceID, _ comparison: BinaryOperator, _ threshold: Double, extreme: Double, median: Double
    ) {
        fired(
            rule, [],
            reaches: [
                RuleHistory.Reach(
                    comparison: comparison, threshold: threshold, extreme: extreme, median: median, samples: 40_000)
            ])
    }

    func report() -> AuditReport {
        var all = self
        if !counts.isEmpty {
            all.add(
                .inventory(Inventory(of: "series", entries: counts.map { Inventory.Entry(name: $0.key, count: $0.value) })))
        }
        return EstateAudit(
            evidence: all.evidence, histories: histories, window: Self.window, now: Self.now, settings: settings
        ).run()
    }

    /// What a check reports, as subjects.
    func subjects(_ check: AuditCheckID) -> [String] { report().findings.filter { $0.check == check }.map(\.subject) }
}
