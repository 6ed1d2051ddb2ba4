import Core
import PromQL

/// What a template is executed with.
struct TemplateData: Sendable {
    /// The labels of the rule's result.
    var labels: AlertLabels
    /// Bytes of the longest value of labels whose values are known but for which one it is.
    var longest: [String: Int] = [:]
    /// How many series selectors had, by their text.
    var series: [String: EstateFacts.Count] = [:]

    /// The value of a label.
    func label(_ name: String) -> TemplateValue {
        if let value = labels[name] { return .text(value) }
        return .someText(longest: longest[name])
    }

    /// Whether an expression had a result at the time; `nil`: not known. What selected nothing in the whole window has none, with the
    /// evidence for it.
    func hasResults(_ expression: Expression) -> (Bool?, evidence: [EvidenceID]) {
        var evidence: [EvidenceID] = []
        let missing = Presence.missing(expression) { selector in
            guard let count = series[Presence.bare(selector).text], count.count == 0 else { return false }
            evidence.append(count.id)
            return true
        }
        return missing.isEmpty ? (nil, []) : (false, evidence)
    }
}
