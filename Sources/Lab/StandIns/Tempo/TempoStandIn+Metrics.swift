import Core

/// TraceQL metrics.
extension TempoStandIn {
    /// Spans of one group, with the times at which they began.
    private struct Group {
        var labels: [(key: String, value: JSONValue)]
        var spans: [(span: TraceSpan, trace: OrderTrace)] = []
    }

    private func groups(_ query: TraceQL, _ metrics: TraceQL.Metrics, from: Int64, to: Int64) -> [Group] {
        var groups: [String: Group] = [:]
        for trace in traces.traces where trace.root.start < to && trace.end >= from {
            for index in query.matches(trace) {
                let span = trace.spans[index]
                guard span.start >= from, span.start < to else { continue }
                let labels = metrics.groups.map { field -> (key: String, value: JSONValue) in
                    (field.text, Self.value(field, span, trace) ?? ["stringValue": "nil"])
                }
                let key = labels.map { "\($0.key)=\($0.value.compact)" }.joined(separator: ",")
                groups[key, default: Group(labels: labels)].spans.append((span, trace))
            }
        }
        return groups.sorted { $0.key < $1.key }.map(\.value)
    }

    private func query(_ request: WebRequest) throws -> (query: TraceQL, metrics: TraceQL.Metrics, from: Int64, to: Int64) {
        let query = try TraceQLParser.parse(request["q"] ?? request["query"] ?? "{}")
        guard let metrics = query.metrics else { throw TempoError(message: "not a metrics query") }
        let (from, to) = try window(request)
        guard to - from <= 86_400 else {
            throw TempoError(message: "metrics query time range exceeds the maximum allowed duration of 24h0m0s")
        }
        return (query, metrics, from, to)
    }

    /// Stamps are the ends of buckets, and a bucket that ends at the start of the range is the first.
    func metricsRange(_ request: WebRequest) throws -> WebAnswer {
        let (query, metrics, from, to) = try query(request)
        let text = request["step"] ?? ""
        let width = Double(text).map { Int64(min(1e6, max(1, $0))) } ?? LogQLLexer.duration(text).map { $0 / 1_000_000_000 }
        let step = max(1, text.isEmpty ? max(1, (to - from) / 60) : width ?? 0)
        guard text.isEmpty || width != nil else {
            throw TempoError(message: "invalid step: time: invalid duration \"\(text)\"")
        }
        let first = from / step * step
        let last = (to + step - 1) / step * step
        let ends = Array(stride(from: first, through: last, by: Int64.Stride(step)))
        guard ends.count <= 11_000 else { throw TempoError(message: "step of \(step)s is too small for the time range") }
        let exemplars = Int(try unsigned("exemplars", request) ?? 10)
        let series = groups(query, metrics, from: (first - step) * 1_000_000_000, to: last * 1_000_000_000)
            .flatMap { write($0, metrics, ends: ends, step: step, exemplars: exemplars) }
        return Self.json(["series": .array(series), "metrics": Self.effort])
    }

    func metricsInstant(_ request: WebRequest) throws -> WebAnswer {
        let (query, metrics, from, to) = try query(request)
        let series = groups(query, metrics, from: from * 1_000_000_000, to: to * 1_000_000_000).flatMap { group in
            Self.values(group.spans, metrics, seconds: Double(to - from)).map { value -> JSONValue in
                var object: JSONObject = ["labels": Self.labels(group.labels, metrics, value.quantile)]
                if value.value != 0 { object["value"] = .number(value.value) }
                return .object(object)
            }
        }
        return Self.json(["series": .array(series), "metrics": Self.effort])
    }

    private static let effort: JSONValue = [
        "inspectedBytes": "143032", "totalBlocks": 1, "completedJobs": 1, "totalJobs": 1, "totalBlockBytes": "1536370",
        "inspectedSpans": "630",
    ]

    private func write(
        _ group: Group, _ metrics: TraceQL.Metrics, ends: [Int64], step: Int64, exemplars: Int
    ) -> [JSONValue] {
        var buckets: [Int64: [(span: TraceSpan, trace: OrderTrace)]] = [:]
        for one in group.spans {
            // What began exactly at a bucket's end is of that bucket.
            let end = (one.span.start - 1) / 1_000_000_000 / step * step + step
            buckets[end, default: []].append(one)
        }
        var samples: [Double?: [JSONValue]] = [:]
        var examples: [JSONValue] = []
        for end in ends {
            let spans = buckets[end] ?? []
            let stamp = JSONValue.string(String(end * 1000))
            for value in Self.values(spans, metrics, seconds: Double(step)) {
                var sample: JSONObject = ["timestampMs": stamp]
                // A zero is left out, as protobuf's JSON does.
                if value.value != 0 { sample["value"] = .number(value.value) }
                samples[value.quantile, default: []].append(.object(sample))
            }
            if let one = spans.first, examples.count < exemplars {
                let identity: JSONValue = ["key": "trace:id", "value": ["stringValue": .string(one.trace.shortID)]]
                let labels = [identity] + group.labels.map { ["key": .string($0.key), "value": $0.value] }
                let value = metrics.field == nil ? Double(spans.count) / Double(step) : Double(one.span.duration) / 1e9
                examples.append(["labels": .array(labels), "value": .number(value), "timestampMs": stamp])
            }
        }
        return samples.sorted { ($0.key ?? 0) < ($1.key ?? 0) }.map { quantile, samples in
            var object: JSONObject = [
                "labels": Self.labels(group.labels, metrics, quantile), "samples": .array(samples),
            ]
            if !examples.isEmpty { object["exemplars"] = .array(examples) }
            return .object(object)
        }
    }

    private static func labels(
        _ labels: [(key: String, value: JSONValue)], _ metrics: TraceQL.Metrics, _ quantile: Double?
    ) -> JSONValue {
        var all = labels.map { label -> JSONValue in ["key": .string(label.key), "value": label.value] }
        if let quantile { all.append(["key": "p", "value": ["doubleValue": .number(quantile)]]) }
        if all.isEmpty { all.append(["key": "__name__", "value": ["stringValue": .string(metrics.function)]]) }
        return .array(all)
    }

    /// Durations are seconds.
    private static func values(
        _ spans: [(span: TraceSpan, trace: OrderTrace)], _ metrics: TraceQL.Metrics, seconds: Double
    ) -> [(quantile: Double?, value: Double)] {
        switch metrics.function {
        // As the server adds it up: so many times one span's share.
        case "rate": return [(nil, Double(spans.count) * (1 / seconds))]
        case "count_over_time": return [(nil, Double(spans.count))]
        default: break
        }
        let numbers = spans.compactMap { one -> Double? in
            switch metrics.field?.value(one.span, one.trace) {
            case .duration(let value): value / 1e9
            case .number(let value): value
            default: nil
            }
        }.sorted()
        guard !numbers.isEmpty else { return metrics.quantiles.isEmpty ? [(nil, 0)] : metrics.quantiles.map { ($0, 0) } }
        switch metrics.function {
        case "min_over_time": return [(nil, numbers[0])]
        case "max_over_time": return [(nil, numbers[numbers.count - 1])]
        case "sum_over_time": return [(nil, numbers.reduce(0, +))]
        case "avg_over_time": return [(nil, numbers.reduce(0, +) / Double(numbers.count))]
        default:
            return metrics.quantiles.map { ($0, numbers[min(numbers.count - 1, Int($0 * Double(numbers.count)))]) }
        }
    }
}
