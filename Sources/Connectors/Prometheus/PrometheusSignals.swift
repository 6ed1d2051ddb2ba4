import Core

/// Chooses what to ask about a service from the metrics that it has, by suffix and shape, so that Prometheus' and
/// OpenTelemetry's naming are both understood without a list of known names.
struct PrometheusSignals {
    /// Signals a service beyond which the rest is left out. Limits of gauges are not counted.
    static let maximum = 12

    private(set) var signals: [PrometheusSignal] = []
    /// What was left out and why, a clause each.
    private(set) var leftOut: [String] = []

    private let families: [String: PrometheusFamily]
    private let names: [String]
    private let maxSeries: Int
    private var used: Set<String> = []

    init(_ all: [PrometheusFamily], maxSeries: Int) {
        self.maxSeries = maxSeries
        let tooMany = all.filter { $0.count > maxSeries }
        let usable = all.filter { $0.count <= maxSeries && !MetricName($0.name).isNoise }
        families = Dictionary(usable.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        names = usable.map(\.name)
        if !tooMany.isEmpty {
            let list = tooMany.prefix(10).map { "\($0.name) (\($0.count))" }.joined(separator: ", ")
            leftOut.append("metrics with more than \(maxSeries) series: \(list)" + (tooMany.count > 10 ? ", …" : ""))
        }
        let latencies = latencySignals()
        signals += latencies.prefix(1)
        addRequests(latency: latencies.first)
        addGauges()
        addFailures()
        signals += latencies.dropFirst().map { signal in
            var other = signal
            other.title = signal.metric
            return other
        }
        cap()
    }

    private mutating func cap() {
        let counted = signals.filter { !$0.isLimit }
        guard counted.count > Self.maximum else { return }
        let dropped = counted.dropFirst(Self.maximum)
        let kept = Array(counted.prefix(Self.maximum))
        let limits = Set(kept.compactMap(\.limitMetric))
        signals = kept + signals.filter { $0.isLimit && limits.contains($0.metric) }
        let list = dropped.prefix(10).map(\.metric).joined(separator: ", ")
        leftOut.append("\(dropped.count) metrics beyond \(Self.maximum): \(list)" + (dropped.count > 10 ? ", …" : ""))
    }

    // MARK: Latency

    private func latencySignals() -> [PrometheusSignal] {
        let histograms = names.compactMap { name -> (String, Int)? in
            guard name.hasSuffix("_bucket"), let family = families[name], family.values["le"] != nil else { return nil }
            let base = String(name.dropLast("_bucket".count))
            return MetricName(base).latencyScore.map { (base, $0) }
        }
        let summaries = names.compactMap { name -> (String, Int)? in
            guard families[name]?.values["quantile"] != nil else { return nil }
            return MetricName(name).latencyScore.map { (name, $0) }
        }
        // Best first; a histogram before a summary of the same score, since its quantile holds over all instances.
        let found = histograms.map { ($0.0, $0.1 * 2 + 1, true) } + summaries.map { ($0.0, $0.1 * 2, false) }
        return found.sorted { ($1.1, $0.0) < ($0.1, $1.0) }.map { latency($0.0, isHistogram: $0.2) }
    }

    private func latency(_ base: String, isHistogram: Bool) -> PrometheusSignal {
        let divisor = divisor(base)
        if isHistogram {
            return PrometheusSignal(
                title: "p99 latency", signal: .latency, unit: .seconds, metric: base,
                form: .histogramQuantile(0.99, base: base, divisor: divisor))
        }
        let quantiles = (families[base]?.values["quantile"] ?? [])
            .compactMap { text in Double(text).map { (text: text, value: $0) } }
            .filter { $0.value >= 0.5 && $0.value < 1 }.sorted { ($0.value, $0.text) < ($1.value, $1.text) }
        let chosen = quantiles.first { $0.value == 0.99 } ?? quantiles.last
        guard let chosen else {
            return PrometheusSignal(
                title: "mean latency", signal: .latency, unit: .seconds, metric: base,
                form: .mean(base: base, divisor: divisor))
        }
        let percent = (chosen.value * 1000).rounded() / 10
        let title = percent == percent.rounded() ? "p\(Int(percent)) latency" : "p\(percent) latency"
        return PrometheusSignal(
            title: title, signal: .latency, unit: .seconds, metric: base,
            form: .summaryQuantile(chosen.text, metric: base, divisor: divisor))
    }

    /// What makes seconds of the metric's unit: by its name, else by the size of its buckets.
    private func divisor(_ base: String) -> Int {
        for word in PrometheusFamily(name: base).words.reversed() {
            switch word {
            case "seconds": return 1
            case "milliseconds", "millis", "ms": return 1_000
            case "microseconds", "micros", "us": return 1_000_000
            case "nanoseconds", "nanos", "ns": return 1_000_000_000
            default: continue
            }
        }
        let bounds = (families[base + "_bucket"]?.values["le"] ?? []).compactMap(Double.init).filter(\.isFinite)
        return (bounds.max() ?? 0) >= 1_000 ? 1_000 : 1
    }

    // MARK: Traffic and errors

    private mutating func addRequests(latency: PrometheusSignal?) {
        guard let main = requestCounter(latency: latency), let family = families[main] else { return }
        used.insert(main)
        if let failures = family.failures {
            signals.append(
                PrometheusSignal(
                    title: "error ratio", signal: .errors, unit: .ratio, metric: main,
                    form: .errorRatio(metric: main, failures: failures)))
        }
        signals.append(
            PrometheusSignal(
                title: "requests per second", signal: .traffic, unit: .perSecond, metric: main, form: .rate(metric: main)))
    }

    /// The counter of requests: one that knows outcomes before one that does not, a plain counter before a histogram's.
    private func requestCounter(latency: PrometheusSignal?) -> String? {
        var best: (name: String, score: Int)?
        for name in names {
            guard let family = families[name] else { continue }
            let words = Set(family.words)
            var score = family.failures == nil ? 0 : 8
            if name.hasSuffix("_total") {
                guard MetricName(name).countsRequests else { continue }
                score += 3
            } else if let latency, name == latency.metric + "_count" {
                score += 2
            } else {
                continue
            }
            if !words.isDisjoint(with: ["http", "grpc", "rpc"]) { score += 1 }
            if words.contains("server") { score += 1 }
            if score > (best?.score ?? -1) { best = (name, score) }
        }
        return best?.name
    }

    // MARK: Saturation

    private var gauges: [PrometheusFamily] {
        names.compactMap { families[$0] }.filter { family in
            MetricName(family.name).isSaturation && family.values["quantile"] == nil
        }
    }

    private mutating func addGauges() {
        let all = gauges
        let limits = all.filter { isLimit($0, among: all) }
        let limitNames = Set(limits.map(\.name))
        var paired: Set<String> = []
        for gauge in all where !limitNames.contains(gauge.name) {
            let limit = pair(gauge, with: limits)
            if let limit { paired.insert(limit) }
            let words = gauge.words
            let isRatio = ["utilization", "utilisation", "saturation", "ratio"].contains(where: words.contains)
            signals.append(
                PrometheusSignal(
                    title: gauge.name, signal: .saturation,
                    unit: isRatio ? .ratio : words.contains("bytes") ? .bytes : .count, metric: gauge.name, limitMetric: limit,
                    form: .gauge(metric: gauge.name, aggregation: "max", matcher: usedState(gauge))))
        }
        for limit in limits where paired.contains(limit.name) {
            signals.append(
                PrometheusSignal(
                    title: limit.name, signal: .limit, unit: limit.words.contains("bytes") ? .bytes : .count,
                    metric: limit.name, form: .gauge(metric: limit.name, aggregation: "min", matcher: ""), isLimit: true))
        }
    }

    /// OpenTelemetry's connection gauges count idle ones too, told apart by `state`.
    private func usedState(_ gauge: PrometheusFamily) -> String {
        let state = ["used", "in_use", "active", "busy"].first { gauge.values["state"]?.contains($0) == true }
        return state.map { PrometheusSelector.matcher("state", equals: $0) } ?? ""
    }

    /// Does the gauge hold a constant? `queue_size` is a length that moves, and so is a size beside a capacity.
    private func isLimit(_ family: PrometheusFamily, among all: [PrometheusFamily]) -> Bool {
        let words = family.words
        if MetricName(family.name).namesLimit { return true }
        guard words.last == "size", words.dropLast().last != "queue" else { return false }
        let stem = family.name.dropLast("size".count)
        return !["capacity", "max", "limit"].contains { suffix in all.contains { $0.name == stem + suffix } }
    }

    /// The limit of whose name, but for the words that make it a limit, every word is in the gauge's name; the longest such.
    private func pair(_ gauge: PrometheusFamily, with limits: [PrometheusFamily]) -> String? {
        let words = Self.resource(gauge)
        var best: (name: String, shared: Int)?
        for limit in limits {
            let shared = Self.resource(limit)
            guard !shared.isEmpty, shared.isSubset(of: words), shared.count > (best?.shared ?? 0) else { continue }
            best = (limit.name, shared.count)
        }
        return best?.name
    }

    /// The words that name a resource, with its pool and its connections taken for the same.
    private static func resource(_ family: PrometheusFamily) -> Set<String> {
        let words = family.words.filter { !MetricName.limitWords.contains($0) && $0 != "open" }
        return Set(words.map { ["connections", "connection", "conns", "conn", "pool"].contains($0) ? "pool" : $0 })
    }

    // MARK: Failure counters

    private mutating func addFailures() {
        for name in names where name.hasSuffix("_total") && !used.contains(name) {
            guard MetricName(name).isFailure else { continue }
            signals.append(
                PrometheusSignal(
                    title: name, signal: .errors, unit: .perSecond, metric: name, form: .rate(metric: name)))
        }
    }
}
