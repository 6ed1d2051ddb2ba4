import Core

/// The question which metrics a service has: one query that counts its series by name and by the labels that tell outcomes
/// apart, which is the discovery and the estimate of cardinality in one.
///
/// Without a selector the series of every label convention are counted together, by those labels too, so that the answer tells
/// by itself which convention holds.
struct PrometheusDiscovery {
    /// What one convention, or the selector, found.
    struct Found {
        var matchers: String
        var families: [PrometheusFamily]
        var plan: PrometheusSignals
        var answer: PrometheusAnswer
    }

    /// Entries of the answer that a server is asked for.
    private static let limit = 10_000

    let service: String
    /// Matchers that are given; `nil`: the conventions are tried.
    let selector: String?

    /// What is asked for, in order of preference, as matchers.
    var candidates: [String] {
        if let selector { return [selector] }
        return PrometheusSelector.conventions.map { PrometheusSelector.matcher($0, equals: service) }
    }

    var what: String { "metrics of \(service)" + (selector.map { " ({\($0)})" } ?? "") }

    func call(_ source: PrometheusSource, at time: Instant) -> Call {
        let conventions = selector == nil ? PrometheusSelector.conventions : []
        let labels = (["__name__"] + conventions + PrometheusFamily.labels).joined(separator: ", ")
        // No series is dropped by `or`, which compares all labels but the name: a series that an earlier selector has not
        // found differs from all of its series in that selector's label.
        let series = candidates.map { "{\($0)}" }.joined(separator: " or ")
        return source.instant("count by (\(labels)) (\(series))", at: time, limit: Self.limit)
    }

    /// What each candidate with any series found, in order of preference.
    func read(_ answer: PrometheusAnswer, _ result: PrometheusResult, maxSeries: Int) -> [Found] {
        let shares: [(matchers: String, series: [PrometheusSeries])]
        if let selector {
            shares = [(selector, result.series)]
        } else {
            shares = zip(candidates, PrometheusSelector.conventions).map { matchers, label in
                (matchers, result.series.filter { $0.labels[label] == service })
            }
        }
        return shares.filter { !$0.series.isEmpty }.map { share in
            let families = PrometheusFamily.read(share.series)
            return Found(
                matchers: share.matchers, families: families, plan: PrometheusSignals(families, maxSeries: maxSeries),
                answer: answer)
        }
    }
}
