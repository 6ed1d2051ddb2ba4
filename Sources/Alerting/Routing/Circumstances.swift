import Core

/// What may keep alerts back: silences and inhibitions by alerts that fire. Label sets have numbers, so that each is held
/// against each matcher once.
struct Circumstances {
    let alerts: [RoutedAlert]
    /// The number of each alert's labels.
    let labelSets: [Int]
    private let labels: [[String: String]]
    private let silences: [SilenceMatch]
    private let rules: [Inhibitor.Rule]
    /// For each rule, alerts that match the source by the values that both sides must agree on.
    private let sources: [[[String]: [Int]]]
    private var silencesOf: [Int: [Int]] = [:]
    private var rulesOf: [Int: [Int]] = [:]
    private(set) var undecided: Set<String> = []

    init(_ alerts: [RoutedAlert], _ silences: [Silence], _ inhibitions: [AlertRouting.Inhibition]) {
        var numbers: [[String: String]: Int] = [:]
        var labels: [[String: String]] = []
        labelSets = alerts.map { alert in
            if let number = numbers[alert.labels] { return number }
            numbers[alert.labels] = labels.count
            labels.append(alert.labels)
            return labels.count - 1
        }
        self.labels = labels
        self.alerts = Circumstances.joined(alerts, labelSets)
        self.silences = silences.map { SilenceMatch($0) }
        rules = Inhibitor(inhibitions).rules
        var sources: [[[String]: [Int]]] = []
        for (index, rule) in rules.enumerated() {
            var found: [[String]: [Int]] = [:]
            let matches = labels.map { rule.source.match($0) }
            if matches.contains(nil) { undecided.insert("the source of inhibition \(index)") }
            for (alert, set) in labelSets.enumerated() where matches[set] == true {
                found[rule.equalValues(of: labels[set]), default: []].append(alert)
            }
            sources.append(found)
        }
        self.sources = sources
    }

    /// Stretches of the same labels that overlap get the earliest start and the latest end of them.
    private static func joined(_ alerts: [RoutedAlert], _ sets: [Int]) -> [RoutedAlert] {
        var result = alerts
        var last: [Int: Int] = [:]
        for index in alerts.indices.sorted(by: { (alerts[$0].receivedAt, $0) < (alerts[$1].receivedAt, $1) }) {
            defer { last[sets[index]] = index }
            guard let before = last[sets[index]], !result[before].isOver(at: result[index].startsAt) else { continue }
            result[index].startsAt = min(result[before].startsAt, result[index].startsAt)
            guard let end = result[before].endsAt, let own = result[index].endsAt else {
                result[index].endsAt = nil
                continue
            }
            result[index].endsAt = max(end, own)
        }
        return result
    }

    /// Ids of the silences that keep an alert back.
    mutating func silences(of alert: Int, at time: Instant) -> [String] {
        silences(about: labelSets[alert]).filter { silences[$0].isActive(at: time) }.map { silences[$0].silence.id }
    }

    /// The alert that keeps another one back, and by which rule.
    mutating func inhibitor(of alert: Int, at time: Instant) -> (alert: Int, rule: Int)? {
        let target = labels[labelSets[alert]]
        for rule in rules(about: labelSets[alert]) {
            for source in sources[rule][rules[rule].equalValues(of: target)] ?? [] where alerts[source].fires(at: time) {
                switch rules[rule].inhibits(target, by: alerts[source].labels) {
                case .some(true): return (source, rule)
                case .some(false): break
                case .none: undecided.insert("inhibition \(rule)")
                }
            }
        }
        return nil
    }

    mutating func decideNot(_ what: String) { undecided.insert(what) }

    /// Times at which a silence or an inhibition of alerts with these labels may begin or end.
    mutating func changes(about set: Int) -> [Instant] {
        var times: [Instant] = []
        for index in silences(about: set) {
            times.append(silences[index].silence.startsAt)
            // It is still active at its end.
            times.append(silences[index].silence.endsAt.adding(seconds: 1e-9))
        }
        for rule in rules(about: set) {
            for source in sources[rule][rules[rule].equalValues(of: labels[set])] ?? [] {
                times.append(alerts[source].receivedAt)
                if let end = alerts[source].endsAt { times.append(end) }
            }
        }
        return times
    }

    private mutating func silences(about set: Int) -> [Int] {
        if let known = silencesOf[set] { return known }
        let found = silences.indices.filter { index in
            let matches = silences[index].matches(labels[set])
            if matches == nil { undecided.insert("the matchers of silence \(silences[index].silence.id)") }
            return matches == true
        }
        silencesOf[set] = found
        return found
    }

    private mutating func rules(about set: Int) -> [Int] {
        if let known = rulesOf[set] { return known }
        let found = rules.indices.filter { index in
            let matches = rules[index].target.match(labels[set])
            if matches == nil { undecided.insert("the target of inhibition \(index)") }
            return matches == true
        }
        rulesOf[set] = found
        return found
    }
}
