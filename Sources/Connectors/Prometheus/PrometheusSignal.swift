import Core

/// One thing to ask about a service: what to call it, and how to compute it.
struct PrometheusSignal: Equatable {
    enum Form: Equatable {
        /// A quantile of a classic histogram, times a factor that makes seconds of it.
        case histogramQuantile(Double, base: String, divisor: Int)
        /// A quantile that the service computed itself.
        case summaryQuantile(String, metric: String, divisor: Int)
        /// Sum over count, for histograms and summaries without usable quantiles.
        case mean(base: String, divisor: Int)
        /// Failed requests over all.
        case errorRatio(metric: String, failures: String)
        case rate(metric: String)
        /// The largest, or for a limit the smallest, of a gauge's series: a sum would hide one instance that is full.
        case gauge(metric: String, aggregation: String, matcher: String)
    }

    var title: String
    var signal: Signal
    var unit: Unit
    var metric: String
    var limitMetric: String?
    var form: Form
    /// A limit is asked for in the incident's window alone.
    var isLimit = false

    /// What a sample's time marks, with rates over `width` seconds.
    func mark(width: Int) -> Stamp.Mark {
        switch form {
        case .summaryQuantile, .gauge: .instant
        case .histogramQuantile, .mean, .errorRatio, .rate: .bucketEnd(width: Double(width))
        }
    }

    /// The expression over series that `matchers` select, with rates over `width` seconds.
    func expression(_ matchers: String, width: Int) -> String {
        func rate(_ metric: String, _ more: String = "") -> String {
            "rate(\(PrometheusSelector.vector(metric, matchers, more))[\(Self.duration(width))])"
        }
        func scaled(_ text: String, _ divisor: Int) -> String { divisor == 1 ? text : "\(text) / \(divisor)" }
        switch form {
        case .histogramQuantile(let quantile, let base, let divisor):
            return scaled("histogram_quantile(\(quantile), sum by (le) (\(rate(base + "_bucket"))))", divisor)
        case .summaryQuantile(let quantile, let metric, let divisor):
            let matcher = PrometheusSelector.matcher("quantile", equals: quantile)
            return scaled("max(\(PrometheusSelector.vector(metric, matchers, matcher)))", divisor)
        case .mean(let base, let divisor):
            return scaled("sum(\(rate(base + "_sum"))) / sum(\(rate(base + "_count")))", divisor)
        case .errorRatio(let metric, let failures):
            // A failing outcome that never occurred has no series: its rate is 0 wherever requests were counted at all.
            let all = "sum(\(rate(metric)))"
            return "(sum(\(rate(metric, failures))) or 0 * \(all)) / \(all)"
        case .rate(let metric): return "sum(\(rate(metric)))"
        case .gauge(let metric, let aggregation, let matcher):
            return "\(aggregation)(\(PrometheusSelector.vector(metric, matchers, matcher)))"
        }
    }

    /// `2m`, `90s`: what people write.
    static func duration(_ seconds: Int) -> String {
        if seconds % 3600 == 0 { return "\(seconds / 3600)h" }
        return seconds % 60 == 0 ? "\(seconds / 60)m" : "\(seconds)s"
    }
}
