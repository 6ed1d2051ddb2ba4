/// A team, its habits, and the labels that it uses.
struct EstateTeam: Sendable {
    var name: String
    /// The label that names the owner on this team's rules.
    var ownerLabel: String
    /// The label that names the service in this team's series.
    var serviceLabel: String
    var scheme: MetricScheme
    var separator: String
    var critical: String
    var warning: String
}

/// The names under which a team's services are measured.
struct MetricScheme: Sendable {
    var requests: String
    var outcome: String
    var good: String
    var bad: [String]
    /// A matcher that selects what failed.
    var failed: String
    var duration: String
    var used: String
    var limit: String

    static let all = [
        MetricScheme(
            requests: "http_requests_total", outcome: "code", good: "200", bad: ["500", "503"], failed: "code=~\"5..\"",
            duration: "http_request_duration_seconds", used: "db_pool_connections_in_use", limit: "db_pool_connections_max"),
        MetricScheme(
            requests: "grpc_server_handled_total", outcome: "grpc_code", good: "OK", bad: ["Unavailable", "Internal"],
            failed: "grpc_code!=\"OK\"", duration: "grpc_server_handling_seconds", used: "worker_pool_busy",
            limit: "worker_pool_size"),
        MetricScheme(
            requests: "api_requests_total", outcome: "status", good: "200", bad: ["502", "500"],
            failed: "status=~\"5[0-9]{2}\"", duration: "api_request_latency_seconds", used: "jvm_memory_used_bytes",
            limit: "jvm_memory_max_bytes"),
        MetricScheme(
            requests: "nginx_http_requests_total", outcome: "status", good: "200", bad: ["500", "504"],
            failed: "status=~\"500|502|503|504\"", duration: "nginx_http_request_time_seconds",
            used: "php_fpm_active_processes", limit: "php_fpm_max_children"),
    ]
}

enum GoldenSignal: String, Sendable, CaseIterable {
    case errors, latency, saturation, traffic
    var check: String { "coverage-" + rawValue }
}

struct EstateService: Sendable {
    var name: String
    var team: Int
    var labels: [String: String]
    var selector: String
    /// What it is measured by; a service may lack some.
    var signals: Set<GoldenSignal> = Set(GoldenSignal.allCases)
    /// What no rule watches.
    var uncovered: Set<GoldenSignal> = []
    /// What a rule of its own watches, in an unusual way.
    var special: Set<GoldenSignal> = []
    /// Whether rules that are planted for other reasons may use it.
    var isPlain = true
}

struct EstateSeries: Sendable {
    var name: String
    var type: String
    var labels: [String: String]
    /// On the grid; every `pitch`-th value of a series with a grid of its own.
    var values: [Double]
    /// Seconds between samples.
    var step: Int64 = EstateGrid.step
}

/// A stretch of time in which an alert was active; it fired from `firing` on.
struct EstateStretch: Sendable {
    var labels: [String: String]
    var active: Range<Int>
    var firing: Int
}

enum Attention: Sendable { case acknowledged, sometimes, never, daily, none }

struct EstateRule: Sendable {
    var name: String
    var group: String
    var expression: String
    /// Seconds.
    var hold: Int
    var labels: [String: String]
    var annotations: [(name: String, value: String)]
    var stretches: [EstateStretch]
    var attention: Attention
    var service: String
    var team: Int
    var keepFiring = 0

    var subject: String { "rule/\(group)/\(name)" }
}

struct EstateRecording: Sendable {
    var name: String
    var group: String
    var expression: String
    var labels: [String: String] = [:]
}

struct EstateGroup: Sendable {
    var name: String
    var team: Int
    /// Seconds.
    var interval: Int
}

struct EstateTarget: Sendable {
    var job: String
    var instance: String
    var isUp: Bool
    /// Seconds between scrapes.
    var interval: Int
    var labels: [String: String] = [:]
}

/// What an estate really has: what is wrong, and what only looks so.
struct EstateTruth: Sendable {
    struct Item: Sendable {
        var check: String
        var subject: String
        /// Other ways in which the same may be said.
        var alternatives: [(check: String, subject: String)] = []
    }

    var faults: [Item] = []
    var fine: [Item] = []
}
