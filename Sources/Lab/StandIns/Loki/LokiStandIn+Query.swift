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
            return ["metric": Self.object(series.labels.pairs), "values": .array(values)]
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
                ["metric": Self.object(series.labels.pairs), "value": [Self.seconds(time), .string(Self.number(point.value))]]
            }
        }
        return success("vector", result, processed: processed(query, at: [time]))
    }

    private func success(
        _ type: String, _ result: [JSONValue], processed: Int
    ) -> WebAnswer {
        .json(
            [
                "status": "success",
                "data": [
                    "resultType": .string(type), "result": .array(result),
                    "stats": Self.stats(returned: result.count, processed: processed),
                ],
            ], type: Self.type)
    }

    // MARK: Selecting

    func select(_ selector: LogSelector, from: Int64, to: Int64) -> [LogSelection] {
        let key = selector.stages.map(\.key).joined(separator: "|")
        return streams(selector.matchers).map { stream in
            let lines = logs.lines(of: stream)
            let range = lines.range(from: from, to: to)
            var selection = LogSelection(stream: stream, lines: lines, range: range)
            if !selector.stages.isEmpty {
                selection.kept = verdicts.verdicts(key, stream: stream, lines: lines.count)
                    .kept(in: range) { judge(selector.stages, stream, lines, in: $0) }
            }
            return selection
        }
    }

    private func judge(_ stages: [LogStage], _ stream: Int, _ lines: StreamLines, in range: Range<Int>) -> [UInt32] {
        let labels = logs.streams[stream].labels
        // What is said of a stream's own label holds for all of its lines.
        var perLine: [LogStage] = []
        for stage in stages {
            guard case .label(let matchers) = stage, matchers.count == 1, let value = labels[matchers[0].name] else {
                perLine.append(stage)
                continue
            }
            guard matchers[0].keeps(value) else { return [] }
        }
        return lines.indices(in: range) { index, text in
            perLine.allSatisfy { stage in
                switch stage {
                case .line(let filter): filter.keeps(text, isASCII: lines.isASCII)
                case .label(let matchers):
                    matchers.contains { matcher in
                        matcher.keeps(
                            labels[matcher.name] ?? lines.metadata(of: index).first { $0.name == matcher.name }?.value)
                    }
                }
            }
        }
    }

    /// Lines of the selected streams that a query goes through before its filters.
    private func processed(_ query: LogQL, at times: [Int64]) -> Int {
        switch query {
        case .lines: return 0
        case .aggregate(_, let inner): return processed(inner, at: times)
        case .range(_, let selector, let range, let offset):
            guard let first = times.first, let last = times.last else { return 0 }
            let (from, to) = (first - offset - range + 1, last - offset + 1)
            return streams(selector.matchers).reduce(0) { $0 + logs.lines(of: $1).range(from: from, to: to).count }
        }
    }

    // MARK: Numbers as text

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
