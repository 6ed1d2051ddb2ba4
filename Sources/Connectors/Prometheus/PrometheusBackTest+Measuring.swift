import Core

// What is measured of metrics beside the values of rules.
extension PrometheusBackTest {
    /// One figure of each of several metrics, over the last hours of the window. Each question is for some metrics at once.
    struct Measurement {
        enum Kind: String {
            /// Seconds between two samples: a rate over less than two of them has no value.
            case spacing
            /// How many in a hundred changes were falls: what only rises falls when its process starts again.
            case falls
        }

        let kind: Kind
        private let metrics: [String]
        private var asked = 0
        private var entries: [Inventory.Entry] = []
        private var keys: [CallKey] = []

        private static let metricsPerCall = 15
        /// Seconds over which samples are looked at.
        private static let span = 14_400
        /// Fewer changes than these tell nothing.
        private static let leastChanges = 12

        init(_ kind: Kind, of metrics: [String]) {
            self.kind = kind
            var seen: Set<String> = []
            self.metrics = metrics.filter { PrometheusBackTest.isName($0) && seen.insert($0).inserted }
        }

        /// The next question; `nil` after the last.
        mutating func next() -> String? {
            let next = metrics.dropFirst(asked).prefix(Self.metricsPerCall)
            asked += next.count
            guard !next.isEmpty else { return nil }
            return next.map { #"label_replace(\#(expression($0)), "metric", "\#($0)", "", "")"# }.joined(separator: " or ")
        }

        private func expression(_ metric: String) -> String {
            let samples = "\(metric)[\(PrometheusSignal.duration(Self.span))]"
            switch kind {
            case .spacing: return "max(count_over_time(\(samples)))"
            case .falls: return "100 * sum(resets(\(samples))) / (sum(changes(\(samples))) >= \(Self.leastChanges))"
            }
        }

        mutating func read(_ answer: PrometheusAnswer) {
            keys.append(answer.key)
            for series in PrometheusResult(answer.data).series {
                guard let metric = series.labels["metric"], let value = series.samples.last?.value, value.isFinite else {
                    continue
                }
                switch kind {
                case .spacing where value >= 3: entries.append(Inventory.Entry(name: metric, count: Self.seconds(value)))
                case .spacing: break
                case .falls: entries.append(Inventory.Entry(name: metric, count: Int(min(max(0, value), 100).rounded())))
                }
            }
        }

        /// The usual scrape interval that gives so many samples, or what their number comes to.
        private static func seconds(_ count: Double) -> Int {
            let seconds = Double(span) / count
            // A span holds one sample more or less than it has intervals.
            let usual = [1, 2, 5, 10, 15, 20, 30, 60, 120, 180, 300, 600, 900, 1_200, 1_800, 3_600].first {
                abs(Double($0) - seconds) <= Double($0) / (count - 1)
            }
            return usual ?? Int(seconds.rounded())
        }

        func evidence(_ window: TimeWindow) -> Evidence? {
            guard !entries.isEmpty else { return nil }
            return Evidence(
                .inventory(Inventory(of: kind.rawValue, entries: entries)), from: keys, window: window, completeness: .complete)
        }
    }

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
}
