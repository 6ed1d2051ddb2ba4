public import Core

extension ServiceRanking {
    /// Every service that was asked, best first.
    func suspects(_ order: FailureOrder, _ readings: [SignalReading]) -> [Suspect] {
        ranked.map { ranked in
            let failure = order.failure(of: ranked.service)
            let view = views[ranked.service]
            let seen =
                failure?.evidence
                ?? view?.complaint.map { Array($0.evidence) }
                ?? readings.filter { $0.service == ranked.service }.flatMap(\.windowEvidence)
            return Suspect(
                service: ranked.service, score: (ranked.score * 1000).rounded() / 1000,
                onset: failure?.time ?? view?.complaint?.first, terms: ranked.terms, evidence: Array(Set(seen)).sorted())
        }
    }

    /// Services other than the first that fail or complain, by the time of it. One whose callers only gave up, and one that only its
    /// resources show, was not reached.
    func blastRadius(of order: FailureOrder) -> [String] {
        let reached = views.values.filter { view in
            guard view.service != order.first?.service, !view.isCutOff else { return false }
            return view.failure != nil || view.complaint != nil
        }
        return reached.sorted { left, right in
            let (one, other) = (left.failure?.time ?? left.complaint?.first, right.failure?.time ?? right.complaint?.first)
            if let one, let other, one != other { return one < other }
            return left.service < right.service
        }.map(\.service)
    }
}

extension CaseFile {
    /// Every service that was asked, best first: the part of ``assess()`` that ranks services, by itself.
    public func suspects(parameters: Parameters = Parameters()) -> [Suspect] {
        let stated = Topology(of: self)
        let naming = ServiceNaming(self, topology: stated)
        let readings = SignalReading.all(in: self, naming: naming, parameters: parameters)
        let bursts = LogComparison.bursts(in: self, naming: naming, parameters: parameters)
        let (order, _, ranking) = ranking(
            readings: readings, bursts: bursts, traces: TraceReading(self), stated: stated, naming: naming,
            parameters: parameters)
        return ranking.suspects(order, readings)
    }

    /// In which order services failed, who calls whom, and where it began.
    func ranking(
        readings: [SignalReading], bursts: [LogBurst], traces: TraceReading, stated: Topology, naming: ServiceNaming,
        parameters: Parameters
    ) -> (FailureOrder, Topology, ServiceRanking) {
        var order = FailureOrder(
            readings: readings, bursts: bursts, traces: traces.serviceFailures(in: scope.window, parameters: parameters),
            topology: stated, incident: incident, window: scope.window, parameters: parameters)
        let complaints = Complaint.all(
            in: self, since: order.start ?? scope.window.from, naming: naming, parameters: parameters)
        let topology = stated.adding(complaints)
        let ranking = ServiceRanking(
            order: order, readings: readings, complaints: complaints, failures: traces.failures(in: scope.window),
            behaviour: traces.behaviour(in: self, order: order, naming: naming, parameters: parameters), topology: topology,
            incident: incident, parameters: parameters)
        order.begin(with: ranking)
        return (order, topology, ranking)
    }
}
