import Analysis
import Core
import PromQL

/// An alert reads a recorded series that is renewed much less often than the alert is judged, or not at all.
struct RecordingLags: EstateCheck {
    let id = AuditCheckID.recordingLags
    let remedy = "Evaluate the recording rule as often as the alert, in the same group before it, or repair it."

    /// How many evaluations of the alert may see the same recorded value.
    private static let patience = 4.0
    /// Seconds for which a server goes on to show a series without new samples.
    private static let lookback = 300.0

    func run(_ estate: Estate) -> EstateCheckResult {
        let byName = Dictionary(grouping: estate.recordings) { $0.rule.name }
        return EstateCheckResult(
            estate.activeRules.flatMap { rule in
                recordings(read: rule, byName).compactMap { draft(rule, $0) }
            })
    }

    /// Recordings that a rule reads, also by way of others; those that it reads itself first.
    private func recordings(read rule: Detector, _ byName: [String: [Recording]]) -> [Recording] {
        var found: [Recording] = []
        var seen: Set<String> = []
        var front = rule.selectors.compactMap(\.metric)
        for _ in 0..<8 where !front.isEmpty {
            var following: [String] = []
            for name in front where seen.insert(name).inserted {
                for recording in byName[name] ?? [] {
                    found.append(recording)
                    following += recording.expression?.selectors.compactMap(\.metric) ?? []
                }
            }
            front = following
        }
        return Array(found.prefix(50))
    }

    private func draft(_ rule: Detector, _ recording: Recording) -> EstateCheckResult.Draft? {
        let name = RuleFacts.inert(recording.rule.name)
        var draft: EstateCheckResult.Draft
        if let error = recording.rule.lastError, !error.isEmpty {
            draft = EstateCheckResult.Draft(
                rule, "`\(RuleFacts.inert(rule.name))` depends on the recorded series `\(name)`, whose rule fails.",
                facts: ["error": .text(error)], evidence: [recording.id])
        } else if let own = recording.rule.interval, let interval = rule.interval, own > interval, own.isFinite {
            let isSlow =
                own >= Self.patience * interval || (rule.holdFor > 0 && own >= 2 * rule.holdFor) || own > Self.lookback
            guard isSlow else { return nil }
            draft = EstateCheckResult.Draft(
                rule,
                "`\(RuleFacts.inert(rule.name))` is judged every \(ValueText.duration(interval)) and depends on the recorded series"
                    + " `\(name)`, which is renewed every \(ValueText.duration(own)).",
                facts: [
                    "interval": .duration(interval), "recordingInterval": .duration(own), "holdFor": .duration(rule.holdFor),
                ],
                evidence: [recording.id])
        } else {
            return nil
        }
        draft.related = [recording.subject]
        draft.detail += " " + recording.subject
        return draft
    }
}
