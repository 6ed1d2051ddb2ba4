import Core

/// An incident as data: what ran, what changed, what was measured, said and paged, and what the right answer is.
/// The file format is described in Documentation/lab.md.
struct Scenario: Sendable, Decodable {
    var name: String
    var title: String
    var summary: String
    var seed: UInt64
    var history: History
    var metricNames: MetricNames
    var services: [ServiceModel]
    /// Services that are not staged but still have their files in the repositories.
    var absentServices: [String]?
    var filler: Filler
    var metrics: [MetricFamily]
    var alerting: Alerting
    var logs: Logs
    var repositories: [Repository]
    var deployments: Deployments
    var paging: Paging
    var chat: Chat
    var truth: OrderedJSON
    /// What belongs to a scenario of which the systems' answers were recorded.
    var recordings: Recorded?
    /// The names of the HTTP sources that are staged; without it, those that every scenario can have.
    var sources: [String]?
    /// By how many seconds the clocks of sources are ahead; see ``skewed()``.
    var skew: [String: Double]?

    /// Recorded answers carry their dates, so that the scenario can be staged on one day only.
    struct Recorded: Sendable, Decodable {
        var day: String
        /// The file beside the scenario's own that has one line for each order and product view.
        var orders: String
        /// What time it is to servers that reckon back from now.
        var clock: When
    }

    /// How far back the metrics reach.
    struct History: Sendable, Decodable {
        var from: When
        var to: When
        var stepSeconds: Int64
    }

    /// The names of the rate, error and duration metrics that every service has.
    struct MetricNames: Sendable, Decodable {
        var requests: String
        var duration: String
        var bounds: [Double]
    }

    /// What a generated, healthy service is made of (`--services N`).
    struct Filler: Sendable, Decodable {
        var names: [String]
        var like: String
    }
}

struct ServiceModel: Sendable, Decodable {
    var name: String
    var dependsOn: [String]
    var objective: Double?
    var pods: [String]
    /// Whether it answers no requests, and so has no metrics of any.
    var batch: Bool?
    /// Requests a second.
    var traffic: Curve
    var latency: Latency
    /// Share of the requests that end with a status code; the rest is 200.
    var codes: [String: Curve]

    /// Seconds.
    struct Latency: Sendable, Decodable {
        var p50: Curve
        var p90: Curve
        var p99: Curve
    }
}

/// A metric besides the rate, error and duration ones. A counter's curve is its increase a second.
struct MetricFamily: Sendable, Decodable {
    var name: String
    var type: Kind
    var help: String
    var unitDigits: Int?
    /// The same curve for each service, with `service` as label.
    var everyService: Curve?
    var series: [Series]?

    enum Kind: String, Sendable, Decodable { case gauge, counter }

    struct Series: Sendable, Decodable {
        var labels: [String: String]
        var curve: Curve
    }
}
