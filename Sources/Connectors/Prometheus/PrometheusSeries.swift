import Core

/// One series of a query's result.
struct PrometheusSeries {
    var labels: [String: String]
    /// Samples by time: finite ones, and where rules are evaluated over the past the others too.
    var samples: [MetricSeries.Sample]
    /// NaN samples mean "no value" and are dropped; infinite ones are dropped too, and counted here.
    var infinite = 0

    /// The metric's name; `nil` for what an expression computed.
    var name: String? { labels["__name__"] }

    var labelsWithoutName: [String: String] { labels.filter { $0.key != "__name__" } }

    /// `up{instance="a",job="b"}`, labels in order of name.
    var text: String {
        let pairs = labelsWithoutName.sorted { $0.key < $1.key }.map { "\($0.key)=\(PrometheusSelector.quote($0.value))" }
        return (name ?? "") + (pairs.isEmpty && name != nil ? "" : "{" + pairs.joined(separator: ",") + "}")
    }
}

/// What `query` and `query_range` return under `data`.
struct PrometheusResult {
    /// Sorted by labels, since servers promise no order.
    var series: [PrometheusSeries] = []
    /// The value of an expression that is a string.
    var string: String?
    /// Labels of the elements that hold native histograms only.
    private(set) var histograms: [[String: String]] = []
    /// Elements and samples that are not as documented.
    var malformed = 0
    private let keepsAll: Bool

    /// - Parameter keepsAll: whether infinite samples stay, as the largest and smallest numbers that are not infinite, so that a
    ///   comparison with a constant comes out the same; and NaN, since a rule fires on any sample that its expression gives.
    init(_ data: JSONValue, keepsAll: Bool = false) {
        self.keepsAll = keepsAll
        let result = data["result"]
        switch data["resultType"]?.string {
        case "scalar":
            var one = PrometheusSeries(labels: [:], samples: [])
            if let result { add(pair: result, to: &one) }
            series = [one]
        case "string": string = result?[1]?.string
        case "vector", "matrix":
            for element in result?.array ?? [] { add(element) }
            series = series.map { ($0.text, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
        default: malformed += 1
        }
    }

    private mutating func add(_ element: JSONValue) {
        guard let metric = element["metric"]?.object else {
            malformed += 1
            return
        }
        var one = PrometheusSeries(labels: [:], samples: [])
        for (name, value) in metric.members {
            guard let text = value.string else { continue }
            one.labels[name] = text
        }
        if let value = element["value"] {
            add(pair: value, to: &one)
        } else if let values = element["values"]?.array {
            one.samples.reserveCapacity(values.count)
            for value in values { add(pair: value, to: &one) }
            one.samples.sort { $0.time < $1.time }
        } else if element["histogram"] != nil || element["histograms"] != nil {
            histograms.append(one.labels)
            return
        } else {
            malformed += 1
            return
        }
        series.append(one)
    }

    /// A sample is `[1763649780.123, "4.2"]`.
    private mutating func add(pair: JSONValue, to series: inout PrometheusSeries) {
        guard let seconds = pair[0]?.double, seconds.isFinite, let value = pair[1]?.string.flatMap(Double.init) else {
            malformed += 1
            return
        }
        var kept = value
        if value.isInfinite, keepsAll {
            kept = value < 0 ? -.greatestFiniteMagnitude : .greatestFiniteMagnitude
        } else if value.isInfinite {
            series.infinite += 1
        }
        if kept.isFinite || (kept.isNaN && keepsAll) {
            series.samples.append(MetricSeries.Sample(Instant(fractionalSeconds: seconds), kept))
        }
    }

    /// Is there nothing that could not be read?
    var isRead: Bool { histograms.isEmpty && malformed == 0 }

    /// Takes out what has the value of the label, which it then lacks.
    mutating func remove(label: String, value: String) -> PrometheusResult {
        var share = self
        share.malformed = 0
        share.string = nil
        share.series = series.filter { $0.labels[label] == value }
        for index in share.series.indices { share.series[index].labels[label] = nil }
        share.histograms = histograms.filter { $0[label] == value }
        series.removeAll { $0.labels[label] == value }
        histograms.removeAll { $0[label] == value }
        return share
    }

    /// What could not be read.
    func diagnostics(_ what: String, _ key: CallKey) -> [Diagnostic] {
        var result: [Diagnostic] = []
        if !histograms.isEmpty {
            result.append(
                Diagnostic(
                    .partial, "\(what): \(histograms.count) series hold native histograms, which are not read", exchange: key))
        }
        if malformed > 0 {
            result.append(Diagnostic(.partial, "\(what): \(malformed) results could not be read", exchange: key))
        }
        let empty = series.filter { $0.samples.isEmpty && $0.infinite == 0 }.count
        if empty > 0 {
            result.append(Diagnostic(.note, "\(what): \(empty) series have no number (NaN) at any time", exchange: key))
        }
        let infinite = series.reduce(0) { $0 + $1.infinite }
        if infinite > 0 {
            result.append(Diagnostic(.note, "\(what): \(infinite) infinite samples were left out", exchange: key))
        }
        return result
    }
}
