import Core

/// What people write when they silence something, and what they select.
extension EstateBuilder {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    /// A day as people write it.
    mutating func date(daysAgo: Double) -> String {
        let text = grid.ago(days: daysAgo).date
        let parts = text.split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, let month = Self.months.dropFirst(parts[1] - 1).first else { return text }
        switch dice.below(4) {
        case 0: return "\(parts[2]) \(month)"
        case 1: return "\(month) \(parts[2])"
        case 2: return "\(month.prefix(3)) \(parts[2]), \(parts[0])"
        default: return text
        }
    }

    mutating func work() -> String {
        dice.pick([
            "database maintenance", "migration to the new cluster", "planned failover", "load test", "certificate rotation",
            "kernel upgrade", "storage move", "vendor maintenance", "schema change", "network works",
        ])
    }

    mutating func reason() -> String {
        dice.pick([
            "noisy while we tune the thresholds", "known bug, fix is being rolled out", "false alarms after the rename",
            "waiting for new hardware", "being looked into, see OPS-\(dice.int(200...9000))", "under repair", "team is on it",
        ])
    }

    /// Matchers that select alerts of one service.
    mutating func narrow(_ service: EstateService) -> [(String, String, String)] {
        let key = teams[service.team].serviceLabel
        let rule = rules.filter { $0.service == service.name && !$0.stretches.isEmpty }.first
        switch dice.below(3) {
        case 0: return [(key, "=", service.name)]
        case 1:
            guard let rule else { return [(key, "=", service.name)] }
            return [("alertname", "=", rule.name)]
        default:
            return [
                (key, "=", service.name), ("severity", "=~", "\(teams[service.team].critical)|\(teams[service.team].warning)"),
            ]
        }
    }
}
