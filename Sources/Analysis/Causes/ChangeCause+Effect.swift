import Core

// Whether the lines of a change could produce the fault that was seen.
extension ChangeCause {
    /// The effect of its lines that fits the fault best, by the names that both share; `nil` where none can produce it.
    static func bestEffect(
        of placed: PlacedChange, signs: [FaultSign]
    ) -> (effect: DiffEffect, sign: FaultSign, shared: [String])? {
        var best: (effect: DiffEffect, sign: FaultSign, shared: [String])?
        for effect in DiffReader.effects(of: placed.files.filter { $0.patch != nil }) {
            for sign in signs where effect.kind.faults.contains(sign.fault) {
                let shared = effect.names.filter { sign.words.contains($0.lowercased()) }.sorted()
                if best == nil || shared.count > best?.shared.count ?? 0 { best = (effect, sign, shared) }
            }
        }
        return best
    }

    static func testEffect(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        let files = placed.files.filter { $0.patch != nil }
        let signs = FaultSign.all(of: first, context)
        guard !files.isEmpty, !placed.isInert, !signs.isEmpty else { return }
        var facts = ChangeFindings.facts(of: placed)
        let name = placed.name.capitalizedFirst
        if let best = bestEffect(of: placed, signs: signs) {
            facts["effect"] = .text(best.effect.says)
            facts["fault"] = .text(best.sign.fault.name)
            if let template = best.sign.template { facts["template"] = .text(template) }
            var statement = "\(name) \(best.effect.says), which can produce \(best.sign.fault.name), and \(best.sign.says)"
            if !best.shared.isEmpty {
                let shared = best.shared.prefix(4).joined(separator: ", ")
                facts["sharedNames"] = .text(shared)
                statement += "; both name \(shared)"
            }
            let finding = Finding(
                .predictionHeld, service: best.sign.service, time: best.sign.time, statement: statement + ".", facts: facts,
                evidence: placed.evidence + best.sign.evidence)
            candidate.held("effect", best.shared.isEmpty ? 0.25 : 0.4, finding, book: &book)
            return
        }
        guard files.count == placed.files.count else {
            candidate.untested("whether what it changes could produce this fault: not all of its lines were read")
            return
        }
        guard
            signs.contains(where: { $0.template != nil })
                || hasLines(of: context.origins(of: first.service), from: first.time, context)
        else {
            candidate.untested("whether what it changes could produce this fault: no log lines of \(first.service) were read")
            return
        }
        let faults = Set(signs.map(\.fault)).map(\.name).sorted().joined(separator: ", ")
        facts["faults"] = .text(faults)
        let finding = Finding(
            .predictionFailed, service: placed.service, time: placed.time,
            statement: "Nothing was found in the lines of \(placed.name) that could produce what was seen: \(faults).",
            facts: facts, evidence: placed.evidence + Array(Set(signs.flatMap(\.evidence))).sorted().prefix(20))
        let hasEffects = !DiffReader.effects(of: files).isEmpty
        candidate.failed("effect", hasEffects ? -0.1 : -0.2, finding, decisive: false, book: &book)
    }

    /// Were lines of the services read that are from the onset or later? Where there are none, a fault that none speaks of is not absent.
    private static func hasLines(of services: [String], from onset: Instant, _ context: CauseContext) -> Bool {
        context.file.evidence.contains { evidence in
            switch evidence.observation {
            case .logs(let logs):
                logs.lines.contains { line in
                    line.time >= onset && context.file.scope.window.contains(line.time)
                        && services.contains(evidence.service ?? ServiceNaming.service(labelling: line))
                }
            case .logPatterns: evidence.service.map(services.contains) ?? true
            default: false
            }
        }
    }
}
