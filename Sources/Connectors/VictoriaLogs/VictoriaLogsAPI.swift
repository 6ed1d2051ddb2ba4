import Core

/// The calls that the tools make.
enum VictoriaLogsAPI {
    static func path(_ last: String) -> [String] { ["select", "logsql", last] }

    /// - Parameters:
    ///   - end: the last nanosecond that is wanted. 1.26 includes the end, and by its answers the second that begins there; later
    ///     ones leave it out. So it is sent with all its digits and one nanosecond later, which is the same to both.
    static func get(
        _ name: String, _ query: String, start: Instant?, end: Instant?, _ more: [HTTPCall.Field] = []
    ) -> HTTPCall {
        var fields = [HTTPCall.Field("query", query)]
        if let start { fields.append(.init("start", start.rfc3339(.nanoseconds))) }
        if let end { fields.append(.init("end", Instant(nanoseconds: end.nanoseconds &+ 1).rfc3339(.nanoseconds))) }
        return HTTPCall(path: path(name), query: fields + more, headers: [.init("Accept", "application/json")])
    }

    static func get(_ name: String, _ query: String, _ window: TimeWindow, _ more: [HTTPCall.Field] = []) -> HTTPCall {
        get(name, query, start: window.from, end: window.to, more)
    }

    /// Counts in buckets: whole ones, without the first moment of the bucket after the last.
    static func buckets(
        _ name: String, _ query: String, _ window: TimeWindow, step: Int64, _ more: [HTTPCall.Field] = []
    ) -> HTTPCall {
        let grid = window.outward(toStep: step)
        // Two nanoseconds early: `get` adds one.
        let end = Instant(nanoseconds: grid.to.nanoseconds &- 2)
        return get(name, query, start: grid.from, end: end, [.init("step", shortDuration(step))] + more)
    }
}
