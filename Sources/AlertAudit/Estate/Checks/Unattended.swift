import Analysis
import Core

/// An alert calls people again and again, and nobody acknowledges.
struct Unattended: EstateCheck {
    let id = AuditCheckID.unattended
    let remedy = "Lower its urgency, repair what it tells of, or remove it: nobody acts on it."

    func run(_ estate: Estate) -> EstateCheckResult {
        let rules = estate.activeRules.filter { !$0.isQuiet(estate.settings) }
        guard !estate.incidents.isEmpty else {
            guard !rules.isEmpty else { return EstateCheckResult() }
            return EstateCheckResult(
                gaps: [
                    Gap(
                        .noSource, what: "whether anyone acts on alerts",
                        reason: "No incidents of an on-call system were read.")
                ])
        }
        var acted: Set<String> = []
        for event in estate.incidentEvents where [.acknowledged, .annotated, .snoozed].contains(event.value.kind) {
            acted.insert(event.value.incident)
        }
        let byName = incidentsByAlert(estate)
        return EstateCheckResult(rules.compactMap { draft($0, byName[$0.name] ?? [], acted, estate) })
    }

    private func draft(
        _ rule: Detector, _ incidents: [Estate.Held<IncidentRecord>], _ acted: Set<String>, _ estate: Estate
    ) -> EstateCheckResult.Draft? {
        guard let firings = Firings(of: rule, in: estate) else { return nil }
        let least = firings.scaled(estate.settings.unattendedFirings, least: 3)
        guard firings.all.count >= least else { return nil }
        let name = RuleFacts.inert(rule.name)
        let isAttended = incidents.contains { held in
            held.value.status.lowercased().contains("ack") || acted.contains(held.value.id)
                || held.value.number.map(acted.contains) == true
        }
        if isAttended { return nil }
        let facts: [String: Fact] = [
            "firings": .number(Double(firings.all.count), .count), "incidents": .number(Double(incidents.count), .count),
        ]
        if incidents.isEmpty {
            // Only what should call someone is missed among the incidents.
            guard rule.isPaging(estate.settings), !estate.incidents.isEmpty else { return nil }
            return EstateCheckResult.Draft(
                rule,
                "`\(name)` fired \(firings.all.count) times in \(ValueText.duration(firings.window.seconds)), and none of the"
                    + " \(estate.incidents.count) incidents that were read is of it, so that nobody acknowledged it.",
                facts: facts, evidence: firings.evidence)
        }
        guard incidents.count >= min(3, least) else { return nil }
        return EstateCheckResult.Draft(
            rule,
            "`\(name)` fired \(firings.all.count) times in \(ValueText.duration(firings.window.seconds)), and nobody acknowledged"
                + " any of its \(incidents.count) incidents.",
            facts: facts, evidence: firings.evidence + incidents.prefix(20).map(\.id))
    }

    /// Incidents by the alert that opened them: by its label, or by its name as a word of the title.
    private func incidentsByAlert(_ estate: Estate) -> [String: [Estate.Held<IncidentRecord>]] {
        var result: [String: [Estate.Held<IncidentRecord>]] = [:]
        for held in estate.incidents {
            if let name = held.value.labels["alertname"] {
                result[name, default: []].append(held)
                continue
            }
            let words = held.value.title.prefix(1000).split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init)
            for word in Set(words) where estate.detectorsByName[word] != nil { result[word, default: []].append(held) }
        }
        return result
    }
}
