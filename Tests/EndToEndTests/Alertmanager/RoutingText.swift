/// Configurations of Alertmanager as people write them, from a seed: trees, matchers of every form, intervals, inhibitions.
struct RoutingText {
    var numbers: SeededNumbers
    /// The address of a receiver's integration; `nil` for configurations that are not run.
    var address: ((_ receiver: String, _ place: Int) -> String)?
    /// Names of time intervals and their periods, in YAML.
    var intervals: [(name: String, yaml: String)] = []
    private var count = 0

    static let values: [String: [String]] = [
        "team": ["a", "b", "payments", "A b"], "service": ["s1", "s2", "s3", "pay-gateway"],
        "severity": ["page", "ticket", "critical"], "env": ["prod", "stage", "dev\"x\\y"],
        "instance": ["i1:90", "i2:90", "é中"],
    ]
    static let names = values.keys.sorted()
    private static let patterns = [
        ".*", ".+", "", "s[12]", "(page|critical)", "pa.*", "p.+", "prod|stage", "[a-c]", "(?i)A", "\\w+", "^prod$", "i\\d:90",
        "s1|s2|", "(s|pay-)\\w*", "[^p].*", "s{1}[0-9]?", "A b|a", ".*中", "page|ticket",
    ]

    init(seed: Int) { numbers = SeededNumbers(seed) }

    /// Labels of an alert; one that is chosen to be absent is left out.
    mutating func labels() -> [String: String] {
        var labels = ["alertname": "Alert\(numbers.below(3))"]
        for name in RoutingText.names where numbers.chance(70) { labels[name] = numbers.pick(RoutingText.values[name] ?? []) }
        return labels
    }

    static let receivers = ["r0", "r1", "r2", "r3", "nobody"]

    /// A whole configuration; `timings` are lines such as `group_wait: 1s` for the root.
    mutating func configuration(timings: [String], others: [String], inhibitions: Int) -> String {
        var lines = ["route:", "  receiver: r0"] + timings.map { "  " + $0 }
        lines += groupBy("  ", always: true)
        count = 0
        lines += children(depth: 1, others)
        if inhibitions > 0 {
            lines.append("inhibit_rules:")
            for _ in 0..<inhibitions { lines += inhibition() }
        }
        lines.append("receivers:")
        for receiver in RoutingText.receivers { lines += self.receiver(receiver) }
        if !intervals.isEmpty {
            lines.append(numbers.chance(50) ? "time_intervals:" : "mute_time_intervals:")
            for (name, yaml) in intervals { lines += ["- name: \(name)", "  time_intervals: \(yaml)"] }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private mutating func children(depth: Int, _ others: [String]) -> [String] {
        guard depth <= 3, count < 14, depth == 1 || numbers.chance(55) else { return [] }
        let indent = String(repeating: "  ", count: depth)
        var lines = [indent + "routes:"]
        for _ in 0..<(1 + numbers.below(depth == 1 ? 4 : 3)) {
            count += 1
            var route = matchers("")
            if numbers.chance(75) { route.append("receiver: " + numbers.pick(RoutingText.receivers)) }
            if numbers.chance(40) { route.append("continue: true") }
            route += groupBy("", always: false)
            var set: Set<Substring> = []
            for line in others where numbers.chance(25) && set.insert(line.prefix { $0 != ":" }).inserted { route.append(line) }
            if !intervals.isEmpty {
                for member in ["mute_time_intervals", "active_time_intervals"] where numbers.chance(22) {
                    let names = intervals.map(\.name).filter { _ in numbers.chance(40) }
                    if !names.isEmpty { route.append("\(member): [\(names.joined(separator: ", "))]") }
                }
            }
            if route.isEmpty { route.append("receiver: r1") }
            lines.append(indent + "- " + (route.first ?? ""))
            lines += route.dropFirst().map { indent + "  " + $0 }
            lines += children(depth: depth + 1, others)
        }
        return lines
    }

    private mutating func groupBy(_ indent: String, always: Bool) -> [String] {
        guard always || numbers.chance(35) else { return [] }
        if numbers.chance(20) { return [indent + "group_by: ['...']"] }
        let names = (RoutingText.names + ["alertname"]).filter { _ in numbers.chance(35) }
        return names.isEmpty && !always ? [] : [indent + "group_by: [\(names.joined(separator: ", "))]"]
    }

    private mutating func inhibition() -> [String] {
        var lines = matchers("source_") + matchers("target_")
        let equal = (RoutingText.names).filter { _ in numbers.chance(30) }
        if !equal.isEmpty { lines.append("equal: [\(equal.joined(separator: ", "))]") }
        if lines.isEmpty { lines = ["source_match: {severity: critical}", "target_match: {severity: ticket}"] }
        return lines.enumerated().map { ($0.offset == 0 ? "- " : "  ") + $0.element }
    }

    private mutating func receiver(_ name: String) -> [String] {
        let webhooks = name == "nobody" ? 0 : (name == "r3" ? 2 : 1)
        var lines = ["- name: " + name]
        guard webhooks > 0 else { return lines }
        lines.append("  webhook_configs:")
        for place in 0..<webhooks {
            lines.append("  - url: '" + (address?(name, place) ?? "http://127.0.0.1:9/") + "'")
            if numbers.chance(40) { lines.append("    send_resolved: \(numbers.chance(50))") }
        }
        return lines
    }

    /// Matchers in the old or the new form, or both.
    private mutating func matchers(_ prefix: String) -> [String] {
        var lines: [String] = []
        let form = numbers.below(10)
        if form < 3 {
            let name = numbers.pick(RoutingText.names)
            lines.append("\(prefix)match: {\(name): \(yaml(numbers.pick(RoutingText.values[name] ?? [])))}")
        }
        if form == 2 || form == 3 {
            let name = numbers.pick(RoutingText.names)
            lines.append("\(prefix)match_re: {\(name): \(yaml(numbers.pick(RoutingText.patterns)))}")
        }
        if form > 3 || numbers.chance(10) {
            let list = (0..<(1 + numbers.below(2))).map { _ in yaml(matcher()) }
            lines.append("\(prefix)matchers: [\(list.joined(separator: ", "))]")
        }
        return lines
    }

    /// One matcher, or two in one text.
    private mutating func matcher() -> String {
        if numbers.chance(8) { return "{" + single() + ", " + single() + "}" }
        return single()
    }

    private mutating func single() -> String {
        let name = numbers.pick(RoutingText.names + ["alertname"])
        let sign = numbers.pick(["=", "=", "=", "!=", "=~", "!~"])
        let isRegex = sign.hasSuffix("~")
        let known = RoutingText.values[name] ?? ["Alert0", "Alert1"]
        let value = isRegex && numbers.chance(80) ? numbers.pick(RoutingText.patterns) : numbers.pick(known)
        // A value from the list is a pattern too, but for its backslash.
        let text = isRegex ? value.replacing("dev\"x\\y", with: "dev.*") : value
        let isPlain = text.allSatisfy { $0.isLetter || $0.isNumber } && !text.isEmpty
        if isPlain, numbers.chance(30) { return name + sign + text }
        return name + (numbers.chance(20) ? " \(sign) " : sign) + "\"" + escaped(text) + "\""
    }

    private func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    }

    private func yaml(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
