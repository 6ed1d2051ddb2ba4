import Core

/// What a staged Grafana holds.
struct GrafanaModel: Sendable {
    struct Panel: Sendable {
        var id: Int
        var title: String
        /// `percentunit`, `s`, `reqps`.
        var unit: String
        /// PromQL; `$__rate_interval` may stand in it.
        var expression: String
    }

    struct Dashboard: Sendable {
        var uid: String
        var title: String
        var tags: [String]
        var panels: [Panel]
    }

    /// A rule of the usual three nodes: a query, its last value, a threshold.
    struct Rule: Sendable {
        var uid: String
        var title: String
        var group: String
        var expression: String
        /// `gt`, `lt`.
        var comparison: String
        var threshold: Double
        /// `10m`.
        var holdFor: String
        var labels: [(name: String, value: String)]
        var isPaused = false
        /// `inactive`, `pending`, `firing`.
        var state = "inactive"
    }

    struct MuteTiming: Sendable {
        var name: String
        /// `saturday:sunday`.
        var weekdays: [String]
        /// `22:00` to `24:00`.
        var times: [(from: String, to: String)]
        var location = "UTC"
    }

    struct Note: Sendable {
        var id: Int
        var time: Instant
        /// The end, for one that covers a stretch.
        var end: Instant?
        var text: String
        var tags: [String]
        var login: String
    }

    /// A receiver, the matchers that lead to it, and the mute timings of its route.
    struct Route: Sendable {
        var receiver: String
        var matchers: [(name: String, sign: String, value: String)]
        var muteTimings: [String]
    }

    var folder = (uid: "shop", title: "Shop")
    var dashboards: [Dashboard]
    var rules: [Rule]
    var muteTimings: [MuteTiming]
    var notes: [Note]
    var routes: [Route]
    /// Each with the kinds of its integrations.
    var contactPoints: [(name: String, kinds: [String])]
    /// The receiver of what no route takes.
    var fallback: String

    /// A dashboard for a service with its request rate, its share of errors and its p99.
    static func dashboard(
        service: String, id: Int, requests: String, duration: String, serviceLabel: String, errors: String
    ) -> Dashboard {
        let selector = "\(serviceLabel)=\"\(service)\""
        return Dashboard(
            uid: "svc-\(id)-" + String(service.prefix(30)), title: "\(service) overview", tags: ["service"],
            panels: [
                Panel(id: 1, title: "Requests", unit: "reqps", expression: "sum(rate(\(requests){\(selector)}[2m]))"),
                Panel(
                    id: 2, title: "Error ratio", unit: "percentunit",
                    expression: "sum(rate(\(requests){\(selector),\(errors)}[2m])) / sum(rate(\(requests){\(selector)}[2m]))"),
                Panel(
                    id: 3, title: "p99 latency", unit: "s",
                    expression:
                        "histogram_quantile(0.99, sum by (le) (rate(\(duration)_bucket{\(selector)}[$__rate_interval])))"),
            ])
    }
}
