import Core
import OTLP

/// Answers of both versions.
enum JaegerAnswer {
    /// What an answer about traces holds.
    struct Traces: Sendable {
        var traces: [Trace] = []
        /// Spans that could not be read, and the first of them.
        var skipped = 0
        var problem: String?
        /// What the server says went wrong beside what it gives.
        var warnings: [String] = []
    }

    static func traces(_ version: JaegerAPI.Version, _ outcome: Outcome) throws(ReadingError) -> Traces {
        if saysNotFound(version, outcome) { return Traces() }
        let document = try outcome.json()
        let reading: OTLPReading<Trace>
        var warnings: [String] = []
        switch version {
        case .third:
            guard document["result"]?.object != nil else { throw ReadingError(.failed, reason(document)) }
            reading = OTLPTraces.read(document)
        case .older:
            let data = try list(document, &warnings)
            reading = JaegerOlderTraces.read(data)
        }
        return Traces(
            traces: reading.items, skipped: reading.skipped, problem: reading.problems.first?.description, warnings: warnings)
    }

    static func services(_ version: JaegerAPI.Version, _ outcome: Outcome) throws(ReadingError) -> [String] {
        let document = try outcome.json()
        guard version == .third else {
            var warnings: [String] = []
            return try list(document, &warnings).compactMap(\.string)
        }
        // An empty list is left out by protobuf's JSON.
        guard document["services"]?.array != nil || document.object?.isEmpty == true else {
            throw ReadingError(.failed, reason(document))
        }
        return (document["services"]?.array ?? []).compactMap(\.string)
    }

    static func operations(_ version: JaegerAPI.Version, _ outcome: Outcome) throws(ReadingError) -> [Inventory.Entry] {
        let document = try outcome.json()
        var entries: JSONArray
        if version == .third {
            guard document["operations"]?.array != nil || document.object?.isEmpty == true else {
                throw ReadingError(.failed, reason(document))
            }
            entries = document["operations"]?.array ?? []
        } else {
            var warnings: [String] = []
            entries = try list(document, &warnings)
        }
        var seen: Set<String> = []
        return entries.compactMap { entry in
            guard let name = entry.string ?? entry["name"]?.string, seen.insert(name).inserted else { return nil }
            return Inventory.Entry(name: String(name.prefix(2000)), detail: entry["spanKind"]?.string)
        }
    }

    /// The member `data` of the older version's answers. Errors are in `errors`, sometimes beside data.
    static func list(_ document: JSONValue, _ warnings: inout [String]) throws(ReadingError) -> JSONArray {
        let errors = (document["errors"]?.array ?? []).map { error in
            String((error["msg"]?.string ?? error.string ?? "no reason given").prefix(200))
        }
        let data = document["data"]?.array ?? []
        if data.isEmpty, let first = errors.first { throw ReadingError(.failed, "answered with the error \"\(first)\"") }
        guard document["data"]?.array != nil || (document["data"]?.isNull == true && document["errors"] != nil) else {
            throw ReadingError(.failed, "answered without a list")
        }
        warnings = errors
        return data
    }

    /// The third version says with 404 and an error object that it found nothing, a genuine older one with 404 and `errors`.
    private static func saysNotFound(_ version: JaegerAPI.Version, _ outcome: Outcome) -> Bool {
        guard case .reply(let reply) = outcome.result, reply.status == 404, reply.body.count < 65_536,
            let bytes = try? reply.body.bytes(), let document = try? JSONValue(parsing: bytes)
        else { return false }
        if version == .third { return document["error"]?.object != nil }
        return (document["errors"]?.array ?? []).contains { $0["code"]?.int == 404 }
    }

    private static func reason(_ document: JSONValue) -> String {
        let message = document["error"]?["message"]?.string ?? document["message"]?.string
        return message.map { "answered with the error \"\($0.prefix(200))\"" } ?? "answered with what is not Jaeger's"
    }
}
