import Alerting

/// What tells one service's series and alerts from those of others.
struct ServiceIdentity: Sendable {
    enum Answer: Sendable, Hashable { case yes, no, maybe }

    var name: String
    /// Labels that its series are known to carry.
    var labels: [String: String]

    /// Labels that commonly say what a series or an alert is about.
    static let labelNames: Set<String> = [
        "service", "service_name", "app", "application", "component", "job", "container", "deployment", "workload",
        "app_kubernetes_io_name",
    ]

    /// Labels that say where it runs.
    static let placeNames: Set<String> = ["namespace", "env", "environment", "cluster", "region"]

    /// Whether a selector picks this service's series, its metric aside. Labels that are not known are let pass unless they
    /// say what the series is about.
    func isSelected(by selector: CompiledSelector) -> Answer {
        var isIdentified = false
        var open: [(matcher: CompiledMatcher, asksForKnown: Bool)] = []
        for (matcher, asksForKnown) in zip(selector.matchers, selector.asksForKnown) {
            if let value = labels[matcher.name] {
                if matcher.matches(value) == false { return .no }
                if ServiceIdentity.labelNames.contains(matcher.name) { isIdentified = true }
            } else if ServiceIdentity.labelNames.contains(matcher.name) {
                open.append((matcher, asksForKnown))
            }
        }
        if isIdentified || open.allSatisfy({ $0.matcher.matches(name) == true }) { return .yes }
        let namesAnother = open.contains { matcher, asksForKnown in
            matcher.matches(name) == false && (!matcher.isPositive || asksForKnown)
        }
        return namesAnother ? .no : .maybe
    }

    /// Whether an alert with these labels is about this service; `maybe` when no label says what it is about.
    func owns(_ alert: [String: String]) -> Answer {
        var answer = Answer.maybe
        for label in ServiceIdentity.labelNames {
            guard let value = alert[label], !value.isEmpty else { continue }
            if value == name || labels[label] == value { return .yes }
            answer = .no
        }
        return answer
    }
}
