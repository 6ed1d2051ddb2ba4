import Core

// A change whose effect grew until something failed: a table that is read whole, a disk that fills, a queue that is not drained.
extension ChangeCause {
    /// Did a signal of the service that it touches leave its baseline soon after it, and not come back before the failure?
    /// Then the change is as near to what it did as one whose effect is felt at once.
    static func testSlowEffect(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) -> Bool {
        guard let precursor = precursor(of: placed, first, context), let onset = precursor.onset else { return false }
        let lead = onset.time.seconds(since: placed.time)
        let before = first.time.seconds(since: placed.time)
        var facts = ChangeFindings.facts(of: placed)
        facts["onset"] = .time(first.time)
        facts["onsetService"] = .text(first.service)
        facts["beforeOnset"] = .duration(abs(before))
        facts["signal"] = .text(precursor.name)
        facts["left"] = .time(onset.time)
        facts["delay"] = .duration(abs(lead))
        let finding = Finding(
            .predictionHeld, service: placed.service, time: placed.time,
            statement: "\(placed.name.capitalizedFirst) at \(placed.time.clock) came \(ValueText.duration(lead))"
                + " \(lead >= 0 ? "before" : "after") \(precursor.name) left its baseline at \(onset.time.clock), and it had not"
                + " come back by the onset of \(first.service) at \(first.time.clock), \(ValueText.duration(before)) after the"
                + " change.",
            facts: facts, evidence: placed.evidence + precursor.evidence + first.evidence)
        candidate.held("time", 0.35, finding, book: &book)
        return true
    }

    /// The first signal of the changed service, or of what failed first where the change names no service, that left its baseline
    /// within the short lead after the change and stayed out until the failure.
    private static func precursor(of placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext) -> SignalReading? {
        guard placed.isKnownLive else { return nil }
        let service = placed.service ?? first.service
        guard context.origins(of: first.service).contains(service) else { return nil }
        let found = context.readings.filter { reading in
            guard reading.service == service, reading.signal != .limit, let onset = reading.onset else { return false }
            guard onset.interval.to >= placed.begins, onset.time < first.time else { return false }
            guard onset.time.seconds(since: placed.begins) <= context.parameters.shortLead else { return false }
            return onset.recovery.map { $0 >= first.time } ?? true
        }
        return found.min { left, right in
            let (one, other) = (left.onset?.time ?? first.time, right.onset?.time ?? first.time)
            return (one, left.name) < (other, right.name)
        }
    }
}
