import AlertAudit
import Alerting
import Connectors
import Core

/// Asks every source for what is configured to notice and to tell and for what came of it, has the sources' own engines evaluate
/// the rules over the window, and draws the conclusions.
struct EstateAuditor: Sendable {
    /// Seconds between two moments at which rules are evaluated over the past, unless the window is too long for it.
    static let step = 300.0

    let connectors: [(source: SourceName, connector: any Connector)]
    let questioner: Questioner
    let start: AuditStart
    let progress: any ProgressObserver

    func gather() async -> [Answer] {
        progress.stage("Reading rules, routes, silences and checks")
        let opening = await questioner.ask(
            connectors.flatMap { source, connector in
                Question.all(connector.auditProbes(over: start.window), to: source, under: "1-estate", round: 0)
            })
        let questions = connectors.flatMap { source, connector in
            EstateAuditor.questions(to: source, connector, after: opening, start.window)
        }
        progress.stage("Evaluating \(opening.flatMap(\.evidence).count { $0.rule != nil }) rules over the window")
        return opening + (await questioner.ask(questions))
    }

    /// Numbers the evidence in plan order and draws the conclusions. Pure: the same answers give the same report.
    func conclude(_ answers: [Answer]) -> (report: AuditReport, evidence: [Evidence]) {
        var evidence = answers.sorted { $0.question.path < $1.question.path }.flatMap(\.evidence)
        for index in evidence.indices { evidence[index].id = EvidenceID(index + 1) }
        let histories = connectors.flatMap { EstateAuditor.histories(of: $0.source, in: evidence, start.window) }
        var report = EstateAudit(
            evidence: evidence, histories: histories, window: start.window, now: start.now,
            settings: start.configuration.audit ?? AuditSettings()
        ).run()
        let asked = answers.sorted { $0.question.path < $1.question.path }.flatMap(\.gaps)
        report.gaps = asked + report.gaps
        return (report, evidence)
    }

    // MARK: The second round

    /// What to ask a source of its own rules' past, once the rules are known, and of the labels that silences name.
    private static func questions(
        to source: SourceName, _ connector: any Connector, after opening: [Answer], _ window: TimeWindow
    ) -> [Question] {
        let tools = Set(connector.tools.map(\.description.name))
        let kind = type(of: connector).kind.text
        let mine = opening.filter { $0.question.source == source }
        let parents = mine.flatMap(\.lastCalls)
        var result: [Question] = []
        func add(_ tool: String, _ place: String, _ members: [(String, JSONValue)], _ purpose: String) {
            guard tools.contains("\(kind)_\(tool)") else { return }
            result.append(
                Question(
                    source: source,
                    probe: Probe(
                        tool: "\(kind)_\(tool)", input: .object(JSONObject(members + window.inputMembers)), purpose: purpose),
                    path: "2-past/\(source)/\(place)", round: 1, parents: parents))
        }
        let rules = mine.flatMap(\.evidence).compactMap(\.rule)
        let recordings = mine.flatMap(\.evidence).compactMap(\.recording)
        if !rules.isEmpty || !recordings.isEmpty {
            let plan = BackTest.plan(rules.map { (EvidenceID(0), $0) }, window, step: step)
            let selectors = Estate.selectorsToCount(rules: rules, recordings: recordings)
            add(
                "back_test", "back-test",
                [
                    ("expressions", .array(plan.expressions.map { .string($0) })),
                    ("selectors", .array(selectors.map { .string($0) })),
                    (
                        "spacings",
                        .array(Estate.metricsToMeasure(rules: rules, recordings: recordings).map { .string($0) })
                    ), ("falls", .array(Estate.metricsTakenAsCounters(rules: rules).map { .string($0) })),
                    ("step", .number(plan.step)),
                ], "what the rules would have done")
        }
        // Only what evaluates rules knows the labels that alerts can have.
        guard tools.contains("\(kind)_back_test") else { return result }
        for label in Estate.labelsToList(
            silences: opening.flatMap(\.evidence).compactMap(\.silence),
            routings: opening.flatMap(\.evidence).compactMap(\.routing))
        {
            add(
                "label_values", "label-\(PercentEncoding.segment(label))", [("label", .string(label))],
                "values of the label \(label)")
        }
        return result
    }

    /// What the rules of one source would have done, by the values that it computed.
    private static func histories(of source: SourceName, in evidence: [Evidence], _ window: TimeWindow) -> [RuleHistory] {
        let mine = evidence.filter { $0.source == source }
        return BackTest.histories(
            of: mine.compactMap { item in item.rule.map { (item.id, $0) } }, in: mine, window, step: step)
    }
}

extension Evidence {
    fileprivate var rule: AlertRule? { if case .rule(let rule) = observation { rule } else { nil } }
    fileprivate var recording: RecordingRule? { if case .recording(let rule) = observation { rule } else { nil } }
    fileprivate var routing: AlertRouting? { if case .routing(let routing) = observation { routing } else { nil } }
    fileprivate var silence: Silence? { if case .silence(let silence) = observation { silence } else { nil } }
}
