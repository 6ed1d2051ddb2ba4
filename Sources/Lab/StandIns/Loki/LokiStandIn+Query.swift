import Core

/// Queries for lines and for numbers.
extension LokiStandIn {
    func queryRange(_ request: WebRequest) throws -> WebAnswer {
        let (from, to) = try window(request)
        let query = try LogQLParser.parse(request["query"] ?? "")
        if case .lines(let selector) = query { return try lines(selector, from: from, to: to, request) }
        let step = try self.step(request, from, to)
        guard (to - from) / step <= 11_000 else {
            throw LogQLError(
                message: "exceeded maximum resolution of 11,000 points per time series. "
                    + "Try increasing the value of the step parameter")
        }
        let times = Array(stride(from: from, through: to, by: Int64.Stride(step)))
        let result = evaluate(query, at: times).map { series -> JSONValue in
            let values = series.points.map { point -> JSONValue in
                [Self.seconds(point.time), .string(Self.number(point.value))]
            }
            return ["metric": Self.object(series.labels), "values": .array(values)]
        }
        return success("matrix", result, processed: processed(query, at: times))
    }

    func queryInstant(_ request: WebRequest) throws -> WebAnswer {
        let time = try request["time"].map { try Self.time($0, "time") } ?? now()
        let query = try LogQLParser.parse(request["query"] ?? "")
        if case .lines = query {
            throw LogQLError(
                message:
                    "log queries are not supported as an instant query type, please change your query to a range query type")
        }
        let result = evaluate(query, at: [time]).compactMap { series -> JSONValue? in
            series.points.first.map { point in
                ["metric": Self.object(series.labels), "value": [Self.seconds(time), .string(Self.number(point.value))]]
            }
        }
        return success("vector", result, processed: processed(query, at: [time]))
    }

    private func success(
        _ type: String, _ result: [JSONValue], processed: Int, encodingFlags: Bool = false
    ) -> WebAnswer {
        var data: JSONObject = ["resultType": .string(type)]
        if encodingFlags { data["encodingFlags"] = ["categorize-labels"] }
        data["result"] = .array(result)
        data["stats"] = Self.stats(returned: result.count, processed: processed)
        return .json(["status": "success", "data": .object(data)], type: Self.type)
    }

    // MARK: Lines

    private func lines(_ selector: LogSelector, from: Int64, to: Int64, _ request: WebRequest) throws -> WebAnswer {
        guard to > from else { throw LogQLError(message: "end timestamp must not be before or equal to start time") }
        guard let limit = Int(request["limit"] ?? "100"), limit >= 0 else {
            throw LogQLError(message: "limit must be a positive value")
        }
        guard limit <= 5000 else {
            throw LogQLError(
                message: "max entries limit per query exceeded, limit > max_entries_limit_per_query (\(limit) > 5000)")
        }
        let forward = request["direction"]?.lowercased() == "forward"
        let categorized = request.header("x-loki-response-encoding-flags")?.contains("categorize-labels") == true
        var entries = entries(selector, from: from, to: to, text: true)
        entries.sort { forward ? ($0.time, $0.stream) < ($1.time, $1.stream) : ($0.time, $0.stream) > ($1.time, $1.stream) }

        var groups: [[String: String]: [JSONValue]] = [:]
        for entry in entries.prefix(limit) {
            var labels = logs.streams[entry.stream].labels
            var value: [JSONValue] = [.string(String(entry.time)), .string(entry.line)]
            if categorized {
                let metadata = JSONObject(entry.metadata.map { ($0.name, .string($0.value)) })
                value.append(metadata.isEmpty ? [:] : ["structuredMetadata": .object(metadata)])
            } else {
                for pair in entry.metadata { labels[pair.name] = pair.value }
            }
            groups[labels, default: []].append(.array(value))
        }
        let keyed = groups.map { (labels: Self.object($0.key), values: $0.value) }
            .map { (key: $0.labels.compact, labels: $0.labels, values: $0.values) }
        let result = keyed.sorted { $0.key < $1.key }
            .map { group -> JSONValue in ["stream": group.labels, "values": .array(group.values)] }
        let processed = processed(selector, from: from, to: to)
        return success("streams", result, processed: processed, encodingFlags: categorized)
    }

    /// Lines of the selected streams that a query goes through before its filters.
    private func processed(_ selector: LogSelector, from: Int64, to: Int64) -> Int {
        logs.entries(of: Set(streams(selector.matchers)), from: from, to: to, text: false).count
    }

    private func processed(_ query: LogQL, at times: [Int64]) -> Int {
        switch query {
        case .lines: return 0
        case .aggregate(_, let inner): return processed(inner, at: times)
        case .range(_, let selector, let range, let offset):
            guard let first = times.first, let last = times.last else { return 0 }
            return processed(selector, from: first - offset - range + 1, to: last - offset + 1)
        }
    }

    private func entries(_ selector: LogSelector, from: Int64, to: Int64, text: Bool) -> [LogEntry] {
        let needsText = text || !selector.stages.isEmpty
        let found = logs.entries(of: Set(streams(selector.matchers)), from: from, to: to, text: needsText)
        guard !selector.stages.isEmpty else { return found }
        return found.filter { entry in
            selector.stages.allSatisfy { stage in
                switch stage {
                case .line(let filter): filter.keeps(entry.line)
                case .label(let matcher):
                    matcher.keeps(
                        logs.streams[entry.stream].labels[matcher.name]
                            ?? entry.metadata.first { $0.name == matcher.name }?.value)
                }
            }
        }
    }

    // MARK: Numbers

    private struct Series {
        var labels: [String: String]
        var points: [(time: Int64, value: Double)]
    }

    private func evaluate(_ query: LogQL, at times: [Int64]) -> [Series] {
        switch query {
        case .lines: []
        case .range(let function, let selector, let range, let offset):
            overRange(function, selector, range: range, offset: offset, at: times)
        case .aggregate(let aggregation, let inner): aggregate(aggregation, evaluate(inner, at: times), at: times)
        }
    }

    /// At each time t, what lies in (t - range, t].
    private func overRange(
        _ function: RangeFunction, _ selector: LogSelector, range: Int64, offset: Int64, at times: [Int64]
    ) -> [Series] {
        guard let first = times.first, let last = times.last else { return [] }
        let bytes = function == .bytes || function == .bytesRate
        let found = entries(selector, from: first - offset - range + 1, to: last - offset + 1, text: bytes)
        var groups: [[String: String]: [(time: Int64, value: Double)]] = [:]
        var perStream: [Int: [String: String]] = [:]
        for entry in found {
            var labels = perStream[entry.stream] ?? logs.streams[entry.stream].labels
            perStream[entry.stream] = labels
            for pair in entry.metadata { labels[pair.name] = pair.value }
            groups[labels, default: []].append((entry.time + offset, bytes ? Double(entry.line.utf8.count) : 1))
        }
        let divisor = function == .rate || function == .bytesRate ? Double(range) / 1e9 : 1
        return Self.sorted(
            groups.map { labels, values in
                let values = values.sorted { $0.time < $1.time }
                var points: [(time: Int64, value: Double)] = []
                var (low, high, sum) = (0, 0, 0.0)
                for time in times {
                    while high < values.count, values[high].time <= time {
                        sum += values[high].value
                        high += 1
                    }
                    while low < high, values[low].time <= time - range {
                        sum -= values[low].value
                        low += 1
                    }
                    if high > low { points.append((time, sum / divisor)) }
                }
                return Series(labels: labels, points: points)
            })
    }

    private func aggregate(_ aggregation: Aggregation, _ series: [Series], at times: [Int64]) -> [Series] {
        if aggregation.operation == .topk || aggregation.operation == .bottomk { return top(aggregation, series, times) }
        var groups: [[String: String]: [Int64: [Double]]] = [:]
        for one in series {
            let labels = Self.group(one.labels, aggregation.grouping)
            for point in one.points { groups[labels, default: [:]][point.time, default: []].append(point.value) }
        }
        return Self.sorted(
            groups.map { labels, points in
                Series(
                    labels: labels,
                    points: points.sorted { $0.key < $1.key }.map { ($0.key, Self.combine(aggregation.operation, $0.value)) })
            })
    }

    private func top(_ aggregation: Aggregation, _ series: [Series], _ times: [Int64]) -> [Series] {
        var kept: [Int: [(time: Int64, value: Double)]] = [:]
        for time in times {
            let present = series.indices.compactMap { index in
                series[index].points.first { $0.time == time }.map { (index: index, value: $0.value) }
            }
            let ordered = present.sorted { aggregation.operation == .topk ? $0.value > $1.value : $0.value < $1.value }
            for one in ordered.prefix(aggregation.parameter) { kept[one.index, default: []].append((time, one.value)) }
        }
        let result = kept.sorted { $0.key < $1.key }.map { Series(labels: series[$0.key].labels, points: $0.value) }
        guard times.count == 1 else { return Self.sorted(result) }
        return result.sorted { ($0.points.first?.value ?? 0) > ($1.points.first?.value ?? 0) }
    }

    private static func group(_ labels: [String: String], _ grouping: Aggregation.Grouping) -> [String: String] {
        switch grouping {
        case .none: [:]
        case .by(let names): labels.filter { names.contains($0.key) }
        case .without(let names): labels.filter { !names.contains($0.key) }
        }
    }

    private static func combine(_ operation: Aggregation.Operation, _ values: [Double]) -> Double {
        switch operation {
        case .min: values.min() ?? 0
        case .max: values.max() ?? 0
        case .avg: values.reduce(0, +) / Double(values.count)
        case .count: Double(values.count)
        default: values.reduce(0, +)
        }
    }

    private static func sorted(_ series: [Series]) -> [Series] {
        series.filter { !$0.points.isEmpty }.map { (object($0.labels).compact, $0) }.sorted { $0.0 < $1.0 }.map(\.1)
    }

    /// Seconds, or a duration; by default a 250th of the window and at least a second.
    private func step(_ request: WebRequest, _ from: Int64, _ to: Int64) throws -> Int64 {
        guard let text = request["step"] else { return max(1, (to - from) / 1_000_000_000 / 250) * 1_000_000_000 }
        let step = Double(text).map { Int64($0 * 1e9) } ?? LogQLLexer.duration(text)
        guard let step else { throw LogQLError(message: "cannot parse \"\(text)\" to a valid duration") }
        guard step > 0 else {
            throw LogQLError(message: "zero or negative query resolution step widths are not accepted. Try a positive integer")
        }
        return step
    }

    /// Seconds, with a fraction where there is one.
    private static func seconds(_ nanoseconds: Int64) -> JSONValue {
        nanoseconds % 1_000_000_000 == 0
            ? .number(Int(nanoseconds / 1_000_000_000)) : .number(Double(nanoseconds / 1_000_000) / 1000)
    }

    /// As Go's `FormatFloat(v, 'f', -1, 64)`: no exponent, no `.0`.
    static func number(_ value: Double) -> String {
        if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
        let text = "\(value)"
        guard let mark = text.firstIndex(of: "e"), let exponent = Int(text[text.index(after: mark)...]), exponent < 0 else {
            return text
        }
        // 2.5e-05: the digits without the point, moved behind enough zeros.
        var mantissa = text[..<mark].filter { $0 != "-" }
        if mantissa.hasSuffix(".0") { mantissa.removeLast(2) }
        let digits = mantissa.filter { $0 != "." }
        return (value < 0 ? "-0." : "0.") + String(repeating: "0", count: -exponent - 1) + digits
    }

    /// The keys of a real answer's statistics. Of the numbers only two are real: what was returned, and how many lines were
    /// gone through, by which a client tells "no such line" from "no lines at all".
    static func stats(returned: Int, processed: Int) -> JSONValue {
        [
            "summary": [
                "bytesProcessedPerSecond": 0, "linesProcessedPerSecond": 0, "totalBytesProcessed": 0,
                "totalLinesProcessed": .number(processed),
                "execTime": 0.001, "queueTime": 0.0001, "subqueries": 0, "totalEntriesReturned": .number(returned), "splits": 0,
                "shards": 1, "totalPostFilterLines": 0, "totalStructuredMetadataBytesProcessed": 0,
            ],
            "querier": [:], "ingester": [:], "cache": [:], "index": [:],
        ]
    }
}
