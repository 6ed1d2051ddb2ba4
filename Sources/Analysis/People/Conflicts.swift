import Core

/// Holds what messages say was done against the record of what was done.
enum Conflicts {
    static func add(
        in file: CaseFile, changes: [PlacedChange], order: FailureOrder, naming: ServiceNaming, to book: inout FindingBook,
        parameters: Parameters
    ) {
        for evidence in file.evidence {
            guard case .message(let message) = evidence.observation, !message.isBot, let said = evidence.stamp?.corrected,
                let action = StatedAction(in: message.text), file.scope.window.contains(said)
            else { continue }
            let services = naming.services(namedIn: message.text)
            let quotation = ValueText.quotation(message.text, limit: parameters.quotationLength)
            let statement = Said(action: action, time: said, quotation: quotation, evidence: evidence.id, services: services)
            if action.kind == .fix {
                addRecovery(statement, order: order, to: &book, parameters: parameters)
            } else {
                addAction(statement, changes: changes, to: &book, parameters: parameters)
            }
        }
    }

    private struct Said {
        var action: StatedAction
        var time: Instant
        var quotation: String
        var evidence: EvidenceID
        var services: [String]

        var facts: [String: Fact] {
            ["said": .time(time), "quotation": .text(quotation), "action": .text(action.kind.rawValue)]
        }
    }

    private static func addAction(
        _ said: Said, changes: [PlacedChange], to book: inout FindingBook, parameters: Parameters
    ) {
        var ofKind = changes.filter { matches($0, said.action.kind) }
        if said.action.kind == .rollback {
            // When a revert was written is not when something was rolled back.
            let deployed = ofKind.filter(\.isDeploy)
            if !deployed.isEmpty { ofKind = deployed }
        }
        let named = ofKind.filter { change in change.service.map { said.services.contains($0) } ?? false }
        let candidates = said.services.isEmpty ? ofKind : named
        guard
            let nearest = candidates.min(by: {
                (abs($0.time.seconds(since: said.time)), $0.time) < (abs($1.time.seconds(since: said.time)), $1.time)
            })
        else { return }
        // What someone says was done may have been done any time before.
        if said.action.tense == .past, candidates.contains(where: { $0.begins <= said.time.adding(seconds: 60) }) { return }
        let slack = parameters.conflictSeconds
        guard said.time < nearest.begins.adding(seconds: -slack) || said.time > nearest.time.adding(seconds: slack) else {
            return
        }
        let difference = nearest.time.seconds(since: said.time)
        var facts = said.facts
        facts["recorded"] = .time(nearest.time)
        facts["difference"] = .duration(abs(difference))
        if let service = nearest.service { facts["service"] = .text(service) }
        facts["change"] = .text(nearest.change.id)
        if let revision = nearest.change.revision { facts["shortRevision"] = .text(ValueText.revision(revision)) }
        facts["shortID"] = .text(ValueText.revision(nearest.change.id))
        book.add(
            Finding(
                .conflict, service: nearest.service, time: said.time,
                statement: "A chat message at \(said.time.clock) said \"\(said.quotation)\"; the record has \(nearest.name) at"
                    + " \(nearest.time.clock), \(ValueText.duration(difference)) \(difference >= 0 ? "later" : "earlier").",
                facts: facts, evidence: [said.evidence] + nearest.evidence))
    }

    private static func addRecovery(_ said: Said, order: FailureOrder, to book: inout FindingBook, parameters: Parameters) {
        let failures = order.failures.filter { said.services.isEmpty || said.services.contains($0.service) }
        let lasting = failures.filter {
            $0.time <= said.time && ($0.recovery ?? $0.end) > said.time.adding(seconds: parameters.conflictSeconds)
        }
        guard let last = lasting.max(by: { ($0.end, $1.service) < ($1.end, $0.service) }) else { return }
        var facts = said.facts
        let difference = last.end.seconds(since: said.time)
        facts["recorded"] = .time(last.end)
        facts["difference"] = .duration(difference)
        facts["service"] = .text(last.service)
        let until =
            last.recovery == nil
            ? "\(last.service) was still outside its baseline at \(last.end.clock)"
            : "\(last.service) was back within its baseline at \(last.end.clock)"
        book.add(
            Finding(
                .conflict, service: last.service, time: said.time,
                statement: "A chat message at \(said.time.clock) said \"\(said.quotation)\"; \(until),"
                    + " \(ValueText.duration(difference)) later.",
                facts: facts, evidence: [said.evidence] + last.evidence))
    }

    private static func matches(_ placed: PlacedChange, _ kind: StatedAction.Kind) -> Bool {
        let words = Words.plain(in: placed.change.title, limit: 300)
        switch kind {
        case .rollback: return placed.isRollback && (placed.isDeploy || placed.wasDeployed != false)
        case .deploy: return placed.isDeploy && !placed.isRollback
        case .restart: return words.contains { $0.hasPrefix("restart") }
        case .scale: return words.contains { $0.hasPrefix("scal") || $0 == "replicas" }
        case .fix: return false
        }
    }
}
