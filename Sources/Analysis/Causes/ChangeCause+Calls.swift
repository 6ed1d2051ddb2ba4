import Core

// What failed calls say for and against a change.
extension ChangeCause {
    /// It lowered a time-out: do failed calls end at the new value?
    static func testTimeout(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        guard let lowered = TimeoutChange.all(in: placed.files).first(where: \.isLowered) else { return }
        let services = [placed.service, first.service].compactMap { $0 }
        guard let service = services.first(where: { context.failedCalls[$0] != nil }), let calls = context.failedCalls[service],
            let median = calls.median
        else {
            candidate.untested("whether failed calls end at the time-out that it set")
            return
        }
        let name = placed.name.capitalizedFirst
        let setting = ValueText.quotation(lowered.name, limit: 60)
        var facts = ChangeFindings.facts(of: placed)
        facts["setting"] = .text(setting)
        facts["from"] = .duration(lowered.before)
        facts["to"] = .duration(lowered.after)
        facts["known"] = .number(Double(calls.durations.count), .count)
        facts["failing"] = .text(service)
        let did =
            "\(name) lowered \"\(setting)\" from \(ValueText.value(lowered.before, .seconds)) to"
            + " \(ValueText.value(lowered.after, .seconds))"
        let evidence = placed.evidence + calls.evidence.sorted().prefix(20)
        let tolerance = context.parameters.sameDuration
        if let ceiling = calls.ceiling(context.parameters), ceiling.isAt(lowered.after, tolerance: tolerance) {
            facts["atCeiling"] = .number(Double(ceiling.count), .count)
            facts["ceiling"] = .duration(ceiling.seconds)
            let finding = Finding(
                .predictionHeld, service: service, time: first.time,
                statement:
                    "\(did), and \(ceiling.count) of \(ceiling.of) failed calls of \(service) whose duration is known ended"
                    + " at \(ValueText.value(ceiling.seconds, .seconds)).", facts: facts, evidence: evidence)
            candidate.held("timeout", 0.25, finding, book: &book)
        } else if !calls.durations.contains(where: { abs($0 - lowered.after) <= tolerance * lowered.after }) {
            facts["median"] = .duration(median)
            let finding = Finding(
                .predictionFailed, service: service, time: first.time,
                statement: "\(did), but none of the \(calls.durations.count) failed calls of \(service) whose duration is known"
                    + " ended there: their median is \(ValueText.value(median, .seconds)).", facts: facts, evidence: evidence)
            candidate.failed("timeout", -0.15, finding, decisive: false, book: &book)
        }
    }

    /// Is the service that it touches where the failing traces failed first?
    static func testPath(
        _ index: Int, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate, _ book: inout FindingBook
    ) {
        let placed = context.changes[index]
        let failures = context.traces.failures(in: context.file.scope.window).filter { $0.isPropagated && !$0.service.isEmpty }
        guard let service = placed.service, failures.count >= context.parameters.minimumTraces else { return }
        let own = failures.filter { $0.service == service || $0.callee == service }
        var facts = ChangeFindings.facts(of: placed)
        facts["failing"] = .number(Double(failures.count), .count)
        facts["count"] = .number(Double(own.count), .count)
        let evidence = placed.evidence + Array(Set(failures.flatMap(\.trace.evidence))).sorted().prefix(20)
        if own.count * 2 >= failures.count {
            let finding = Finding(
                .predictionHeld, service: service, time: own[0].span.end,
                statement:
                    "In \(own.count) of the \(failures.count) failing traces that were read, the first span to fail is of"
                    + " \(service) or of a call to it, which \(placed.name) touches.", facts: facts, evidence: evidence)
            candidate.held("trace", 0.15, finding, book: &book)
            return
        }
        guard own.isEmpty, service != first.service, !context.topology.allCallees(of: first.service).contains(service) else {
            return
        }
        let elsewhere = Set(failures.map(\.service)).sorted().prefix(4).joined(separator: ", ")
        facts["elsewhere"] = .text(elsewhere)
        var statement =
            "In none of the \(failures.count) failing traces that were read is the first span to fail one of \(service), which"
            + " \(placed.name) touches; it is one of \(elsewhere)"
        // A caller can break what it calls; not when that recovers with the caller's change still in place.
        let stayed = recoveredWhileInPlace(index, first, context)
        if let recovery = stayed {
            facts["recovery"] = .time(recovery)
            statement += "; \(first.service) recovered at \(recovery.clock) while \(placed.name) stayed in place"
        }
        let finding = Finding(
            .predictionFailed, service: service, time: placed.time, statement: statement + ".", facts: facts,
            evidence: evidence + first.evidence)
        candidate.failed("trace", -0.25, finding, decisive: stayed != nil, book: &book)
    }

    private static func recoveredWhileInPlace(_ index: Int, _ first: ServiceFailure, _ context: CauseContext) -> Instant? {
        guard let recovery = first.recovery else { return nil }
        let placed = context.changes[index]
        let touched = context.changes.indices.contains { other in
            other != index && context.changes[other].begins > placed.time && context.changes[other].begins <= recovery
                && (context.changes[other].service == placed.service || undoes(context.changes[other], index, context))
        }
        return touched ? nil : recovery
    }
}
