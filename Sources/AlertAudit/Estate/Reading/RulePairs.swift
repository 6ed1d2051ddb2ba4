import Core
import PromQL

/// Rules that can stand in for one another, and those that can't: who is told and how urgently must be the same.
struct RulePairs: Sendable {
    let rules: [Detector]
    private let settings: AuditSettings

    init(_ estate: Estate) {
        rules = estate.activeRules
        settings = estate.settings
    }

    /// Whether the two tell the same people with the same urgency of the same things.
    func tellAlike(_ one: Detector, _ other: Detector) -> Bool {
        guard one.severity == other.severity, one.owner == other.owner, one.source == other.source else { return false }
        if one.service != other.service { return false }
        if !one.ends.isEmpty, !other.ends.isEmpty {
            return Set(one.ends.map(\.receiver)) == Set(other.ends.map(\.receiver))
        }
        return one.labels == other.labels
    }
}
