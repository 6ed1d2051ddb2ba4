public import Core

/// Traces in the JSON forms of OTLP: OTLP's own (`resourceSpans`, hexadecimal ids, numbers for enumerations), protobuf's as
/// Tempo writes it (`batches` or `trace.resourceSpans`, base64 ids, names for enumerations), and Jaeger's third version
/// (`result.resourceSpans`). The forms are told apart value by value.
public enum OTLPTraces {
    /// Reads a document, or a list of documents. Traces are in the order of their first span's start, then of their ids; a
    /// span that occurs twice is taken once. A span that cannot be read is skipped and counted; one without an end, or with
    /// one before its start, lasts no time.
    public static func read(_ document: JSONValue) -> OTLPReading<Trace> {
        var found = OTLPReading<Void>()
        var traces: [String: [Span]] = [:]
        var seen: [String: Set<Span>] = [:]
        let walk = OTLPWalk(
            resources: ["resourceSpans", "batches"], scopes: ["scopeSpans", "instrumentationLibrarySpans"], records: "spans")
        walk.read(document, into: &found) { record, origin, _ throws(OTLPFault) in
            let (trace, span) = try OTLPSpan.read(record, origin)
            if seen[trace, default: []].insert(span).inserted { traces[trace, default: []].append(span) }
        }
        var reading = OTLPReading<Trace>()
        reading.hasLists = found.hasLists
        reading.skipped = found.skipped
        reading.problems = found.problems
        reading.items = traces.map { Trace(id: $0.key, spans: $0.value) }.sorted { left, right in
            guard let first = left.spans.first?.start, let second = right.spans.first?.start, first != second else {
                return left.id < right.id
            }
            return first < second
        }
        return reading
    }
}
