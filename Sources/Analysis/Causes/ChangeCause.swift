import Core

/// Something that was changed: code, configuration, a flag, infrastructure.
enum ChangeCause: CauseModel {
    static let family = CauseFamily.change
    static let predictions = [
        "it was live a short time before the first onset",
        "it touches the service that failed first, or one that this service calls",
        "what it changed is what the new log lines complain about",
        "what its lines do can produce the fault that was seen",
        "undoing it is followed by recovery",
    ]
    static let refutations = [
        "it came after the first onset",
        "it touched a service on which the failing one does not depend, and whose own signals stayed normal",
    ]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        var result: [Hypothesis] = []
        for index in context.changes.indices {
            let placed = context.changes[index]
            // Undoing something after the onset is the remedy, not the cause.
            if placed.isRollback, placed.begins > first.time { continue }
            if let hypothesis = hypothesis(of: index, first, context, &book) { result.append(hypothesis) }
        }
        return result
    }

    private static func hypothesis(
        of index: Int, _ first: ServiceFailure, _ context: CauseContext, _ book: inout FindingBook
    ) -> Hypothesis? {
        let placed = context.changes[index]
        var candidate = Candidate(
            .change, service: placed.service ?? first.service, change: placed.reference, evidence: placed.evidence)
        let precedes = testTime(placed, first, context, &candidate, &book)
        testPlace(placed, first, context, &candidate, &book)
        if precedes {
            testShipped(placed, &candidate, &book)
            testContent(placed, first, context, &candidate, &book)
            testEffect(placed, first, context, &candidate, &book)
            testTimeout(placed, first, context, &candidate, &book)
            testPath(index, first, context, &candidate, &book)
            testRecovery(index, first, context, &candidate, &book)
        }
        if let service = placed.service {
            candidate.suggested(by: context.suggestions(of: .change).filter { $0.services.contains(service) })
        }
        if let finding = placed.finding, precedes { candidate.support(finding) }
        let what = placed.commit.map { "the commit \(ValueText.revision($0.id))" } ?? placed.name
        let lead = first.time.seconds(since: placed.time)
        var statement = "\(what.capitalizedFirst) (\"\(placed.title)\") made \(first.service) fail"
        if precedes, lead >= 0 {
            // When a commit was written is not when it was live.
            let verb = placed.isKnownLive ? "live" : "committed"
            statement +=
                "; it was \(verb) at \(placed.time.clock), \(ValueText.duration(lead)) before the onset at \(first.time.clock)"
        }
        return candidate.finished(statement + ".", parameters: context.parameters)
    }

    /// Returns whether it can have come first.
    private static func testTime(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) -> Bool {
        let parameters = context.parameters
        let lead = first.time.seconds(since: placed.begins)
        let shown = first.time.seconds(since: placed.time)
        var facts = ChangeFindings.facts(of: placed)
        facts["onset"] = .time(first.time)
        facts["onsetService"] = .text(first.service)
        facts[shown >= 0 ? "beforeOnset" : "afterOnset"] = .duration(abs(shown))
        let evidence = placed.evidence + first.evidence
        let onset = "the onset of \(first.service) at \(first.time.clock)"
        let isOtherDay = placed.time.date != first.time.date
        let day = isOtherDay ? " on \(placed.time.date)" : ""
        if isOtherDay { facts["date"] = .text(placed.time.date) }
        // What is recorded may be the end of a rollout, and a sample speaks of the stretch around it.
        guard placed.begins <= first.latest.adding(seconds: first.step) else {
            let finding = Finding(
                .predictionFailed, service: placed.service, time: placed.time,
                statement:
                    "\(placed.name.capitalizedFirst) at \(placed.time.clock)\(day) came \(ValueText.duration(shown)) after"
                    + " \(onset), so it did not start this.",
                facts: facts, evidence: evidence)
            candidate.failed("time", -0.5, finding, decisive: true, book: &book)
            return false
        }
        if lead > parameters.shortLead, testSlowEffect(placed, first, context, &candidate, &book) { return true }
        let value =
            placed.begins > first.latest
            ? 0.25 : lead <= parameters.shortLead ? 0.35 : lead <= parameters.mediumLead ? 0.2 : 0.05
        let finding = Finding(
            .predictionHeld, service: placed.service, time: placed.time,
            statement: "\(placed.name.capitalizedFirst) at \(placed.time.clock)\(day) came"
                + " \(shown == 0 ? "with" : "\(ValueText.duration(shown)) \(shown > 0 ? "before" : "after")") \(onset).",
            facts: facts, evidence: evidence)
        candidate.held("time", value, finding, book: &book)
        return true
    }

    private static func testPlace(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        guard let service = placed.service else {
            candidate.untested("which service it touches")
            return
        }
        var facts = ChangeFindings.facts(of: placed)
        facts["failing"] = .text(first.service)
        let name = placed.name.capitalizedFirst
        func finding(_ statement: String, _ evidence: [EvidenceID]) -> Finding {
            Finding(.predictionHeld, service: service, statement: statement, facts: facts, evidence: placed.evidence + evidence)
        }
        if service == first.service {
            candidate.held(
                "place", 0.3, finding("\(name) touches \(service), which failed first.", first.evidence), book: &book)
            return
        }
        let own = context.readings.filter { $0.service == service && ($0.signal == .latency || $0.signal == .errors) }
        let isSteady = !own.isEmpty && own.allSatisfy(\.isSteady)
        let steady = own.flatMap(\.evidence)
        if context.topology.allCallees(of: first.service).contains(service) {
            if isSteady {
                facts["signals"] = .text(own.map(\.series.title).joined(separator: ", "))
                let failed = finding(
                    "\(name) touches \(service), which \(first.service) calls, and \(service) itself stayed normal.", steady)
                candidate.failed("place", -0.25, failed, decisive: false, book: &book)
            } else {
                candidate.held(
                    "place", 0.2, finding("\(name) touches \(service), which \(first.service) calls.", first.evidence),
                    book: &book)
            }
            return
        }
        guard context.isTopologyKnown, context.topology.services.contains(first.service) else {
            candidate.untested("whether \(first.service) depends on \(service)")
            return
        }
        let failed = finding(
            "\(name) touches \(service), on which \(first.service) does not depend"
                + (isSteady ? ", and \(service) itself stayed normal." : "."), first.evidence + (isSteady ? steady : []))
        candidate.failed("place", -0.3, failed, decisive: isSteady, book: &book)
    }

    private static func testShipped(_ placed: PlacedChange, _ candidate: inout Candidate, _ book: inout FindingBook) {
        guard placed.isCommit else { return }
        switch placed.wasDeployed {
        case false?:
            let finding = Finding(
                .predictionFailed, service: placed.service, time: placed.time,
                statement: "The deploys that were read do not name \(placed.name), so it may not have been live.",
                facts: ChangeFindings.facts(of: placed), evidence: placed.evidence)
            candidate.failed("shipped", -0.3, finding, decisive: false, book: &book)
        case nil: candidate.untested(Candidate.whenItWentLive)
        default: break
        }
    }

    private static func testContent(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        var facts = ChangeFindings.facts(of: placed)
        if placed.isInert {
            let paths = placed.files.prefix(5).map { ValueText.quotation($0.path, limit: 80) }.joined(separator: ", ")
            facts["paths"] = .text(paths)
            let finding = Finding(
                .predictionFailed, service: placed.service, time: placed.time,
                statement: "\(placed.name.capitalizedFirst) changes only documentation or tests: \(paths).", facts: facts,
                evidence: placed.evidence)
            candidate.failed("content", -0.4, finding, decisive: false, book: &book)
            return
        }
        let origins = context.origins(of: first.service)
        let bursts = context.bursts.filter { origins.contains($0.service) }
        guard !bursts.isEmpty else { return }
        guard placed.files.contains(where: { $0.patch != nil }) else {
            candidate.untested("whether it changes what the new log lines complain about")
            return
        }
        let names = Set(context.topology.services + [first.service])
        let changed = Vocabulary.concepts(of: placed, leavingOut: names)
        var best: (burst: LogBurst, shared: [String])?
        for burst in bursts {
            let shared = changed.intersection(Vocabulary.concepts(in: burst.example + " " + burst.template, leavingOut: names))
            if shared.count > best?.shared.count ?? 0 { best = (burst, shared.sorted()) }
        }
        guard let best else { return }
        let template = ValueText.quotation(best.burst.template, limit: context.parameters.quotationLength)
        let shared = best.shared.prefix(4).joined(separator: ", ")
        facts["shared"] = .text(shared)
        facts["template"] = .text(template)
        let finding = Finding(
            .predictionHeld, service: placed.service, time: best.burst.first,
            statement: "What \(placed.name) changes and the log line \"\(template)\" speak of the same thing: \(shared).",
            facts: facts,
            evidence: placed.evidence + best.burst.evidence)
        candidate.held("content", 0.15, finding, book: &book)
    }
}
