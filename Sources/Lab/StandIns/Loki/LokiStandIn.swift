import Core

/// Loki's HTTP API, answering like the recorded 3.4: plain-text errors, nanosecond times as strings, `end` exclusive.
struct LokiStandIn: StandIn {
    let logs: any LogSource
    var ruleGroups: [Scenario.LogRuleGroup] = []
    /// The server's clock: it decides what the last hour is when a request names no times.
    var now: @Sendable () -> Int64
    /// Whether the pattern ingester is on, which it is not by default.
    var hasPatterns = false
    let verdicts = LogVerdicts.Cache()

    func answer(_ request: WebRequest) -> WebAnswer {
        do {
            return try route(request)
        } catch let error as LogQLError {
            return .text(error.message, status: 400)
        } catch {
            return .text("\(error)", status: 500)
        }
    }

    private func route(_ request: WebRequest) throws -> WebAnswer {
        let parts = request.segments
        switch parts.joined(separator: "/") {
        case "ready": return .text("ready\n")
        case "loki/api/v1/status/buildinfo":
            return .json(
                ["version": "3.4.6", "revision": "", "branch": "", "buildUser": "", "buildDate": "", "goVersion": ""],
                type: "application/json")
        case "loki/api/v1/query_range": return try queryRange(request)
        case "loki/api/v1/query": return try queryInstant(request)
        case "loki/api/v1/labels", "loki/api/v1/label": return try labels(request)
        case "loki/api/v1/series": return try series(request)
        case "loki/api/v1/index/stats": return try indexStats(request)
        case "loki/api/v1/index/volume": return try volume(request)
        case "loki/api/v1/detected_labels": return try detectedLabels(request)
        // Switched off: an empty 404.
        case "loki/api/v1/patterns": return hasPatterns ? try patterns(request) : .text("", status: 404)
        case "loki/api/v1/rules": return rulesYAML()
        case "prometheus/api/v1/rules": return rulesJSON()
        case "prometheus/api/v1/alerts":
            return .json(
                ["status": "success", "data": ["alerts": []], "errorType": "", "error": ""], type: "application/json")
        default: break
        }
        if parts.count == 6, parts.starts(with: ["loki", "api", "v1", "label"]), parts[5] == "values" {
            return try values(parts[4], request)
        }
        if parts.count == 6, parts.starts(with: ["loki", "api", "v1", "rules"]) {
            return .text("GetRuleGroup unsupported in rule local store\n", status: 400)
        }
        return .text("404 page not found\n", status: 404)
    }

    // MARK: Parameters

    static let type = "application/json; charset=UTF-8"

    /// The window in nanoseconds; the last hour when it is not given.
    func window(_ request: WebRequest) throws -> (from: Int64, to: Int64) {
        let to = try request["end"].map { try Self.time($0, "end") } ?? now()
        let from = try request["start"].map { try Self.time($0, "start") } ?? to - 3600 * 1_000_000_000
        guard to >= from else { throw LogQLError(message: "end timestamp must not be before or equal to start time") }
        let longest: Int64 = 721 * 3600 * 1_000_000_000
        guard to - from <= longest else {
            throw LogQLError(
                message: "the query time range exceeds the limit (query length: \(Self.goDuration(to - from)), limit: 30d1h)")
        }
        return (from, to)
    }

    /// Nanoseconds, seconds (up to ten digits, or with a fraction) or RFC 3339.
    static func time(_ text: String, _ name: String) throws -> Int64 {
        if let whole = Int64(text) { return text.count <= 10 ? whole * 1_000_000_000 : whole }
        if let seconds = Double(text), abs(seconds) < 9e9 { return Instant(fractionalSeconds: seconds).nanoseconds }
        if let instant = Instant(rfc3339: text) { return instant.nanoseconds }
        throw LogQLError(
            message:
                "could not parse '\(name)' parameter: parsing time \"\(text)\" as \"2006-01-02T15:04:05.999999999Z07:00\": "
                + "cannot parse \"\(text)\" as \"2006\"")
    }

    /// As Go writes a duration of whole seconds: `975h0m0s`.
    static func goDuration(_ nanoseconds: Int64) -> String {
        let seconds = nanoseconds / 1_000_000_000
        if seconds >= 3600 { return "\(seconds / 3600)h\(seconds / 60 % 60)m\(seconds % 60)s" }
        return seconds >= 60 ? "\(seconds / 60)m\(seconds % 60)s" : "\(seconds)s"
    }

    /// Streams that a selector's matchers pick.
    func streams(_ matchers: [LabelMatcher]) -> [Int] {
        logs.streams.indices.filter { index in matchers.allSatisfy { $0.keeps(logs.streams[index].labels[$0.name]) } }
    }
}
