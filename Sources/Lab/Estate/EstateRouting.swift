/// Alertmanager's configuration, as the estate's teams wrote it.
struct EstateRouting: Sendable {
    struct Route: Sendable {
        var matchers: [String] = []
        var receiver: String?
        var doesContinue = false
        var muted: [String] = []
        var active: [String] = []
        var groupBy: [String] = []
        var routes: [Route] = []
    }

    struct Receiver: Sendable {
        var name: String
        /// Lines of YAML; none for a receiver that reaches no one.
        var integrations: [String]
    }

    struct Inhibition: Sendable {
        var source: [String]
        var target: [String]
        var equal: [String]
    }

    /// Alerts that fire to show that alerting works.
    var deadMen: [String] = []
    var root = Route()
    var receivers: [Receiver] = []
    var inhibitions: [Inhibition] = []
    /// Names, with the lines of what they hold.
    var intervals: [(name: String, lines: [String])] = []

    /// The address of the stand-in to which all integrations send, filled in when it is staged.
    static let sink = "@SINK@"

    var yaml: String {
        var lines = [
            "global:", "  resolve_timeout: 5m", "  slack_api_url: http://\(Self.sink)/slack",
            "  pagerduty_url: http://\(Self.sink)/pagerduty", "  opsgenie_api_url: http://\(Self.sink)/opsgenie/",
            "  opsgenie_api_key: made-up-key", "  smtp_smarthost: \(Self.sink)", "  smtp_from: alerts@shop.example",
            "  smtp_require_tls: false", "route:",
        ]
        lines += Self.lines(root, isRoot: true).map { "  " + $0 }
        lines.append("receivers:")
        for receiver in receivers {
            lines += ["  - name: \(Self.quoted(receiver.name))"] + receiver.integrations.map { "    " + $0 }
        }
        if !inhibitions.isEmpty { lines.append("inhibit_rules:") }
        for inhibition in inhibitions {
            lines.append("  - source_matchers: [\(inhibition.source.map(Self.quoted).joined(separator: ", "))]")
            lines.append("    target_matchers: [\(inhibition.target.map(Self.quoted).joined(separator: ", "))]")
            if !inhibition.equal.isEmpty {
                lines.append("    equal: [\(inhibition.equal.map(Self.quoted).joined(separator: ", "))]")
            }
        }
        if !intervals.isEmpty { lines.append("time_intervals:") }
        for interval in intervals {
            lines += ["  - name: \(Self.quoted(interval.name))", "    time_intervals:"] + interval.lines.map { "      " + $0 }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func lines(_ route: Route, isRoot: Bool = false) -> [String] {
        var lines: [String] = []
        if !route.matchers.isEmpty { lines.append("matchers: [\(route.matchers.map(quoted).joined(separator: ", "))]") }
        if let receiver = route.receiver { lines.append("receiver: \(quoted(receiver))") }
        if !route.groupBy.isEmpty { lines.append("group_by: [\(route.groupBy.joined(separator: ", "))]") }
        if isRoot { lines += ["group_wait: 30s", "group_interval: 5m", "repeat_interval: 4h"] }
        if route.doesContinue { lines.append("continue: true") }
        if !route.muted.isEmpty { lines.append("mute_time_intervals: [\(route.muted.map(quoted).joined(separator: ", "))]") }
        if !route.active.isEmpty {
            lines.append("active_time_intervals: [\(route.active.map(quoted).joined(separator: ", "))]")
        }
        guard !route.routes.isEmpty else { return lines }
        lines.append("routes:")
        for child in route.routes {
            for (index, line) in Self.lines(child).enumerated() { lines.append((index == 0 ? "  - " : "    ") + line) }
        }
        return lines
    }

    /// A single-quoted scalar of YAML.
    static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
