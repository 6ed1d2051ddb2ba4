import Core

/// The machine under the failing service had no room left: a neighbour took it, or the machine was ill.
enum NodeCause: CauseModel {
    static let family = CauseFamily.node
    static let predictions = [
        "the use of the node rose to its limit by the first onset",
        "the failing service runs on that node, or its containers were held back",
        "something else on the node began to use more, while the failing service was asked no more than before",
    ]
    static let refutations = ["the node had room left", "the use of the node rose only after the first onset"]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        var byNode: [String: [SignalReading]] = [:]
        for reading in context.readings where isOfHost(reading) && reading.signal == .saturation {
            byNode[node(of: reading), default: []].append(reading)
        }
        return byNode.keys.sorted().compactMap { hypothesis(of: $0, byNode[$0] ?? [], first, context, &book) }
    }

    /// Metrics of a machine, by the prefixes of node_exporter, OpenTelemetry's host metrics and the common agents.
    static func isOfHost(_ reading: SignalReading) -> Bool {
        let metric = reading.series.metric.lowercased()
        return ["node_", "host_", "machine_", "system.", "system_"].contains { metric.hasPrefix($0) }
    }

    private static func node(of reading: SignalReading) -> String {
        for label in ["node", "nodename", "host", "instance"] {
            if let name = reading.series.labels[label], !name.isEmpty { return name }
        }
        return reading.service
    }

    private static func hypothesis(
        of node: String, _ readings: [SignalReading], _ first: ServiceFailure, _ context: CauseContext,
        _ book: inout FindingBook
    ) -> Hypothesis? {
        let risen = readings.filter { $0.onset?.direction == .rise }
        guard !node.isEmpty, let fullest = risen.max(by: { ($0.maximum, $1.name) < ($1.maximum, $0.name) }),
            let onset = fullest.onset
        else { return nil }
        var candidate = Candidate(.node, service: first.service, evidence: [])
        let name = ValueText.quotation(node, limit: 80)
        let isInTime = testOrder(fullest, onset, first, context, &candidate, &book)
        if isInTime {
            testPlace(node, first, context, &candidate, &book)
            testNeighbour(name, onset, first, context, &candidate, &book)
            testOwnLoad(first, context, &candidate, &book)
        }
        return candidate.finished(
            "The node \(name) had no room left for \(first.service).", parameters: context.parameters)
    }

    private static func testOrder(
        _ reading: SignalReading, _ onset: Onset, _ first: ServiceFailure, _ context: CauseContext,
        _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) -> Bool {
        let unit = reading.series.unit
        let lead = first.time.seconds(since: onset.time)
        var facts: [String: Fact] = [
            "rose": .time(onset.time), "onset": .time(first.time), "onsetService": .text(first.service),
            "expected": .number(onset.expected, unit), "peak": .number(onset.peak.value, unit),
            "service": .text(reading.service),
        ]
        facts[lead >= 0 ? "beforeOnset" : "afterOnset"] = .duration(abs(lead))
        let rose =
            "\(reading.sentenceName) rose from \(ValueText.value(onset.expected, unit)) to"
            + " \(ValueText.value(onset.peak.value, unit))"
        let when =
            lead == 0 ? "with" : "\(ValueText.duration(lead)) \(lead > 0 ? "before" : "after")"
        let evidence = reading.evidence + first.evidence
        func finding(_ end: String) -> Finding {
            Finding(
                .predictionHeld, service: reading.service, time: onset.time,
                statement: "\(rose), beginning at \(onset.time.clock), \(when) the onset of \(first.service) at"
                    + " \(first.time.clock)\(end).",
                facts: facts, evidence: evidence)
        }
        guard onset.interval.from <= first.latest else {
            candidate.failed("order", -0.5, finding(", so it did not start this"), decisive: true, book: &book)
            return false
        }
        if unit == .ratio, onset.peak.value < context.parameters.exhaustedShare {
            facts["exhausted"] = .number(context.parameters.exhaustedShare, .ratio)
            candidate.failed("order", -0.5, finding(", so it had room left"), decisive: true, book: &book)
            return false
        }
        let isNear = lead <= context.parameters.shortLead
        candidate.held("order", isNear ? 0.35 : 0.15, finding(""), book: &book)
        return true
    }

    /// Does anything say that the service runs there: its pods, or a log line or failed span that names both?
    private static func testPlace(
        _ node: String, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        let name = ValueText.quotation(node, limit: 80)
        if let evidence = evidence(naming: node, and: first.service, context) {
            let finding = Finding(
                .predictionHeld, service: first.service, statement: "\(first.service) runs on the node \(name).",
                facts: ["node": .text(name), "service": .text(first.service)], evidence: [evidence])
            candidate.held("place", 0.25, finding, book: &book)
        } else {
            candidate.untested("whether \(first.service) runs on the node \(name)")
        }
        let heldBack: Set<String> = [
            "throttled", "throttling", "throttle", "steal", "runqueue", "starved", "evicted", "preempted",
        ]
        let held = context.readings.first { reading in
            guard reading.service == first.service, let onset = reading.onset, onset.direction == .rise else { return false }
            return onset.interval.from <= first.latest.adding(seconds: reading.series.effectiveStep)
                && !heldBack.isDisjoint(with: Words.plain(in: reading.series.metric.replacing("_", with: " ")))
        }
        guard let held, let onset = held.onset else { return }
        let finding = Finding(
            .predictionHeld, service: first.service, time: onset.time,
            statement: "The containers of \(first.service) were held back: \(held.name) rose at \(onset.time.clock).",
            facts: ["signal": .text(held.name), "rose": .time(onset.time), "service": .text(first.service)],
            evidence: held.evidence)
        candidate.held("held back", 0.15, finding, book: &book)
    }

    private static func evidence(naming node: String, and service: String, _ context: CauseContext) -> EvidenceID? {
        let (node, service) = (node.lowercased(), service.lowercased())
        func names(_ text: String, of owner: String) -> Bool {
            let words = Words.identifiers(in: text)
            return words.contains(node) && (owner.lowercased() == service || words.contains(service))
        }
        var linesLeft = 20_000
        for evidence in context.file.evidence {
            switch evidence.observation {
            case .pod(let pod):
                let workload = pod.object.name.lowercased()
                if pod.node?.lowercased() == node, workload == service || workload.hasPrefix(service + "-") {
                    return evidence.id
                }
            case .logs(let logs):
                for line in logs.lines.prefix(max(0, linesLeft)) {
                    linesLeft -= 1
                    if names(line.text, of: evidence.service ?? ServiceNaming.service(labelling: line)) { return evidence.id }
                }
            case .trace(let trace):
                for span in trace.spans.prefix(2000) where names(span.statusMessage ?? "", of: span.service) {
                    return evidence.id
                }
            default: continue
            }
        }
        return nil
    }

    /// Something that is no part of the failing calls and began to use more just before.
    private static func testNeighbour(
        _ node: String, _ nodeOnset: Onset, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        let related = Set(context.topology.services + context.order.failures.map(\.service))
        let neighbour = context.readings.first { reading in
            guard reading.signal == .saturation, !isOfHost(reading), !reading.service.isEmpty, reading.service != first.service,
                !related.contains(reading.service), let onset = reading.onset, onset.direction == .rise
            else { return false }
            return onset.interval.from <= nodeOnset.interval.to
                && nodeOnset.time.seconds(since: onset.time) <= context.parameters.shortLead
        }
        guard let neighbour, let onset = neighbour.onset else {
            candidate.untested("what else ran on the node \(node)")
            return
        }
        let unit = neighbour.series.unit
        let finding = Finding(
            .predictionHeld, service: neighbour.service, time: onset.time,
            statement: "\(neighbour.service), which takes no part in the failing calls, began to use more at the same time:"
                + " \(neighbour.name) rose from \(ValueText.value(onset.expected, unit)) to"
                + " \(ValueText.value(onset.peak.value, unit)) from \(onset.time.clock) on.",
            facts: [
                "neighbour": .text(neighbour.service), "signal": .text(neighbour.name), "rose": .time(onset.time),
                "expected": .number(onset.expected, unit), "peak": .number(onset.peak.value, unit),
            ], evidence: neighbour.evidence)
        candidate.held("neighbour", 0.2, finding, book: &book)
    }

    private static func testOwnLoad(
        _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        guard let traffic = context.readings(.traffic, of: first.service).first else {
            candidate.untested("whether traffic to \(first.service) rose")
            return
        }
        let unit = traffic.series.unit
        let facts: [String: Fact] = ["maximum": .number(traffic.maximum, unit), "service": .text(first.service)]
        if traffic.isSteady {
            let finding = Finding(
                .predictionHeld, service: first.service, time: first.time,
                statement:
                    "\(first.service) was asked no more than before (at most \(ValueText.value(traffic.maximum, unit))).",
                facts: facts, evidence: traffic.evidence)
            candidate.held("own load", 0.1, finding, book: &book)
        } else if let onset = traffic.onset, onset.direction == .rise, onset.interval.from <= first.latest {
            let finding = Finding(
                .predictionFailed, service: first.service, time: onset.time,
                statement: "\(traffic.sentenceName) rose itself, to \(ValueText.value(traffic.maximum, unit)).",
                facts: facts, evidence: traffic.evidence)
            candidate.failed("own load", -0.3, finding, decisive: false, book: &book)
        }
    }
}
