import Core

/// The calls that the tools make.
enum LokiAPI {
    /// What a server allows when its configuration says nothing (`max_entries_limit_per_query`).
    static let largestLimit = 5000

    enum Direction: String { case forward, backward }

    static func path(_ last: String...) -> [String] { ["loki", "api", "v1"] + last }

    /// A log query. `end` is exclusive. Asks for structured metadata and parsed fields apart from the stream's labels, since
    /// otherwise a trace id makes each line a stream of its own.
    static func lines(
        _ query: String, start: Instant, end: Instant, limit: Int, direction: Direction
    ) -> HTTPCall {
        HTTPCall(
            path: path("query_range"),
            query: [
                .init("query", query), .init("start", String(start.nanoseconds)), .init("end", String(end.nanoseconds)),
                .init("limit", String(limit)), .init("direction", direction.rawValue),
            ],
            headers: [.init("X-Loki-Response-Encoding-Flags", "categorize-labels"), json])
    }

    /// A metric query, evaluated at `start`, `start + step` … up to and including `end`; whole seconds.
    static func metric(_ query: String, start: Instant, end: Instant, step: Int64) -> HTTPCall {
        HTTPCall(
            path: path("query_range"),
            query: [
                .init("query", query), .init("start", String(start.wholeSeconds)), .init("end", String(end.wholeSeconds)),
                .init("step", String(step)),
            ],
            headers: [json])
    }

    /// A metric query at one moment; a whole second.
    static func metric(_ query: String, at time: Instant) -> HTTPCall {
        HTTPCall(
            path: path("query"), query: [.init("query", query), .init("time", String(time.wholeSeconds))], headers: [json])
    }

    static func get(_ path: [String], _ fields: [HTTPCall.Field] = [], window: TimeWindow? = nil) -> HTTPCall {
        var fields = fields
        if let window {
            fields.append(.init("start", String(window.from.nanoseconds)))
            fields.append(.init("end", String(window.to.nanoseconds)))
        }
        return HTTPCall(path: path, query: fields, headers: [json])
    }

    private static let json = HTTPCall.Field("Accept", "application/json")
}
