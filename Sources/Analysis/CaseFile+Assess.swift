import Core

extension CaseFile {
    /// What the evidence says. A pure function: the same case file gives the same assessment to the byte.
    public func assess() -> Assessment { assess(parameters: Parameters()) }

    /// The same with other constants.
    public func assess(parameters: Parameters) -> Assessment {
        let stated = Topology(of: self)
        let naming = ServiceNaming(self, topology: stated)
        var book = FindingBook()
        var gaps: [Gap] = []

        var readings = SignalReading.all(in: self, naming: naming, parameters: parameters)
        SignalFindings.add(for: &readings, to: &book)
        var bursts = LogComparison.bursts(in: self, naming: naming, parameters: parameters)
        var rises = LogRise.all(in: self, naming: naming, parameters: parameters)
        LogRise.join(&rises, to: &bursts)
        LogFindings.add(for: &bursts, to: &book, parameters: parameters)
        LogFindings.add(for: &rises, to: &book, parameters: parameters)
        InstructionFindings.add(from: self, naming: naming, to: &book, parameters: parameters)
        var traces = TraceReading(self)
        TraceFindings.add(for: &traces, in: self, naming: naming, to: &book, parameters: parameters)
        let failedCalls = FailedCalls.all(in: self, traces: traces, naming: naming)
        LatencyCeilings.add(for: readings, bursts: bursts, failedCalls: failedCalls, to: &book, parameters: parameters)
        let (order, topology, ranking) = ranking(
            readings: readings, bursts: bursts, traces: traces, stated: stated, naming: naming, parameters: parameters)
        for finding in CallTimes(traces, order: order, parameters: parameters).findings(traces, parameters: parameters) {
            book.add(finding)
        }
        var troubles = ClusterTrouble.all(in: self, naming: naming, parameters: parameters)
        ClusterFindings.add(for: &troubles, order: order, topology: topology, to: &book)

        var changes = ChangeClock.place(in: self, naming: naming, parameters: parameters)
        ChangeFindings.add(for: &changes, order: order, window: scope.window, to: &book)
        var testimony = Testimony.all(in: self, naming: naming)
        Testimony.addFindings(for: &testimony, to: &book, parameters: parameters)
        Conflicts.add(in: self, changes: changes, order: order, naming: naming, to: &book, parameters: parameters)
        Detection.add(in: self, order: order, naming: naming, to: &book, parameters: parameters)

        let context = CauseContext(
            file: self, parameters: parameters, topology: topology, readings: readings, bursts: bursts, changes: changes,
            testimony: testimony, order: order, traces: traces, failedCalls: failedCalls, troubles: troubles)
        let candidates = CauseModels.all.flatMap { $0.hypotheses(in: context, book: &book) }
        let hypotheses = Ranking.rank(candidates, parameters: parameters)
        Resolution.add(context, to: &book, gaps: &gaps)
        Impact.add(context, to: &book, gaps: &gaps)
        gaps += ClockDoubt.gaps(context, leading: hypotheses.first { !$0.isRefuted })
        gaps += inconclusive(readings)
        gaps += MissingServices.gaps(in: self, naming: naming)

        let reached = ranking.blastRadius(of: order)
        let alsoLogged = LogRise.failed(in: rises, beyond: order, readings).filter {
            !reached.contains($0) && $0 != order.first?.service
        }
        let (findings, ids) = book.numbered()
        return Assessment(
            findings: findings, onset: order.first?.finding.flatMap { ids[$0] }, firstFailingService: order.first?.service,
            blastRadius: reached + alsoLogged, suspects: ranking.suspects(order, readings),
            hypotheses: hypotheses.map { renumbered($0, ids) },
            remediation: RemediationChoice.choose(context, hypotheses: hypotheses), gaps: gaps)
    }

    private func renumbered(_ hypothesis: Hypothesis, _ ids: [FindingID: FindingID]) -> Hypothesis {
        var result = hypothesis
        result.supports = Set(hypothesis.supports.compactMap { ids[$0] }).sorted()
        result.refutes = Set(hypothesis.refutes.compactMap { ids[$0] }).sorted()
        result.evidence = Set(hypothesis.evidence).sorted()
        return result
    }

    private func inconclusive(_ readings: [SignalReading]) -> [Gap] {
        readings.compactMap { reading in
            // A count of log lines has no sample where there was no line: its holes are the normal case.
            guard case .inconclusive(let reason) = reading.state, ![.limit, .logRate].contains(reading.signal) else {
                return nil
            }
            return Gap(
                .partial, what: "whether \(reading.name) stayed normal",
                reason: "It shows no onset, and that it had none cannot be said: \(reason).")
        }
    }
}
