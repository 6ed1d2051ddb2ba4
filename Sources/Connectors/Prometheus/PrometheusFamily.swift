import Core

/// One metric name among a service's series, with the values of the labels that say what it is.
struct PrometheusFamily {
    /// Labels that tell buckets, quantiles and outcomes apart, asked for when a service's metrics are discovered.
    static let outcomeLabels = [
        "code", "status", "status_code", "http_status_code", "http_response_status_code", "response_code", "grpc_code",
        "rpc_grpc_status_code", "outcome", "error",
    ]
    static let labels = ["le", "quantile", "state"] + outcomeLabels

    var name: String
    /// Series with this name.
    var count = 0
    /// Values of ``labels``, each with its series.
    var values: [String: Set<String>] = [:]

    /// Lower-case words of the name: `["http", "requests", "total"]`.
    var words: [String] { MetricName(name).words }

    /// Reads the answer to `count by (__name__, …) (…)`; sorted by name.
    static func read(_ answer: [PrometheusSeries]) -> [PrometheusFamily] {
        var families: [String: PrometheusFamily] = [:]
        for series in answer {
            guard let name = series.name, let value = series.samples.last?.value else { continue }
            var family = families[name] ?? PrometheusFamily(name: name)
            family.count += Int(max(0, min(value, 1e9)))
            for label in labels {
                guard let text = series.labels[label], !text.isEmpty else { continue }
                family.values[label, default: []].insert(text)
            }
            families[name] = family
        }
        return families.values.sorted { $0.name < $1.name }
    }

    /// The label by which failed requests can be told apart, and a matcher that selects the failed ones.
    var failures: String? {
        for label in Self.outcomeLabels {
            guard let values = values[label], !values.isEmpty else { continue }
            if label == "error" {
                return values.isSubset(of: ["true", "false"]) ? "error=\"true\"" : "error!~\"|none|false|no|0\""
            }
            if values.contains(where: Self.isStatusClass) { return "\(label)=~\"5..\"" }
            if label.contains("grpc") {
                // The codes that OpenTelemetry's RPC conventions count as a server's errors.
                return values.allSatisfy { $0.allSatisfy(\.isNumber) }
                    ? "\(label)=~\"2|4|12|13|14|15\""
                    : "\(label)=~\"(?i)unknown|deadline_?exceeded|unimplemented|internal|unavailable|data_?loss\""
            }
            return "\(label)=~\"(?i)(server_?)?(error|fail|timeout|exception).*\""
        }
        return nil
    }

    /// `503`, `5xx`.
    private static func isStatusClass(_ text: String) -> Bool {
        let bytes = Array(text.lowercased().utf8)
        guard bytes.count == 3, (0x31...0x35).contains(bytes[0]) else { return false }
        return bytes.dropFirst().allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "x") }
    }
}
