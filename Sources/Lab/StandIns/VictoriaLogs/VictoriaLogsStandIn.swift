import Core

/// VictoriaLogs' query API over a scenario's lines: a subset of LogsQL and the listings. What it cannot read it refuses in the
/// server's words.
struct VictoriaLogsStandIn: StandIn {
    /// By time.
    private let rows: [LogRow]

    init(_ records: [LogRecord], labels: [String: String], streamIDs: [String: String] = [:]) {
        let (cluster, namespace) = (labels["cluster"] ?? "", labels["namespace"] ?? "")
        rows = records.map { record in
            // Milliseconds, as the lines' own times have.
            let time = record.time / 1_000_000 * 1_000_000
            let pairs = [("app", record.app), ("cluster", cluster), ("namespace", namespace), ("pod", record.pod)]
            let stream = "{" + pairs.map { "\($0.0)=\"\($0.1)\"" }.joined(separator: ",") + "}"
            let own = streamIDs[stream] ?? Self.streamID(stream)
            var fields = [
                (name: "_time", value: LogRow.text(time)), ("_stream_id", own), ("_stream", stream),
                ("_msg", record.line),
            ]
            fields += pairs.map { (name: $0.0, value: $0.1) }
            fields.append(("level", record.level))
            if let trace = record.trace { fields.append(("trace_id", trace)) }
            return LogRow(time: time, fields)
        }
    }

    /// Tenant 0, and 128 bits.
    private static func streamID(_ stream: String) -> String {
        let halves = [Noise.hash(stream) | 1 << 63, Noise.bits(Noise.hash(stream), 1) | 1 << 63]
        return "0000000000000000" + halves.map { String($0, radix: 16) }.joined()
    }

    /// The ids that streams had in recorded answers.
    static func streamIDs(in exchanges: [RecordedExchange]) -> [String: String] {
        var ids: [String: String] = [:]
        for exchange in exchanges where exchange.answer.status == 200 {
            for line in exchange.answer.body.split(separator: UInt8(ascii: "\n")) {
                guard let value = try? JSONValue(parsing: Array(line)), let stream = value["_stream"]?.string else { continue }
                ids[stream] = value["_stream_id"]?.string
            }
        }
        return ids
    }

    func answer(_ request: WebRequest) -> WebAnswer {
        do {
            switch request.path {
            case "/health": return .text("OK")
            case "/select/logsql/query": return try query(request)
            case "/select/logsql/hits": return try hits(request)
            case "/select/logsql/stats_query": return try stats(request, isRange: false)
            case "/select/logsql/stats_query_range": return try stats(request, isRange: true)
            case "/select/logsql/field_names": return try names(request)
            case "/select/logsql/field_values": return try values(request, try required("field", request))
            case "/select/logsql/streams": return try values(request, "_stream")
            case "/select/logsql/stream_ids": return try values(request, "_stream_id")
            case "/select/logsql/stream_field_names": return try names(request, of: ["app", "cluster", "namespace", "pod"])
            case "/select/logsql/stream_field_values": return try values(request, try required("field", request))
            case "/select/logsql/facets": return try facets(request)
            default: return .text("unsupported path requested: \"\(request.path)\"\n", status: 400)
            }
        } catch let error as LogsQLError {
            return .text(error.message + "\n", status: 400)
        } catch {
            return .text("\(error)\n", status: 500)
        }
    }

    // MARK: Reading

    private func required(_ name: String, _ request: WebRequest) throws -> String {
        guard let value = request[name], !value.isEmpty else { throw LogsQLError(message: "missing '\(name)' query arg") }
        return value
    }

    private func time(_ name: String, _ request: WebRequest) throws -> LogsQLTime? {
        guard let text = request[name], !text.isEmpty else { return nil }
        guard let time = LogsQLTime(text) else {
            throw LogsQLError(message: "cannot parse \(name)=\(text): cannot parse duration \"\(text)\"")
        }
        return time
    }

    /// The rows of a request's window that its filter keeps, with the pipes behind it.
    private func selected(_ request: WebRequest) throws -> (rows: [LogRow], pipes: [LogsQLPipe]) {
        let (filter, pipes) = try LogsQLParser.parse(request["query"] ?? "", now: RequestLog.now() * 1000)
        let from = try time("start", request)?.start ?? .min
        // The end is included, and a whole second all of itself.
        let to = try time("end", request)?.end ?? .max
        let low = rows.partition { $0.time >= from }
        let high = max(low, rows.partition { $0.time >= to })
        return (rows[low..<high].filter(filter.keeps), pipes)
    }

    private func step(_ request: WebRequest) throws -> Int64 {
        let text = request["step"] ?? "1d"
        let step = Double(text).map { Int64(min(1e9, $0) * 1e9) } ?? LogQLLexer.duration(text)
        guard let step, step > 0 else {
            throw LogsQLError(message: "cannot parse 'step' arg: cannot parse duration \"\(text)\"")
        }
        return step
    }

    // MARK: Answers

    private static func json(_ body: String) -> WebAnswer {
        WebAnswer(status: 200, headers: [("Content-Type", "application/json")], body: Array(body.utf8))
    }

    private func query(_ request: WebRequest) throws -> WebAnswer {
        let (rows, pipes) = try selected(request)
        var result = LogsQLRun.run(pipes, rows)
        if let limit = request["limit"].flatMap({ Int($0) }), limit > 0 {
            // Without an order of its own, a limit gives the newest.
            let isOrdered = pipes.contains {
                switch $0 {
                case .sort, .stats, .top, .unique: true
                default: false
                }
            }
            result = Array(isOrdered ? result.prefix(limit) : result.suffix(limit))
        }
        let body = result.map { $0.json + "\n" }.joined()
        return WebAnswer(status: 200, headers: [("Content-Type", "application/stream+json")], body: Array(body.utf8))
    }

    private func hits(_ request: WebRequest) throws -> WebAnswer {
        let (rows, pipes) = try selected(request)
        let step = try step(request)
        let fields = request.all("field")
        var groups: [[String]: [Int64: Int]] = [:]
        for row in LogsQLRun.run(pipes, rows) {
            groups[fields.map { row[$0] }, default: [:]][LogsQLRun.bucket(row.time, step), default: 0] += 1
        }
        let sorted = groups.sorted { left, right in
            let (more, less) = (left.value.values.reduce(0, +), right.value.values.reduce(0, +))
            return more != less ? more > less : left.key.lexicographicallyPrecedes(right.key)
        }
        let hits = sorted.map { key, counts -> String in
            let ordered = counts.sorted { $0.key < $1.key }
            let times = ordered.map { "\"\(LogRow.text($0.key))\"" }.joined(separator: ",")
            let values = ordered.map { String($0.value) }.joined(separator: ",")
            let names = LogRow.json(zip(fields, key).map { ($0, $1) })
            let total = ordered.reduce(0) { $0 + $1.value }
            return "{\"fields\":\(names),\"timestamps\":[\(times)],\"values\":[\(values)],\"total\":\(total)}"
        }
        return Self.json("{\"hits\":[\(hits.joined(separator: ","))]}")
    }

    private func stats(_ request: WebRequest, isRange: Bool) throws -> WebAnswer {
        var (rows, pipes) = try selected(request)
        let position = pipes.firstIndex { if case .stats = $0 { true } else { false } }
        guard let position, case .stats(let groups, let stats) = pipes[position] else {
            let error = "missing `| stats ...` pipe in the query [\(request["query"] ?? "")]"
            return .json(
                ["status": "error", "errorType": "422", "error": .string(error)], status: 422, type: "application/json")
        }
        let width = isRange ? try step(request) : 0
        if isRange { pipes[position] = .stats(groups + [LogsQLGroup(field: "_time", step: width)], stats) }
        let at = try time("time", request)?.start ?? RequestLog.now() * 1000
        var series: [String: [(time: Int64, value: String)]] = [:]
        for row in LogsQLRun.run(pipes, rows) {
            for stat in stats {
                let labels = groups.filter { $0.field != "_time" }.map { (name: $0.field, value: row[$0.field]) }
                let metric = LogRow.json([(name: "__name__", value: stat.name)] + labels)
                series[metric, default: []].append((isRange ? row.time : at, row[stat.name]))
            }
        }
        let result = series.sorted { $0.key < $1.key }.map { metric, points -> String in
            let pairs = points.sorted { $0.time < $1.time }.map { "[\(Self.seconds($0.time)),\(LogRow.quoted($0.value))]" }
            return isRange
                ? "{\"metric\":\(metric),\"values\":[\(pairs.joined(separator: ","))]}"
                : "{\"metric\":\(metric),\"value\":\(pairs.first ?? "[]")}"
        }
        let type = isRange ? "matrix" : "vector"
        let data = "{\"resultType\":\"\(type)\",\"result\":[\(result.joined(separator: ","))]}"
        return Self.json("{\"status\":\"success\",\"data\":\(data)}")
    }

    private static func seconds(_ time: Int64) -> String { LokiStandIn.number(Double(time / 1_000_000) / 1000) }

    private func names(_ request: WebRequest, of only: [String]? = nil) throws -> WebAnswer {
        let (rows, pipes) = try selected(request)
        var hits: [String: Int] = [:]
        for row in LogsQLRun.run(pipes, rows) {
            for field in row.fields where !field.value.isEmpty && only?.contains(field.name) != false {
                hits[field.name, default: 0] += 1
            }
        }
        return listing(hits, request)
    }

    private func values(_ request: WebRequest, _ field: String) throws -> WebAnswer {
        let (rows, pipes) = try selected(request)
        var hits: [String: Int] = [:]
        for row in LogsQLRun.run(pipes, rows) where !row[field].isEmpty { hits[row[field], default: 0] += 1 }
        return listing(hits, request)
    }

    private static func ordered(_ hits: [String: Int]) -> [(key: String, value: Int)] {
        hits.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    }

    private func listing(_ hits: [String: Int], _ request: WebRequest) -> WebAnswer {
        let limit = request["limit"].flatMap { Int($0) } ?? 0
        let shown = Self.ordered(hits).prefix(limit > 0 ? limit : .max)
        let values = shown.map { "{\"value\":\(LogRow.quoted($0.key)),\"hits\":\($0.value)}" }
        return Self.json("{\"values\":[\(values.joined(separator: ","))]}")
    }

    /// The most frequent values of each field that has several, none of them long.
    private func facets(_ request: WebRequest) throws -> WebAnswer {
        let (rows, pipes) = try selected(request)
        let limit = request["limit"].flatMap { Int($0) } ?? 10
        let longest = request["max_value_len"].flatMap { Int($0) } ?? 128
        var hits: [String: [String: Int]] = [:]
        for row in LogsQLRun.run(pipes, rows) {
            for field in row.fields where !field.value.isEmpty { hits[field.name, default: [:]][field.value, default: 0] += 1 }
        }
        let shown = hits.sorted { $0.key < $1.key }.filter { _, values in
            values.count > 1 && values.count <= 1000 && values.keys.allSatisfy { $0.utf8.count <= longest }
        }
        let facets = shown.map { name, values -> String in
            let top = Self.ordered(values).prefix(limit)
                .map { "{\"field_value\":\(LogRow.quoted($0.key)),\"hits\":\($0.value)}" }
            return "{\"field_name\":\(LogRow.quoted(name)),\"values\":[\(top.joined(separator: ","))]}"
        }
        return Self.json("{\"facets\":[\(facets.joined(separator: ","))]}")
    }
}
