import Analysis
import Core

/// What findings about a rule have in common.
enum RuleFacts {
    /// The rule's name, fit to stand in a sentence between backticks.
    static func name(_ rule: ReadRule) -> String { inert(rule.rule.name) }

    static func inert(_ text: String) -> String {
        // Between backticks double quotes may stay; ``ValueText/quotation(_:limit:)`` would make them single.
        let kept = text.prefix(1000).map { $0 == "`" ? "'" : ($0 == "\"" ? "\u{FF02}" : $0) }
        return ValueText.quotation(String(kept), limit: 100).replacing("\u{FF02}", with: "\"")
    }

    static func facts(_ rule: ReadRule, _ signal: MovedSignal) -> [String: Fact] {
        var facts: [String: Fact] = [
            "rule": .text(name(rule)), "expression": .text(rule.rule.expression), "metric": .text(signal.series.metric),
            "signal": .text(signal.series.signal.rawValue), "title": .text(signal.series.title), "onset": .time(signal.onset),
        ]
        if !signal.service.isEmpty { facts["service"] = .text(signal.service) }
        if rule.rule.holdFor > 0 { facts["holdFor"] = .duration(rule.rule.holdFor) }
        return facts
    }

    /// `a`, `b` and `c`, each in backticks; after `limit` of them "and 3 more".
    static func list(_ names: [String], limit: Int = 4) -> String {
        let shown = names.prefix(limit).map { "`\(inert($0))`" }
        let rest = names.count - shown.count
        if rest > 0 { return shown.joined(separator: ", ") + " and \(rest) more" }
        guard let last = shown.last, shown.count > 1 else { return shown.first ?? "" }
        return shown.dropLast().joined(separator: ", ") + " and " + last
    }
}
