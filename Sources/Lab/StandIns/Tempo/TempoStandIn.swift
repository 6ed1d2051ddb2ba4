import Core
import Foundation

/// Tempo's HTTP API over a scenario's traces: search, traces by id in both versions as JSON, tags and values, and metrics.
struct TempoStandIn: StandIn {
    let traces: TraceStore

    func answer(_ request: WebRequest) -> WebAnswer {
        do {
            return try route(request)
        } catch let error as TempoError {
            return refuse(error.message, error.status)
        } catch {
            return refuse("\(error)", 500)
        }
    }

    private func refuse(_ message: String, _ status: Int) -> WebAnswer {
        WebAnswer(status: status, headers: [("Content-Type", "text/plain; charset=utf-8")], body: Array(message.utf8))
    }

    private func route(_ request: WebRequest) throws -> WebAnswer {
        let parts = request.segments
        switch parts.joined(separator: "/") {
        case "ready": return .text("ready\n")
        case "api/echo": return .text("echo\n")
        case "api/search": return try search(request)
        case "api/search/tags": return try tags(request, isTyped: false)
        case "api/v2/search/tags": return try tags(request, isTyped: true)
        case "api/metrics/query_range": return try metricsRange(request)
        case "api/metrics/query": return try metricsInstant(request)
        default: break
        }
        if parts.starts(with: ["api", "traces"]), parts.count == 3 { return try trace(parts[2], isSecond: false) }
        if parts.starts(with: ["api", "v2", "traces"]), parts.count == 4 { return try trace(parts[3], isSecond: true) }
        if parts.starts(with: ["api", "search", "tag"]), parts.count == 5, parts[4] == "values" {
            return try values(parts[3], request, isTyped: false)
        }
        if parts.starts(with: ["api", "v2", "search", "tag"]), parts.count == 6, parts[5] == "values" {
            return try values(parts[4], request, isTyped: true)
        }
        return .text("404 page not found\n", status: 404)
    }

    // MARK: Parameters

    static func json(_ value: JSONValue) -> WebAnswer { .json(value, type: "application/json") }

    func unsigned(_ name: String, _ request: WebRequest, bits: Int = 32) throws -> Int64? {
        guard let text = request[name], !text.isEmpty else { return nil }
        guard text.allSatisfy({ $0.isASCII && $0.isNumber }) else {
            throw TempoError(message: "invalid \(name): strconv.ParseUint: parsing \"\(text)\": invalid syntax")
        }
        guard let value = Int64(text), bits > 32 || value <= Int64(UInt32.max) else {
            throw TempoError(message: "invalid \(name): strconv.ParseUint: parsing \"\(text)\": value out of range")
        }
        return value
    }

    /// Whole seconds; the last hour when neither is given.
    func window(_ request: WebRequest) throws -> (from: Int64, to: Int64) {
        let (from, to) = (try unsigned("start", request), try unsigned("end", request))
        let now = RequestLog.now() / 1_000_000
        guard let from, let to else { return (from ?? now - 3600, to ?? now) }
        guard from < to else {
            throw TempoError(message: "http parameter start must be before end. received start=\(from) end=\(to)")
        }
        guard to - from <= 168 * 3600 else {
            throw TempoError(
                message: "range specified by start and end exceeds 168h0m0s. received start=\(from) end=\(to)")
        }
        return (from, to)
    }

    // MARK: Traces

    private func trace(_ id: String, isSecond: Bool) throws -> WebAnswer {
        if let place = id.firstIndex(where: { !$0.isHexDigit || !$0.isASCII }) {
            let position = id.distance(from: id.startIndex, to: place) + 1
            throw TempoError(
                message: "trace IDs can only contain hex characters: invalid character '\(id[place])' at position \(position)")
        }
        guard id.count <= 32 else { throw TempoError(message: "trace IDs can't be larger than 128 bits") }
        guard let trace = traces.trace(String(repeating: "0", count: 32 - id.count) + id.lowercased()) else {
            return isSecond ? Self.json(["trace": [:], "metrics": [:]]) : WebAnswer(status: 404, headers: [], body: [])
        }
        let batches = JSONValue.array(OTLPWriter.batches(trace))
        return Self.json(
            isSecond ? ["trace": ["resourceSpans": batches], "metrics": ["inspectedBytes": "3667560"]] : ["batches": batches])
    }
}
