import Core

/// Containers of a workload that crash, cannot start, or are killed.
enum WorkloadCause: CauseModel {
    static let family = CauseFamily.workload
    static let predictions = [
        "the trouble began a short time before the first onset", "it is the failing service's own, or that of one it calls",
    ]
    static let refutations = [
        "it began after the first onset", "it had lasted long before the onset, and is on no path of the failing calls",
    ]

    static func hypotheses(in context: CauseContext, book: inout FindingBook) -> [Hypothesis] {
        guard let first = context.order.first else { return [] }
        return context.troubles.compactMap { hypothesis(of: $0, first, context, &book) }
    }

    private static func hypothesis(
        of trouble: ClusterTrouble, _ first: ServiceFailure, _ context: CauseContext, _ book: inout FindingBook
    ) -> Hypothesis? {
        var candidate = Candidate(.workload, service: trouble.workload, evidence: trouble.evidence)
        if let finding = trouble.finding { candidate.support(finding) }
        let isOwn = trouble.service == first.service
        let isOnPath = trouble.service.map { context.origins(of: first.service).contains($0) } ?? false
        let lead = first.time.seconds(since: trouble.from)
        var facts = ClusterFindings.facts(of: trouble)
        facts["onset"] = .time(first.time)
        facts["onsetService"] = .text(first.service)
        facts[lead >= 0 ? "beforeOnset" : "afterOnset"] = .duration(abs(lead))
        let name = ClusterFindings.name(trouble).capitalizedFirst
        let onset = "the onset of \(first.service) at \(first.time.clock)"
        func finding(_ statement: String, _ time: Instant? = nil) -> Finding {
            Finding(
                .predictionHeld, service: trouble.service, time: time, statement: statement, facts: facts,
                evidence: trouble.evidence + first.evidence)
        }
        guard trouble.from <= first.latest else {
            let isConsequence =
                trouble.service.map { context.topology.allCallees(of: $0).contains(first.service) } ?? false
            let so =
                isConsequence
                ? "\(trouble.workload) depends on \(first.service), so this is a consequence" : "so they did not start this"
            let failed = finding(
                "\(name) began at \(trouble.from.clock), \(ValueText.duration(lead)) after \(onset); \(so).", trouble.from)
            candidate.failed("time", -0.5, failed, decisive: true, book: &book)
            return finished(candidate, trouble, first, context)
        }
        if lead <= context.parameters.shortLead {
            candidate.held(
                "time", 0.3,
                finding("\(name) began at \(trouble.from.clock), \(ValueText.duration(lead)) before \(onset).", trouble.from),
                book: &book)
        } else {
            let failed = finding(
                "\(name) had begun at \(trouble.from.clock), \(ValueText.duration(lead)) before \(onset), and they went on"
                    + " without a change that was seen.", trouble.from)
            // What lasts is no news at the onset; on the failing path it may still be what something else ran into.
            let isElsewhere = !isOnPath && knowsPath(first, context)
            candidate.failed("time", -0.3, failed, decisive: isElsewhere, book: &book)
        }
        if isOwn {
            candidate.held("place", 0.3, finding("\(name) are those of the service that failed first."), book: &book)
        } else if isOnPath {
            candidate.held(
                "place", 0.2, finding("\(name) concern a service that \(first.service) calls."), book: &book)
        } else if knowsPath(first, context) {
            let failed = finding("\(name) concern nothing that \(first.service) is known to call.")
            candidate.failed("place", -0.3, failed, decisive: false, book: &book)
        } else {
            candidate.untested("whether \(first.service) depends on \(trouble.workload)")
        }
        return finished(candidate, trouble, first, context)
    }

    private static func knowsPath(_ first: ServiceFailure, _ context: CauseContext) -> Bool {
        context.isTopologyKnown && context.topology.services.contains(first.service)
    }

    private static func finished(
        _ candidate: Candidate, _ trouble: ClusterTrouble, _ first: ServiceFailure, _ context: CauseContext
    ) -> Hypothesis? {
        candidate.finished(
            "\(ClusterFindings.name(trouble).capitalizedFirst) made \(first.service) fail.", parameters: context.parameters)
    }
}
