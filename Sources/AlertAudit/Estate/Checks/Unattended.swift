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
        let courses = Courses(estate)
        let byName = incidentsByAlert(estate)
        var result = EstateCheckResult(rules.compactMap { draft($0, byName[$0.name] ?? [], courses, estate) })
        let unknown = estate.incidents.filter { !courses.isKnown($0.value) }
        if !unknown.isEmpty {
            result.gaps.append(
                Gap(
                    .partial, source: unknown[0].source, what: "whether anyone acts on alerts",
                    reason: "What became of \(unknown.count) of \(estate.incidents.count) incidents was not read from their"
                        + " beginning; they are not counted."))
        }
        return result
    }

    /// What people did about incidents.
    private struct Courses {
        /// Incidents whose events were read back to their beginning, by id or number.
        private var begun: Set<String> = []
        private var acted: Set<String> = []

        init(_ estate: Estate) {
            for event in estate.incidentEvents {
                switch event.value.kind {
                case .triggered: begun.insert(event.value.incident)
                case .acknowledged, .annotated, .snoozed: acted.insert(event.value.incident)
                default: break
                }
            }
        }

        func isAttended(_ incident: IncidentRecord) -> Bool {
            incident.status.lowercased().contains("ack") || Courses.names(of: incident).contains(where: acted.contains)
        }

        /// Would it be known that somebody acted?
        func isKnown(_ incident: IncidentRecord) -> Bool {
            isAttended(incident) || Courses.names(of: incident).contains(where: begun.contains)
        }

        private static func names(of incident: IncidentRecord) -> [String] { [incident.id, incident.number].compactMap { $0 } }
    }

    private func draft(
        _ rule: Detector, _ incidents: [Estate.Held<IncidentRecord>], _ courses: Courses, _ estate: Estate
    ) -> EstateCheckResult.Draft? {
        guard let firings = Firings(of: rule, in: estate) else { return nil }
        let least = firings.scaled(estate.settings.unattendedFirings, least: 3)
        guard firings.all.count >= least else { return nil }
        let name = RuleFacts.inert(rule.name)
        if incidents.contains(where: { courses.isAttended($0.value) }) { return nil }
        let known = incidents.filter { courses.isKnown($0.value) }
        let facts: [String: Fact] = [
            "firings": .number(Double(firings.all.count), .count), "incidents": .number(Double(known.count), .count),
        ]
        if incidents.isEmpty {
            // Only what should call someone is missed among the incidents, and only where all of them were read.
            guard rule.isPaging(estate.settings), estate.knowsAllIncidents else { return nil }
            return EstateCheckResult.Draft(
                rule,
                "`\(name)` fired \(firings.all.count) times in \(ValueText.duration(firings.window.seconds)), and none of the"
                    + " \(estate.incidents.count) incidents that were read is of it, so that nobody acknowledged it.",
                facts: facts, evidence: firings.evidence)
        }
        guard known.count >= min(3, least) else { return nil }
        return EstateCheckResult.Draft(
            rule,
            "`\(name)` fired \(firings.all.count) times in \(ValueText.duration(firings.window.seconds)), and nobody acknowledged"
                + (known.count == incidents.count
                    ? " any of its \(known.count) incidents."
                    : " any of the \(known.count) of its incidents whose course was read."),
            facts: facts, evidence: firings.evidence + known.prefix(20).map(\.id))
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
