import Core

// Whether the lines of a change could produce the fault that was seen.
extension ChangeCause {
    /// A fault as the service that failed first, or one that it calls, shows it.
    private struct Sign {
        var fault: FaultSignature
        var service: String
        var time: Instant
        /// What shows it, after "and": `the log line "..." of checkout speaks of a full volume`.
        var says: String
        /// The log line's template, as it is quoted; `nil` for a signal.
        var template: String?
        /// Words of the log line, in lower case.
        var words: Set<String>
        var evidence: [EvidenceID]
    }

    static func testEffect(
        _ placed: PlacedChange, _ first: ServiceFailure, _ context: CauseContext, _ candidate: inout Candidate,
        _ book: inout FindingBook
    ) {
        let files = placed.files.filter { $0.patch != nil }
        let signs = signs(of: first, context)
        guard !files.isEmpty, !placed.isInert, !signs.isEmpty else { return }
        let effects = DiffReader.effects(of: files)
        var best: (effect: DiffEffect, sign: Sign, shared: [String])?
        for effect in effects {
            for sign in signs where effect.kind.faults.contains(sign.fault) {
                let shared = effect.names.filter { sign.words.contains($0.lowercased()) }.sorted()
                if best == nil || shared.count > best?.shared.count ?? 0 { best = (effect, sign, shared) }
            }
        }
        var facts = ChangeFindings.facts(of: placed)
        let name = placed.name.capitalizedFirst
        if let best {
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
        let faults = Set(signs.map(\.fault)).map(\.name).sorted().joined(separator: ", ")
        facts["faults"] = .text(faults)
        let finding = Finding(
            .predictionFailed, service: placed.service, time: placed.time,
            statement: "Nothing was found in the lines of \(placed.name) that could produce what was seen: \(faults).",
            facts: facts, evidence: placed.evidence + Array(Set(signs.flatMap(\.evidence))).sorted().prefix(20))
        candidate.failed("effect", effects.isEmpty ? -0.2 : -0.1, finding, decisive: false, book: &book)
    }

    private static func signs(of first: ServiceFailure, _ context: CauseContext) -> [Sign] {
        let origins = context.origins(of: first.service)
        var signs: [Sign] = []
        for burst in context.bursts where origins.contains(burst.service) {
            let template = ValueText.quotation(burst.template, limit: context.parameters.quotationLength)
            let text = burst.example + " " + burst.template
            let words = Setting.plainWords(in: text)
            for fault in FaultSignature.all(in: text).sorted(by: { $0.rawValue < $1.rawValue }) {
                signs.append(
                    Sign(
                        fault: fault, service: burst.service, time: burst.first,
                        says: "the log line \"\(template)\" of \(burst.service) speaks of it", template: template,
                        words: Set(words.flatMap { [$0] + CodeWord.parts(of: $0) }), evidence: burst.evidence))
            }
        }
        let latency = context.readings(.latency, of: first.service).first { $0.onset?.direction == .rise }
        if let latency, let onset = latency.onset, !signs.contains(where: { $0.fault == .slow }) {
            signs.append(
                Sign(
                    fault: .slow, service: first.service, time: onset.time, says: "the latency of \(first.service) rose",
                    template: nil, words: [], evidence: latency.evidence))
        }
        return signs
    }
}
