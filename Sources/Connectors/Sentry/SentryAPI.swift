import Core

/// Requests to one organization, and its answers.
struct SentryAPI: Sendable {
    let settings: SentrySettings

    init(_ settings: SentrySettings) { self.settings = settings }

    /// Entries of a page; the most that lists give.
    static let pageSize = 100

    /// Path below the organization. Addresses end with a slash: without it Sentry redirects.
    func path(_ rest: [String]) -> [String] { ["api", "0", "organizations", settings.organization] + rest + [""] }

    func get(_ rest: [String], _ query: [HTTPCall.Field] = []) -> HTTPCall {
        HTTPCall(path: path(rest), query: query, headers: [.init("Accept", "application/json")], credential: .bearer)
    }

    /// All projects that the token may read; without it, those of the teams that the token's owner has joined.
    var everyProject: [HTTPCall.Field] { [.init("project", "-1")] }

    var environments: [HTTPCall.Field] { settings.environments.map { .init("environment", $0) } }

    /// `start` and `end` to the whole second, outward. Sentry reads times without a zone as UTC.
    static func bounds(_ window: TimeWindow) -> [HTTPCall.Field] {
        [.init("start", time(window.from)), .init("end", time(window.to.adding(seconds: 0.999_999_999)))]
    }

    /// `2026-11-20T14:20:00`.
    static func time(_ instant: Instant) -> String { String(instant.rfc3339().dropLast()) }

    /// `project:a`, `project:[a,b]`.
    static func search(projects: [String]) -> String {
        "project:" + (projects.count == 1 ? projects[0...].joined() : "[\(projects.joined(separator: ","))]")
    }

    /// A path below the source's address.
    func link(_ rest: [String]) -> String {
        "/organizations/\(settings.organization)/" + rest.map { PercentEncoding.segment($0) + "/" }.joined()
    }

    /// Why what is older than the retention is not there; `nil` when `from` lies within it or the server's time is not known.
    func notKept(_ from: Instant, asOf now: Instant?) -> (horizon: Instant, reason: String)? {
        guard let now else { return nil }
        let horizon = now.adding(seconds: -86_400 * Double(settings.retentionDays))
        guard from < horizon else { return nil }
        return (horizon, "Sentry keeps events for \(settings.retentionDays) days, here since \(horizon.rfc3339())")
    }
}

extension Outcome {
    /// The reply's document, or the vendor's own words: `{"detail": "…"}`, or `{"detail": {"code", "message"}}`.
    func sentry() throws(ReadingError) -> JSONValue {
        do throws(ReadingError) { return try json() } catch {
            guard case .reply(let reply) = result else { throw error }
            let bytes = (try? reply.body.bytes(in: 0..<65_536)) ?? []
            guard reply.status >= 400 else {
                guard bytes.first == UInt8(ascii: "<") else { throw error }
                throw ReadingError(.failed, "answered with a web page; check the source's address", status: reply.status)
            }
            let detail = (try? JSONValue(parsing: bytes))?["detail"]
            guard let words = detail?.string ?? detail?["message"]?.string else { throw refusal(error, reply, said: nil) }
            throw refusal(error, reply, said: String(words.prefix(300)))
        }
    }

    private func refusal(_ error: ReadingError, _ reply: Reply, said words: String?) -> ReadingError {
        var reason = error.reason
        if let words { reason = "answered \(reply.status): \"\(OutgoingText.line(words))\"" }
        switch reply.status {
        case 401: if words != nil { reason += " (check the source's token)" }
        case 403: reason += "; the token lacks a scope, or its owner may not see it"
        case 404: reason += "; the organization's slug may be wrong, or the token may not see it"
        case 429:
            let reset = reply.header("x-sentry-rate-limit-reset").flatMap { Int64($0) }.flatMap(Instant.init(unixSeconds:))
            reason += reset.map { "; too many requests, free again at \($0.rfc3339())" } ?? "; too many requests"
        default: break
        }
        return ReadingError(error.severity, reason, status: reply.status)
    }

    /// The server's time at its answer.
    var sentryTime: Instant? { if case .reply(let reply) = result { reply.date } else { nil } }
}

extension Instant {
    /// `nil` for what lies outside the years that an instant can hold.
    init?(unixSeconds: Int64) {
        guard (-9_200_000_000...9_200_000_000).contains(unixSeconds) else { return nil }
        self.init(seconds: unixSeconds)
    }
}
