extension Scenario {
    /// Rule file and Alertmanager configuration are the servers' own YAML, line by line.
    struct Alerting: Sendable, Decodable {
        var rules: [String]
        var alertmanager: [String]
        var fired: [Fired]
        var silences: [Silence]
    }

    /// What the rules would have written to `ALERTS` and `ALERTS_FOR_STATE`, had they run then.
    struct Fired: Sendable, Decodable {
        var labels: [String: String]
        var pendingFrom: When?
        var from: When
        var to: When
    }

    struct Silence: Sendable, Decodable {
        var id: String
        var matchers: [Matcher]
        var startsAt: When
        var endsAt: When
        var updatedAt: When
        var createdBy: String
        var comment: String
    }

    /// `=`, `!=`, `=~` or `!~`.
    struct Matcher: Sendable, Decodable {
        var name: String
        var op: String
        var value: String
    }

    struct Logs: Sendable, Decodable {
        var labels: [String: String]
        var templates: [LogTemplate]
        var lines: [LogLine]
        var ruleGroups: [LogRuleGroup]
    }

    struct LogRuleGroup: Sendable, Decodable {
        var file: String
        var name: String
        var rules: [LogRule]
    }

    struct LogRule: Sendable, Decodable {
        var alert: String
        var expr: String
        /// A Go duration, such as `10m`.
        var `for`: String?
        var labels: [String: String]
        var annotations: [String: String]
    }

    /// Lines that repeat. `line` and the metadata hold placeholders such as `<ts>`, `<int 1-99>`, `<pick a|b>`.
    struct LogTemplate: Sendable, Decodable {
        /// `*` stands for each service.
        var service: String
        var level: String
        /// Lines a minute.
        var rate: Curve
        var from: When?
        var to: When?
        var line: String
        var metadata: [String: String]?
    }

    /// One line, taken as it is.
    struct LogLine: Sendable, Decodable {
        var service: String
        var at: When
        var level: String
        var line: String
        /// The service's first pod without it.
        var pod: String?
    }
}
