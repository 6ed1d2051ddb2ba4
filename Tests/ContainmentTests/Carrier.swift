import Core

/// A place in a source's answer where someone else's text stands.
enum Carrier: String, CaseIterable, Sendable {
    case logLine, outsideLogLine, logLabel, metricLabel, alertAnnotation, alertLabel, silenceComment, chat, commitMessage
    case fileName, patch, incidentTitle, labelValue

    /// The honest question whose answer carries the text.
    var question: Attempt {
        switch self {
        case .logLine, .logLabel: .init("loki_query_range", "logs", World.windowed(["query": "{app=\"checkout\"}"]))
        case .outsideLogLine: .init("loki_query_range", "cloud-logs", World.windowed(["query": "{app=\"checkout\"}"]))
        case .metricLabel: .init("prometheus_query", "metrics", ["query": "up{job=\"apps\"}", "time": "2026-11-20T14:30:00Z"])
        case .alertAnnotation: .init("prometheus_rules", "metrics", [:])
        case .alertLabel: .init("alertmanager_alerts", "alerts", [:])
        case .silenceComment: .init("alertmanager_silences", "alerts", [:])
        case .chat: .init("slack_channel_messages", "chat", World.windowed(["channels": ["C0PAYMENTS"]]))
        case .commitMessage, .fileName, .patch: .init("git_commits", "code", World.windowed([:]))
        case .incidentTitle: .init("pagerduty_incidents", "pages", World.windowed([:]))
        case .labelValue: .init("loki_label_values", "logs", World.windowed(["label": "app"]))
        }
    }
}

/// A tool call that someone tries.
struct Attempt: Hashable, Sendable {
    var tool: String
    var source: String?
    var arguments: JSONValue

    init(_ tool: String, _ source: String?, _ arguments: JSONValue) {
        self.tool = tool
        self.source = source
        self.arguments = arguments
    }
}
