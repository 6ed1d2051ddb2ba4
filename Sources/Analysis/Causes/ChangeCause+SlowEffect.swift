import Core

// A change whose effect grew until something failed: a table that is read whole, a disk that fills, a queue that is not drained.
extension ChangeCause {
    /// Did a signal of the service that it touches leave its baseline soon after it, and not come back before the failure?
    /// Then the change is as near to what it did as one whose effect is felt at once.
    static func testSlowEffect(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) -> Bool {
        guard let (precursor, left) = precursor(of: placed, first, context) else { return false }
        let lead = left.seconds(since: placed.time)
        let before = first.time.seconds(since: placed.time)
        var facts = ChangeFindings.facts(of: placed)
        facts["onset"] = .time(first.time)
        facts["onsetService"] = .text(first.service)
        facts["beforeOnset"] = .duration(abs(before))
        facts["signal"] = .text(precursor.name)
        facts["left"] = .time(left)
        facts["delay"] = .duration(abs(lead))
        let finding = Finding(
            .predictionHeld, service: placed.service, time: placed.time,
            statement: "\(placed.name.capitalizedFirst) at \(placed.time.clock) came \(ValueText.duration(lead))"
                + " \(lead >= 0 ? "before" : "after") \(precursor.name) left its baseline at \(left.clock), and it had not"
                + " come back by the onset of \(first.service) at \(first.time.clock), \(ValueText.duration(before)) after the"
                + " change.",
            facts: facts, evidence: placed.evidence + precursor.evidence + first.evidence)
        candidate.held("time", 0.35, finding, book: &book)
        return true
    }

    /// The first signal of the changed service, or of what failed first where the change names no service, that left its baseline
    /// within the short lead after the change and stayed out until the failure; and when it left.
    private static func precursor(
        of placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext
    ) -> (reading: SignalReading, left: Instant)? {
        guard placed.isKnownLive else { return nil }
        let service = placed.service ?? first.service
        guard context.origins(of: first.service).contains(service) else { return nil }
        var found: [(reading: SignalReading, left: Instant)] = []
        for reading in context.readings where reading.service == service && reading.signal != .limit {
            guard let onset = reading.onset, onset.recovery.map({ $0 >= first.time }) ?? true,
                let left = departure(of: reading, onset, context.file), left < first.time
            else { continue }
            let delay = left.seconds(since: placed.begins)
            guard delay >= -reading.series.effectiveStep, delay <= context.parameters.shortLead else { continue }
            found.append((reading, left))
        }
        return found.min { ($0.left, $0.reading.name) < ($1.left, $1.reading.name) }
    }

    /// When the signal left its baseline. One that was outside when the window began is followed back through the samples from
    /// before; `nil` where these do not show it inside.
    private static func departure(of reading: SignalReading, _ onset: Onset, _ file: CaseFile) -> Instant? {
        guard onset.startsAtWindowEdge else { return onset.time }
        let sources = Set(reading.baselineEvidence)
        var samples: [MetricSeries.Sample] = []
        for evidence in file.evidence where sources.contains(evidence.id) {
            if case .metric(let series) = evidence.observation { samples += series.orderedFiniteSamples }
        }
        samples.sort { $0.time < $1.time }
        // The margin of the baseline is of no use here: what is searched for lies in the baseline's own stretch.
        let distance = abs(onset.firstValue - onset.expected)
        func isOutside(_ value: Double) -> Bool { abs(value - onset.expected) > distance / 5 }
        guard let inside = samples.lastIndex(where: { !isOutside($0.value) }), inside + 1 < samples.count else { return nil }
        return samples[inside + 1].time
    }
}
