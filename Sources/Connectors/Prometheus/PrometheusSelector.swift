import Core

/// Label matchers as text, such as `service="checkout",env="prod"`, without braces.
enum PrometheusSelector {
    /// The label names that commonly hold a service's name, in the order in which they are tried.
    static let conventions = ["service", "service_name", "app", "job"]

    /// Metrics that services of most kinds have, by Prometheus' and OpenTelemetry's naming. Asking for the services that have
    /// one of them bounds the answer, where asking for all that have a label would go through every series.
    static let requestMetrics = [
        "http_requests_total", "http_request_duration_seconds_count", "http_server_requests_seconds_count",
        "http_server_request_duration_seconds_count", "http_server_duration_milliseconds_count", "grpc_server_handled_total",
        "rpc_server_duration_milliseconds_count", "traces_spanmetrics_calls_total", "istio_requests_total", "target_info", "up",
    ]

    static func matcher(_ label: String, equals value: String) -> String { "\(label)=\(quote(value))" }

    /// A string literal.
    static func quote(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    /// `name{matchers}`; names that are not plain (UTF-8 names, dots) go into a matcher.
    static func vector(_ name: String, _ matchers: String...) -> String {
        let matchers = matchers.filter { !$0.isEmpty }
        guard isPlain(name) else {
            return "{" + ([matcher("__name__", equals: name)] + matchers).joined(separator: ",") + "}"
        }
        return name + (matchers.isEmpty ? "" : "{" + matchers.joined(separator: ",") + "}")
    }

    private static func isPlain(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(0x30...0x39).contains(first) else { return false }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: ":"):
                true
            default: false
            }
        }
    }
}
