/// The rate, error and duration series of one service.
struct ServiceHistory: Sendable {
    private(set) var requests: [HistorySeries] = []
    private(set) var duration: [HistorySeries] = []

    static func labels(_ service: String) -> [String: String] {
        ["service": service, "job": "shop/\(service)", "instance": "\(service)-0:8080"]
    }

    init(_ service: ServiceModel, scenario: Scenario, day: ScenarioDay, first: Int64, count: Int) {
        let seed = scenario.seed ^ Noise.hash(service.name)
        let step = scenario.history.stepSeconds
        let trace = { (curve: Curve, name: String) in Trace(curve, day: day, seed: seed ^ Noise.hash(name)) }
        let traffic = trace(service.traffic, "traffic")
        let (p50, p90) = (trace(service.latency.p50, "p50"), trace(service.latency.p90, "p90"))
        let p99 = trace(service.latency.p99, "p99")
        let codes = service.codes.sorted { $0.key < $1.key }.map { (code: $0.key, share: trace($0.value, $0.key)) }
        let bounds = scenario.metricNames.bounds

        var total = 0.0
        var seconds = 0.0
        var perCode = [Double](repeating: 0, count: codes.count)
        var perBound = [Double](repeating: 0, count: bounds.count)
        var columns = [[Int64]](repeating: [], count: codes.count + 1 + bounds.count + 3)
        for index in columns.indices { columns[index].reserveCapacity(count) }
        for index in 0..<count {
            // A counter's sample tells what happened in the step before it.
            let middle = first + Int64(index) * step - step / 2
            let number = (traffic.value(at: middle) * Double(step)).rounded()
            total += number
            var failed = 0.0
            for code in codes.indices {
                perCode[code] += number * min(1, codes[code].share.value(at: middle))
                failed += perCode[code].rounded(.down)
                columns[1 + code].append(Int64(perCode[code]) * 1000)
            }
            columns[0].append(Int64(total - failed) * 1000)
            let quantile = p99.value(at: middle)
            let (q90, q50) = (min(p90.value(at: middle), quantile * 0.98), min(p50.value(at: middle), quantile * 0.9))
            let shares = LatencyShape.shares(p50: min(q50, q90 * 0.98), p90: q90, p99: quantile, bounds: bounds)
            for bound in bounds.indices {
                perBound[bound] += number * shares[bound]
                columns[1 + codes.count + bound].append(Int64(perBound[bound]) * 1000)
            }
            seconds += number * LatencyShape.mean(p50: q50, p90: q90, p99: quantile)
            columns[columns.count - 3].append(Int64(total) * 1000)
            columns[columns.count - 2].append(Int64(total) * 1000)
            columns[columns.count - 1].append(Int64(seconds * 1000))
        }

        let labels = Self.labels(service.name)
        let names = scenario.metricNames
        let series = { (name: String, extra: [String: String], column: Int) in
            HistorySeries(
                head: MetricHistory.head(name, labels.merging(extra) { $1 }), start: 0, thousandths: columns[column])
        }
        requests.append(series(names.requests, ["code": "200"], 0))
        for (index, code) in codes.enumerated() { requests.append(series(names.requests, ["code": code.code], 1 + index)) }
        for (index, bound) in bounds.enumerated() {
            let text = bound == bound.rounded() ? String(Int(bound)) : "\(bound)"
            duration.append(series(names.duration + "_bucket", ["le": text], 1 + codes.count + index))
        }
        duration.append(series(names.duration + "_bucket", ["le": "+Inf"], columns.count - 3))
        duration.append(series(names.duration + "_count", [:], columns.count - 2))
        duration.append(series(names.duration + "_sum", [:], columns.count - 1))
    }
}
