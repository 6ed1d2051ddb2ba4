import Core

/// More requests came than could be served.
enum TrafficSurgeCause: CauseModel {
    static let family = CauseFamily.trafficSurge
    static let predictions = [
        "traffic to the failing service, or to one that calls it, rose before the first onset",
        "the service recovers when traffic is back",
    ]
    static let refutations = ["traffic stayed within its baseline", "traffic rose only after the first onset"]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        let path = context.loadPath(of: first.service)
        let traffic = context.readings.filter { $0.signal == .traffic && path.contains($0.service) }
        let rises = traffic.filter { $0.onset?.direction == .rise }
            .sorted { ($0.onset?.time ?? first.time, $0.service) < ($1.onset?.time ?? first.time, $1.service) }
        let said = context.suggestions(of: .trafficSurge)
        let leading = rises.first { ($0.onset?.interval.from ?? first.latest) < first.latest }
        let service = leading?.service ?? rises.first?.service ?? traffic.first(where: { $0.service == first.service })?.service
        guard let service = service ?? traffic.first?.service ?? (said.isEmpty ? nil : first.service) else { return [] }
        var candidate = Candidate(.trafficSurge, service: service, evidence: first.evidence)
        if let leading, let onset = leading.onset {
            testRise(leading, onset, first, path, context, &candidate, &book)
        } else if let late = rises.first, let onset = late.onset {
            let after = onset.time.seconds(since: first.time)
            let finding = Finding(
                .predictionFailed, service: late.service, time: onset.time,
                statement: "\(late.sentenceName) rose at \(onset.time.clock), \(ValueText.duration(after)) after the onset of"
                    + " \(first.service) at \(first.time.clock), so a traffic surge did not start this.",
                facts: [
                    "rose": .time(onset.time), "onset": .time(first.time), "afterOnset": .duration(after),
                    "onsetService": .text(first.service), "service": .text(late.service),
                ], evidence: late.evidence + first.evidence)
            candidate.failed("order", -0.5, finding, decisive: true, book: &book)
        } else {
            testFlat(traffic, first, &candidate, &book)
        }
        candidate.suggested(by: said)
        let hypothesis = candidate.finished(
            "More traffic than \(service) could serve made \(first.service) fail.", parameters: context.parameters)
        return hypothesis.map { [$0] } ?? []
    }

    private static func testRise(
        _ reading: SignalReading, _ onset: Onset, _ first: ServiceFailure, _ path: [String], _ context: CauseContext,
        _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        let parameters = context.parameters
        let lead = first.time.seconds(since: onset.time)
        let unit = reading.series.unit
        var facts: [String: Fact] = [
            "rose": .time(onset.time), "onset": .time(first.time), "lead": .duration(abs(lead)),
            "expected": .number(onset.expected, unit), "peak": .number(onset.peak.value, unit),
            "peakTime": .time(onset.peak.time), "service": .text(reading.service), "onsetService": .text(first.service),
        ]
        // Of what was hardly there before, no multiple can be told.
        let factor = onset.expected > onset.peak.value * 0.001 ? onset.peak.value / onset.expected : nil
        if let factor { facts["factor"] = .number(factor, .none) }
        let evidence = reading.evidence + first.evidence
        let value = lead <= parameters.shortLead ? 0.35 : lead <= parameters.mediumLead ? 0.25 : 0.05
        let before = lead == 0 ? "with" : "\(ValueText.duration(lead)) \(lead > 0 ? "before" : "after")"
        let rose = Finding(
            .predictionHeld, service: reading.service, time: onset.time,
            statement: "\(reading.sentenceName) rose from \(ValueText.value(onset.expected, unit)) to"
                + " \(ValueText.value(onset.peak.value, unit)), beginning at \(onset.time.clock), \(before) the onset of"
                + " \(first.service) at \(first.time.clock).",
            facts: facts, evidence: evidence)
        candidate.held("order", value, rose, book: &book)
        if let factor {
            let isLarge = factor >= parameters.largeSurge
            candidate.term(
                "size", isLarge ? 0.25 : 0.1,
                "Traffic reached \(ValueText.number(factor)) times what is normal for the hour.")
        }
        testSource(reading, first, context, &candidate, &book)
        if path.contains(reading.service) {
            candidate.term(
                "place", 0.15,
                reading.service == first.service
                    ? "It is the service that failed first." : "\(reading.service) calls \(first.service).")
        }
        guard let recovery = first.recovery else { return }
        facts["recovery"] = .time(recovery)
        if let relief = onset.recovery, relief <= recovery.adding(seconds: max(first.step, reading.series.effectiveStep)),
            recovery.seconds(since: relief) <= parameters.recoveryAfterRollback
        {
            facts["relief"] = .time(relief)
            let finding = Finding(
                .predictionHeld, service: first.service, time: recovery,
                statement: "\(reading.sentenceName) was back at \(relief.clock), and \(first.service) at"
                    + " \(recovery.clock).",
                facts: facts, evidence: evidence)
            candidate.held("recovery", 0.2, finding, book: &book)
        } else if onset.recovery.map({ $0 > recovery }) ?? true {
            let finding = Finding(
                .predictionFailed, service: first.service, time: recovery,
                statement: "\(first.service) recovered at \(recovery.clock) while traffic was still above normal.",
                facts: facts, evidence: evidence)
            candidate.failed("recovery", -0.2, finding, decisive: false, book: &book)
        }
    }

    /// Load that begins in the middle is made by a caller that asks more often, not by more users.
    private static func testSource(
        _ reading: SignalReading, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        let callers = context.topology.allCallers(of: reading.service).filter { $0 != reading.service }
        let above = context.readings.filter { $0.signal == .traffic && callers.contains($0.service) }
        guard !above.isEmpty, above.allSatisfy(\.isSteady) else { return }
        let names = Set(above.map(\.service)).sorted().joined(separator: ", ")
        let finding = Finding(
            .predictionFailed, service: reading.service, time: first.time,
            statement:
                "Traffic to \(names), which call\(Set(above.map(\.service)).count == 1 ? "s" : "") \(reading.service), did"
                + " not rise: \(reading.service) was called more often for each request, which is no surge of traffic.",
            facts: ["callers": .text(names), "service": .text(reading.service), "onsetService": .text(first.service)],
            evidence: above.flatMap(\.evidence) + reading.evidence)
        candidate.failed("source", -0.5, finding, decisive: true, book: &book)
    }

    private static func testFlat(
        _ traffic: [SignalReading], _ first: ServiceFailure, _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        let steady = traffic.filter { $0.isSteady || $0.onset?.direction == .fall }
        guard let shown = steady.first(where: { $0.service == first.service }) ?? steady.first else {
            candidate.untested("whether traffic to \(first.service) rose")
            return
        }
        let unit = shown.series.unit
        let level = shown.baseline?.median ?? .nan
        let finding = Finding(
            .predictionFailed, service: shown.service, time: first.time,
            statement: "\(shown.sentenceName) did not rise (usual: \(ValueText.value(level, unit)), highest:"
                + " \(ValueText.value(shown.maximum, unit))), so a traffic surge did not start this.",
            facts: [
                "baselineMedian": .number(level, unit), "maximum": .number(shown.maximum, unit),
                "minimum": .number(shown.minimum, unit), "service": .text(shown.service),
            ], evidence: steady.flatMap(\.evidence))
        candidate.failed("order", -0.5, finding, decisive: true, book: &book)
    }
}
