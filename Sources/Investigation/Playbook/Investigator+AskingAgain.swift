import Core

extension Investigator {
    /// Looks, once the walk is over, at what the hypotheses still need: where requests come in (was there more traffic?) and
    /// what the first failing services call (did one of those fail before?). Whatever has no onset was not walked to.
    func askAgain(_ gathered: inout Gathered) async {
        let topology = gathered.topology
        let seen = Set(gathered.observed.map(\.name))
        let onsets = gathered.answers.compactMap { answer in answer.serviceWithOnset.map { (service: $0, answer) } }
        var wanted: Set<String> = []
        for service in gathered.incident.services { wanted.formUnion(topology.entries(leadingTo: service)) }
        for service in Set(onsets.map(\.service)) { wanted.formUnion(topology.callees(of: service)) }
        let all = wanted.subtracting(seen).sorted()
        let missing = all.prefix(max(0, configuration.maximumServices - seen.count))
        if missing.count < all.count {
            gathered.gaps.append(
                Gap(
                    .overBudget, what: all.dropFirst(missing.count).joined(separator: ", "),
                    reason: "not looked at; the limit is \(configuration.maximumServices) services"))
        }
        guard !missing.isEmpty else { return }
        progress.stage("Asking again: \(missing.joined(separator: ", "))")
        let parents = onsets.flatMap(\.1.lastCalls)
        let questions = missing.flatMap { name in
            self.questions(
                .service(topology.service(named: name), gathered.scope), under: "4-again/\(PercentEncoding.segment(name))",
                round: 90, parents: parents)
        }
        gathered.answers += await questioner.ask(questions)
        gathered.observed = (gathered.observed + missing.map(topology.service(named:))).sorted { $0.name < $1.name }
    }
}
