import AlertAudit
import Alerting
import Analysis
import Core

/// A case file made by hand: evidence is numbered as it is added, and onsets are stated as analysis states them.
struct CaseBuilder {
    var services: [Service] = []
    var dependencies: [Dependency] = []
    private(set) var evidence: [Evidence] = []
    private(set) var findings: [Finding] = []
    var firstFailing: String? = "payments"
    /// When it was noticed, by the clock.
    var noticed: String?
    /// What rules would have done, and how many series selectors had.
    var histories: [RuleHistory] = []
    var counts: [String: Int] = [:]

    static let window = TimeWindow(from: at("14:00"), to: at("15:00"))

    /// A time on the incident's day, `14:23` or `14:23:30`.
    static func at(_ clock: String, day: String = "2026-11-20") -> Instant {
        Instant(rfc3339: "\(day)T\(clock.count == 5 ? clock + ":00" : clock)Z") ?? Instant(seconds: 0)
    }

    @discardableResult
    mutating func add(
        _ observation: Observation, service: String? = nil, stamp: Stamp? = nil, query: String? = nil,
        completeness: Completeness = .complete
    )
        -> EvidenceID
    {
        let key = CallKey(investigation: "i", round: 0, path: "p", step: 0, index: evidence.count)
        var item = Evidence(
            observation, from: [key], service: service, stamp: stamp, query: query, completeness: completeness)
        item.id = EvidenceID(evidence.count + 1)
        evidence.append(item)
        return item.id
    }

    @discardableResult
    mutating func rule(
        _ name: String, _ expression: String, holdFor: Double = 0, labels: [String: String] = [:], lastError: String? = nil,
        completeness: Completeness = .complete
    ) -> EvidenceID {
        add(
            .rule(
                AlertRule(
                    name: name, group: "g", expression: expression, holdFor: holdFor, labels: labels, lastError: lastError)),
            completeness: completeness)
    }

    @discardableResult
    mutating func recording(_ name: String, _ expression: String) -> EvidenceID {
        add(.recording(RecordingRule(name: name, group: "g", expression: expression)))
    }

    /// A signal with a sample a minute: `normal` before `from`, `high` up to `to`, normal again. States its onset.
    @discardableResult
    mutating func moved(
        _ metric: String, of service: String = "payments", signal: Signal = .latency, unit: Unit = .seconds,
        title: String? = nil,
        normal: Double = 0.12, high: Double = 4.2, from: String = "14:23", to: String = "14:49", baselineMaximum: Double = 0.14,
        query: String? = nil, labels: [String: String] = [:]
    ) -> Finding {
        let before = (0..<20).map { index in
            MetricSeries.Sample(
                CaseBuilder.window.from.adding(seconds: Double(index - 100) * 3600), index == 7 ? baselineMaximum : normal)
        }
        let during = (0...60).map { index in
            let time = CaseBuilder.window.from.adding(seconds: Double(index) * 60)
            return MetricSeries.Sample(time, time >= CaseBuilder.at(from) && time <= CaseBuilder.at(to) ? high : normal)
        }
        var series = MetricSeries(
            title: title ?? metric, signal: signal, unit: unit, metric: metric, labels: labels, step: 60, samples: during)
        let current = add(.metric(series), service: service, query: query)
        series.isBaseline = true
        series.samples = before
        let earlier = add(.metric(series), service: service, query: query)
        var finding = Finding(
            .onset, service: service, time: CaseBuilder.at(from), statement: "\(metric) left its baseline.",
            facts: [
                "onset": .time(CaseBuilder.at(from)), "peak": .number(high, unit), "baselineMedian": .number(normal, unit),
                "direction": .text(high > normal ? "rise" : "fall"),
            ], evidence: [current, earlier])
        finding.id = FindingID(findings.count + 1)
        findings.append(finding)
        return finding
    }

    @discardableResult
    mutating func silence(
        _ matchers: [Silence.Matcher], from: Instant, to: Instant = at("06:00", day: "2026-12-11"), comment: String = "",
        id: String = "s1"
    ) -> EvidenceID {
        add(
            .silence(
                Silence(
                    id: id, matchers: matchers, startsAt: from, endsAt: to,
                    createdBy: Person(id: "mira@example.org", name: "Mira"),
                    comment: comment, state: "active")))
    }

    @discardableResult
    mutating func alert(
        _ name: String, _ labels: [String: String], from: String, state: AlertEpisode.State = .firing, silencedBy: [String] = []
    ) -> EvidenceID {
        add(
            .alert(
                AlertEpisode(
                    name: name, state: state, labels: labels, from: Stamp(CaseBuilder.at(from)),
                    to: Stamp(CaseBuilder.at("14:51")),
                    silencedBy: silencedBy)))
    }

    var caseFile: CaseFile {
        CaseFile(
            incident: Incident(title: "t", services: ["checkout"], origin: "test"),
            scope: Scope(
                window: CaseBuilder.window,
                baseline: TimeWindow(from: CaseBuilder.window.from.adding(seconds: -604_800), to: CaseBuilder.window.from)),
            services: services, dependencies: dependencies, evidence: evidence)
    }

    var assessment: Assessment {
        let notice = noticed.map {
            Finding(
                .detectionDelay, statement: "Noticed.", facts: ["noticed": .time(CaseBuilder.at($0))],
                evidence: findings.flatMap(\.evidence))
        }
        return Assessment(
            findings: findings + (notice.map { [$0] } ?? []), onset: findings.first?.id, firstFailingService: firstFailing,
            blastRadius: [], suspects: [], hypotheses: [], remediation: .none, gaps: [])
    }

    func run(_ options: AlertingAudit.Options = .init()) -> AlertingAudit.Result {
        var counted = Evidence(
            .inventory(Inventory(of: "series", entries: counts.map { Inventory.Entry(name: $0.key, count: $0.value) })),
            from: [])
        counted.id = EvidenceID(900)
        return AlertingAudit(
            caseFile: caseFile, assessment: assessment, options: options, histories: histories,
            counted: counts.isEmpty ? [] : [counted]
        ).run()
    }

    func found(_ kind: Finding.Kind) -> [Finding] { run().findings.filter { $0.kind == kind } }
}

extension Silence.Matcher {
    static func equal(_ name: String, _ value: String) -> Self { Self(name: name, value: value) }
    static func regex(_ name: String, _ value: String) -> Self { Self(name: name, value: value, isRegex: true) }
    static func not(_ name: String, _ value: String) -> Self { Self(name: name, value: value, isEqual: false) }
    static func notRegex(_ name: String, _ value: String) -> Self {
        Self(name: name, value: value, isRegex: true, isEqual: false)
    }
}
