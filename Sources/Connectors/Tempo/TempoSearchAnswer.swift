import Core
import OTLP

/// The answer of `/api/search`.
struct TempoSearchAnswer: Sendable {
    var traces: [TraceSummary] = []
    /// Traces that could not be read.
    var malformed = 0
    var effort: TempoAPI.Effort
    /// Is there a list, be it empty? An answer of another kind has none.
    var hasList: Bool

    /// Traces that the server counted against the limit.
    var count: Int { traces.count + malformed }

    init(_ document: JSONValue) throws(ReadingError) {
        // The list is left out when it is empty by some versions.
        guard document["traces"]?.array != nil || document["metrics"]?.object != nil else {
            throw ReadingError(.failed, "answered with what is no answer to a search of traces")
        }
        hasList = document["traces"]?.array != nil
        effort = TempoAPI.Effort(document)
        for trace in document["traces"]?.array ?? [] {
            if let summary = Self.summary(trace) { traces.append(summary) } else { malformed += 1 }
        }
    }

    private static func summary(_ trace: JSONValue) -> TraceSummary? {
        guard let id = trace["traceID"]?.string.flatMap(OTLPIdentifier.trace),
            let start = OTLPValue.time(trace["startTimeUnixNano"])
        else { return nil }
        // Milliseconds, left out when 0.
        let (duration, overflow) = max(0, OTLPValue.integer(trace["durationMs"]) ?? 0).multipliedReportingOverflow(
            by: 1_000_000)
        // Both forms hold the same; the older has one set alone.
        let sets = trace["spanSets"]?.array ?? trace["spanSet"].map { [$0] } ?? []
        var seen: Set<String> = []
        let spans = sets.flatMap { ($0["spans"]?.array ?? []).compactMap(span) }.filter { seen.insert($0.id).inserted }
        let matched = sets.compactMap { OTLPValue.integer($0["matched"]) }.reduce(Int64(0)) {
            $0.addingReportingOverflow($1).partialValue
        }
        return TraceSummary(
            id: id, rootService: root(trace["rootServiceName"]), rootName: root(trace["rootTraceName"]), start: start,
            duration: overflow ? nil : duration, services: counts(trace["serviceStats"]),
            matched: spans.sorted { ($0.start, $0.id) < ($1.start, $1.id) },
            matchedCount: sets.isEmpty ? nil : Int(clamping: matched))
    }

    /// Tempo writes a sentence in angle brackets where it has not seen the root.
    private static func root(_ value: JSONValue?) -> String? {
        guard let name = value?.string, !name.isEmpty, name.first != "<" else { return nil }
        return String(name.prefix(2000))
    }

    private static func span(_ value: JSONValue) -> Span? {
        guard let id = value["spanID"]?.string.flatMap(OTLPIdentifier.span),
            let start = OTLPValue.time(value["startTimeUnixNano"])
        else { return nil }
        var attributes = OTLPValue.attributes(value["attributes"])
        let service = attributes.removeValue(forKey: "service.name") ?? ""
        let status = attributes["status"].flatMap { Span.Status(rawValue: $0) }
        let kind = attributes["kind"].flatMap { Span.Kind(rawValue: $0) }
        if status != nil { attributes["status"] = nil }
        if kind != nil { attributes["kind"] = nil }
        let name = attributes.removeValue(forKey: "name")
        return Span(
            id: id, service: service, name: name ?? value["name"]?.string ?? "", kind: kind ?? .unspecified, start: start,
            duration: max(0, OTLPValue.integer(value["durationNanos"]) ?? 0), status: status ?? .unset, attributes: attributes)
    }

    private static func counts(_ value: JSONValue?) -> [TraceSummary.ServiceCount] {
        (value?.object?.members ?? []).map { name, counts in
            TraceSummary.ServiceCount(
                service: name, spans: Int(clamping: max(0, OTLPValue.integer(counts["spanCount"]) ?? 0)),
                errors: Int(clamping: max(0, OTLPValue.integer(counts["errorCount"]) ?? 0)))
        }
    }
}
