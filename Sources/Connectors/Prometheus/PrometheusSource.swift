import Core

/// One configured server that speaks Prometheus' HTTP API: the calls it understands, and the limits on what it may be asked.
struct PrometheusSource: Sendable {
    enum Dialect: String, Sendable { case prometheus, victoriaMetrics }

    /// Points a series beyond which a server refuses a range query.
    static let serverMaximumPoints = 11_000
    /// Bytes of an encoded query that an address may hold; proxies commonly take 8 KiB in all.
    static let longestQuery = 6_000
    /// Entries read from a list of series, labels or targets.
    static let listLimit = 1_000

    let dialect: Dialect
    let kind: SourceKind
    /// Series that one selector may match.
    let maxSeries: Int
    /// Samples that one series may have.
    let maxPoints: Int
    /// Samples of one series that one query of a back-test may have: the server's own limit, unless a smaller one is configured.
    let pointsPerBackTest: Int
    /// Seconds that the server may spend on one query.
    let queryTimeout: Int
    /// What stands before `/api/v1`, for a server behind another system's API; empty for one that is asked itself.
    var pathPrefix: [String] = []

    init(_ source: SourceDescription, dialect: Dialect) throws(InputError) {
        self.dialect = dialect
        kind = dialect == .prometheus ? PrometheusConnector.kind : VictoriaMetricsConnector.kind
        let options = try Input(.object(source.options))
        maxSeries = try options.integer("maxSeries", in: 1...100_000, default: 500)
        maxPoints = try options.integer("maxPoints", in: 2...Self.serverMaximumPoints, default: 1_000)
        pointsPerBackTest =
            try options.optionalInteger("maxPoints", in: 2...Self.serverMaximumPoints) ?? Self.serverMaximumPoints
        queryTimeout = try options.integer("queryTimeout", in: 1...600, default: 30)
    }

    func name(_ tool: String) -> String { kind.text + "_" + tool }

    // MARK: Calls

    /// Evaluates an expression at one moment. `limit` is obeyed by servers from Prometheus 3 on and ignored by others.
    func instant(_ expression: String, at time: Instant, limit: Int? = nil) -> Call {
        var query = [field("query", expression), field("time", unix(time)), field("timeout", "\(queryTimeout)s")]
        if let limit { query.append(field("limit", "\(limit)")) }
        return get(["query"], query + dialectFields)
    }

    /// `mayPost`: what is too long for an address may be sent as a form, which reads like a `GET`.
    func range(_ expression: String, _ window: TimeWindow, step: Int, mayPost: Bool = false) -> Call {
        let fields =
            [
                field("query", expression), field("start", unix(window.from)), field("end", unix(window.to)),
                field("step", "\(step)"), field("timeout", "\(queryTimeout)s"),
            ] + dialectFields
        let form = PercentEncoding.form(fields)
        guard mayPost, form.utf8.count > Self.longestQuery else { return get(["query_range"], fields) }
        return .http(
            HTTPCall(
                .post, path: pathPrefix + ["api", "v1", "query_range"],
                headers: [
                    field("Accept", "application/json"), field("Content-Type", "application/x-www-form-urlencoded"),
                ], body: Array(form.utf8)))
    }

    func list(_ path: [String], matches: [String], _ window: TimeWindow) -> Call {
        get(
            path,
            matches.map { field("match[]", $0) } + [
                field("start", unix(window.from)), field("end", unix(window.to)), field("limit", "\(Self.listLimit)"),
            ])
    }

    func get(_ path: [String], _ query: [HTTPCall.Field] = []) -> Call {
        .http(HTTPCall(path: pathPrefix + ["api", "v1"] + path, query: query, headers: [field("Accept", "application/json")]))
    }

    func field(_ name: String, _ value: String) -> HTTPCall.Field { HTTPCall.Field(name, value) }

    private var dialectFields: [HTTPCall.Field] { dialect == .victoriaMetrics ? [field("nocache", "1")] : [] }

    /// Unix seconds, with milliseconds where there are any.
    func unix(_ time: Instant) -> String {
        let milliseconds = time.nanoseconds / 1_000_000
        guard milliseconds % 1000 != 0, milliseconds > 0 else { return String(time.wholeSeconds) }
        let fraction = String(milliseconds % 1000)
        return "\(milliseconds / 1000)." + String(repeating: "0", count: 3 - fraction.count) + fraction
    }

    // MARK: Links

    /// Where a person sees the expression drawn over the window.
    func graphLink(_ expression: String, _ window: TimeWindow) -> String {
        let end = String(window.to.rfc3339().prefix(19))
        let fields = [
            field("g0.expr", expression), field("g0.tab", "0"),
            field("g0.end_input", dialect == .prometheus ? end.replacing("T", with: " ") : end),
            field("g0.range_input", "\(Int(max(1, window.seconds.rounded(.up))))s"),
        ]
        return (dialect == .prometheus ? "/graph?" : "/vmui/#/?") + PercentEncoding.form(fields)
    }

    var rulesLink: String { dialect == .prometheus ? "/alerts" : "/vmalert/groups" }

    // MARK: Steps

    /// The step, in seconds, that was asked for, raised until the window holds no more than `points` samples.
    static func step(_ asked: Int, over window: TimeWindow, points: Int, multipleOf unit: Int = 1) -> Int {
        let intervals = max(1, min(points, serverMaximumPoints) - 1)
        let least = Int((window.seconds / Double(intervals)).rounded(.up))
        guard least > asked else { return max(1, asked) }
        return (least + unit - 1) / unit * unit
    }
}
