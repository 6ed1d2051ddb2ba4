import Core

/// How much each service that was asked looks like the origin.
enum Suspects {
    static func rank(_ order: FailureOrder, readings: [SignalReading], topology: Topology) -> [Suspect] {
        var services: [String] = []
        for reading in readings where !reading.service.isEmpty && !services.contains(reading.service) {
            services.append(reading.service)
        }
        for failure in order.failures where !services.contains(failure.service) { services.append(failure.service) }
        let suspects = services.map { service -> Suspect in
            guard let failure = order.failure(of: service) else {
                let evidence = readings.filter { $0.service == service }.flatMap(\.windowEvidence)
                return Suspect(service: service, score: 0, onset: nil, evidence: Array(Set(evidence)).sorted())
            }
            return Suspect(
                service: service, score: score(failure, order, topology), onset: failure.time,
                evidence: Array(Set(failure.evidence)).sorted())
        }
        return suspects.sorted { left, right in
            if left.score != right.score { return left.score > right.score }
            if left.onset != right.onset, let one = left.onset, let other = right.onset { return one < other }
            return left.service < right.service
        }
    }

    /// 0.2 for failing, up to 0.3 for failing early, up to 0.2 for being called by the others that fail, 0.3 for being the
    /// one that nothing it calls explains. 1 at most.
    private static func score(_ failure: ServiceFailure, _ order: FailureOrder, _ topology: Topology) -> Double {
        let start = order.failures.first?.time ?? failure.time
        let delay = failure.time.seconds(since: start)
        var score = 0.2 + 0.3 * max(0, 1 - delay / 600)
        let others = order.failures.filter { $0.service != failure.service }
        let callers = Set(topology.allCallers(of: failure.service))
        score += others.isEmpty ? 0.2 : 0.2 * Double(others.count { callers.contains($0.service) }) / Double(others.count)
        if failure.service == order.first?.service { score += 0.3 }
        return min(1, (score * 1000).rounded() / 1000)
    }
}
