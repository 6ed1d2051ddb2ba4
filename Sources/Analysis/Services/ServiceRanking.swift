import Core

/// Services by how well a fault there explains all that was seen: what changed in the service itself, when, whom it would drag along, and
/// what stayed quiet. Each reason is a term, and the score is their sum.
struct ServiceRanking {
    private(set) var ranked: [RankedService] = []
    let views: [String: ServiceView]
    private let topology: Topology
    private let parameters: Parameters
    private let incident: Incident
    private let behaviourTotal: Double
    private let failing: [String]
    private let start: Instant?

    init(
        order: FailureOrder, readings: [SignalReading], complaints: [String: Complaint], failures: [TraceFailure],
        behaviour: BehaviourComparison, topology: Topology, incident: Incident, parameters: Parameters
    ) {
        var views: [String: ServiceView] = [:]
        for reading in readings where !reading.service.isEmpty {
            views[reading.service, default: ServiceView(service: reading.service)].add(reading, parameters: parameters)
        }
        for failure in order.failures {
            views[failure.service, default: ServiceView(service: failure.service)].failure = failure
        }
        for (service, complaint) in complaints {
            views[service, default: ServiceView(service: service)].complaint = complaint
        }
        for (service, credit) in behaviour.credits {
            views[service, default: ServiceView(service: service)].credit = credit
        }
        for failure in failures where !failure.service.isEmpty {
            views[failure.service, default: ServiceView(service: failure.service)].firstFailing += 1 / Double(failures.count)
        }
        for service in incident.services where views[service] == nil { views[service] = ServiceView(service: service) }
        self.views = views
        self.topology = topology
        self.parameters = parameters
        self.incident = incident
        behaviourTotal = behaviour.total
        failing = views.values.filter { $0.failure != nil || $0.complaint != nil }.map(\.service).sorted()
        start = failing.compactMap { views[$0]?.start }.min()
        ranked = views.keys.sorted().compactMap { views[$0] }.map(rank).sorted {
            ($1.score, $0.service) < ($0.score, $1.service)
        }
    }

    private func rank(_ view: ServiceView) -> RankedService {
        var result = RankedService(service: view.service)
        addSigns(of: view, to: &result)
        addChange(of: view, to: &result)
        addRelations(of: view, to: &result)
        if incident.services.contains(view.service) { result.add("reported", 0.3, "the report names it") }
        return result
    }

    // MARK: What it shows

    private func addSigns(of view: ServiceView, to result: inout RankedService) {
        if let failure = view.failure {
            result.add("fails", 1, "it fails from \(failure.time.clock) on")
        } else if view.complaint != nil {
            result.add("fails", 0.7, "its lines complain")
        }
        if view.failure != nil || view.complaint != nil, let start, let own = view.start ?? view.complaint?.first {
            let delay = max(0, own.seconds(since: start) - (view.failure?.step ?? 60))
            let share = Exponential.exp(-delay / parameters.propagationSeconds)
            result.add("early", share, delay == 0 ? "its signs are among the first" : "its signs come later than the first")
        }
        if view.firstFailing > 0 {
            result.add("first failing span", view.firstFailing, "failing traces fail there first")
        }
    }

    // MARK: What changed in it

    private func addChange(of view: ServiceView, to result: inout RankedService) {
        let isLoaded = isLoaded(view)
        if let reading = view.own.max(by: { ($0.onset?.magnitude ?? 0) < ($1.onset?.magnitude ?? 0) }) {
            let share = isLoaded ? 0.3 : 1
            result.add(
                "own signal", 1.5 * share * view.ownStrength,
                "\(reading.name) left its baseline\(isLoaded ? ", as its callers' load would have it" : "")")
        }
        if let complaint = view.complaint, !complaint.isCutOff {
            result.add("own errors", complaint.ownShare, "its lines complain, and name no other service")
        } else if !view.errors.isEmpty {
            result.add("own errors", 0.5, "its errors rose")
        }
        if let credit = view.credit, behaviourTotal > 0 {
            let certainty = 1 - Exponential.exp(-behaviourTotal / parameters.conductCertainty)
            result.add(
                "conduct", 8 * certainty * credit.sum / behaviourTotal,
                credit.mainReason ?? "its operations do otherwise than before")
        }
    }

    // MARK: What it has to do with others

    private func addRelations(of view: ServiceView, to result: inout RankedService) {
        let others = failing.filter { $0 != view.service }
        let explained = others.filter { other in views[other].map { explains(view, $0) } ?? false }
        if !others.isEmpty, !explained.isEmpty {
            result.add(
                "explains", 1.5 * Double(explained.count) / Double(others.count),
                "a fault there explains \(explained.joined(separator: ", "))")
        }
        let blamed = others.compactMap { other -> (service: String, strength: Double)? in
            guard let cause = views[other], isDownstream(cause, of: view) else { return nil }
            let isNamed = view.complaint?.naming[other] ?? 0 > 0
            return (other, cause.evidenceOfItsOwn(isLoaded: isLoaded(cause)) * (isNamed ? 1 : 0.7))
        }.max { ($0.strength, $1.service) < ($1.strength, $0.service) }
        if let blamed, blamed.strength > 0 {
            result.add("explained", -1.5 * blamed.strength, "a fault in \(blamed.service), which it calls, explains it")
        }
        if view.isCutOff { result.add("cut off", -1.5, "its callers gave up; it did not fail by itself") }
        if isLoaded(view) { result.add("called more", -1, "it was called more, and so was what calls it") }
        let callers = topology.callers(of: view.service).compactMap { views[$0] }
        let quiet = callers.filter { $0.steady > 0 && $0.onsets.isEmpty && $0.complaint == nil }
        if view.failure != nil, !quiet.isEmpty {
            result.add(
                "quiet callers", -0.5 * Double(quiet.count) / Double(callers.count),
                "\(quiet.map(\.service).joined(separator: ", ")), which call it, stayed as usual")
        }
    }

    /// Would a fault in one drag the other along?
    private func explains(_ cause: ServiceView, _ other: ServiceView) -> Bool {
        if isDownstream(cause, of: other) { return true }
        let callers = topology.allCallers(of: other.service)
        return callers.contains(cause.service) && (other.isCutOff || other.load != nil && cause.load != nil)
    }

    /// Does `view` wait for `cause`, which showed no later?
    private func isDownstream(_ cause: ServiceView, of view: ServiceView) -> Bool {
        guard !cause.isCutOff else { return false }
        let isNamed = view.complaint?.naming[cause.service] ?? 0 > 0
        guard isNamed || topology.allCallees(of: view.service).contains(cause.service) else { return false }
        guard let one = cause.start, let other = view.start else { return true }
        // Samples of two sources that began together may lie a sample apart.
        return one.seconds(since: other) <= max(60, 2 * max(cause.failure?.step ?? 0, view.failure?.step ?? 0))
    }

    /// Was it called more because what calls it was?
    private func isLoaded(_ view: ServiceView) -> Bool {
        guard let load = view.load else { return false }
        return topology.allCallers(of: view.service).contains { caller in
            guard let above = views[caller]?.load else { return false }
            return above.time <= load.interval.to
        }
    }
}
