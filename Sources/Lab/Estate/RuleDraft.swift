/// A rule before it has its place, its names and its history.
struct RuleDraft {
    var stem: String
    var service: EstateService
    var topic: String
    var expression: String
    var hold: Int
    var severity: Severity = .critical
    var labels: [String: String] = [:]
    var summary: String
    var runbook: Runbook = .usual
    var hasOwner = true
    var extraAnnotations: [(name: String, value: String)] = []
    /// The values of the expression's left side, and when they are too much.
    var signals: [Signal] = []
    var holds: (Double) -> Bool = { _ in false }
    var attention: Attention = .acknowledged
    var interval = 60
    var keepFiring = 0

    enum Severity { case critical, warning, none }
    enum Runbook { case usual, missing, text(name: String, value: String) }
}

extension EstateBuilder {
    func finishedLabels(_ draft: RuleDraft) -> [String: String] {
        let team = teams[draft.service.team]
        var labels = draft.labels
        switch draft.severity {
        case .critical: labels["severity"] = team.critical
        case .warning: labels["severity"] = team.warning
        case .none: break
        }
        if draft.hasOwner { labels[team.ownerLabel] = team.name }
        return labels
    }

    mutating func finished(_ draft: RuleDraft) -> EstateRule {
        let name = unique(draft.stem)
        let group = group(draft.service.team, topic: draft.topic, interval: draft.interval)
        let labels = finishedLabels(draft)
        var annotations = [(name: "summary", value: draft.summary)]
        annotations += draft.extraAnnotations
        switch draft.runbook {
        case .usual:
            let link = dice.pick(Wording.wikis).replacing("%@", with: Wording.kebab(name))
            annotations.append((name: "runbook_url", value: link))
        case .missing: break
        case .text(let key, let value): annotations.append((name: key, value: value))
        }
        var stretches: [EstateStretch] = []
        for signal in draft.signals {
            var identity = signal.labels.merging(labels) { $1 }
            identity["alertname"] = name
            stretches += Self.stretches(signal, draft, labels: identity)
        }
        return EstateRule(
            name: name, group: group, expression: draft.expression, hold: draft.hold, labels: labels, annotations: annotations,
            stretches: stretches, attention: draft.attention, service: draft.service.name, team: draft.service.team,
            keepFiring: draft.keepFiring)
    }

    /// When the alert was active and firing, as Prometheus would have it if it evaluated at the times of the samples.
    static func stretches(_ signal: Signal, _ draft: RuleDraft, labels: [String: String]) -> [EstateStretch] {
        let wait = (draft.hold + Int(EstateGrid.step) - 1) / Int(EstateGrid.step)
        let keep = draft.keepFiring / Int(EstateGrid.step)
        var result: [EstateStretch] = []
        var began: Int?
        var last = 0
        for index in signal.values.indices {
            let value = signal.values[index]
            if !value.isNaN, draft.holds(value) {
                began = began ?? index
                last = index
            } else if let start = began, index - last > (last - start >= wait ? keep : 0) {
                result.append(EstateStretch(labels: labels, active: start..<index, firing: start + wait))
                began = nil
            }
        }
        if let start = began {
            result.append(EstateStretch(labels: labels, active: start..<signal.values.count, firing: start + wait))
        }
        return result
    }
}
