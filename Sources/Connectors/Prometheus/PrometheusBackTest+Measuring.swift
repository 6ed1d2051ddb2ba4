import Core

// How far the samples of metrics are apart: a rate over less than two of them has no value.
extension PrometheusBackTest {
    static let metricsPerCall = 15
    /// Seconds over which samples are counted.
    private static let measuringSpan = 14_400

    /// The services that series name, by the first of the usual labels that each has.
    static func services(_ series: [PrometheusSeries]) -> Set<String> {
        Set(
            series.compactMap { one in
                PrometheusSelector.conventions.lazy.compactMap { one.labels[$0] }.first { !$0.isEmpty }
            })
    }

    /// Whether a text can stand in an expression as a metric's name.
    static func isName(_ text: String) -> Bool {
        guard let first = text.utf8.first, text.utf8.count < 200, !(0x30...0x39).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            byte == 0x5F || byte == 0x3A || (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF)
        }
    }

    /// How many samples a series of each metric has at most, in one question for several metrics.
    func spacingCall(_ metrics: [String]) -> Call {
        let range = PrometheusSignal.duration(Self.measuringSpan)
        let parts = metrics.map { metric in
            #"label_replace(max(count_over_time(\#(metric)[\#(range)])), "metric", "\#(metric)", "", "")"#
        }
        return source.instant(parts.joined(separator: " or "), at: window.to)
    }

    /// Metrics with the seconds between two of their samples.
    static func spacings(_ answer: PrometheusAnswer) -> [Inventory.Entry] {
        PrometheusResult(answer.data).series.compactMap { series in
            guard let metric = series.labels["metric"], let count = series.samples.last?.value, count >= 3 else { return nil }
            let seconds = Double(measuringSpan) / count
            // A span holds one sample more or less than it has intervals.
            let usual = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1_200, 1_800, 3_600].first {
                abs(Double($0) - seconds) <= Double($0) / (count - 1)
            }
            return Inventory.Entry(name: metric, count: usual ?? Int(seconds.rounded()))
        }
    }
}
