import Core

/// Reads `traces.json`: a list of spans, spans one a line, or OTLP JSON.
struct TracesDecoder: DirectoryDecoder {
    /// Traces that are given whole.
    static let mostTraces = 300
    /// OTLP JSON is one document.
    static let longestDocument = 64 << 20

    private let scope: Scope
    private var table = TraceTable()
    private var records: JSONRecords?

    init(_ scope: Scope) { self.scope = scope }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        files.filter { $0.path == DirectoryLayout.traces }.map { DirectoryReading($0) }
    }

    mutating func begin(_ file: DirectoryFile) { records = JSONRecords(file, longest: Self.longestDocument) }

    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        var table = TraceTable()
        swap(&table, &self.table)
        records?.take(bytes, from: exchange) { value throws(RecordFault) in try table.add(value) }
        swap(&table, &self.table)
    }

    mutating func end(trouble: String?) {
        var table = TraceTable()
        swap(&table, &self.table)
        records?.end(trouble: trouble) { value throws(RecordFault) in try table.add(value) }
        swap(&table, &self.table)
    }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        guard let tally = records?.tally else { return DirectoryAbsence.of("traces", "traces.json", scope.window, listing) }
        var diagnostics = [tally.diagnostic].compactMap { $0 }
        guard !tally.exchanges.isEmpty else { return ([], diagnostics) }
        let all = table.traces()
        let asked = all.filter { trace in
            trace.spans.first.map { scope.window.contains($0.start) || scope.baseline.contains($0.start) } ?? false
        }
        guard !asked.isEmpty else {
            let nothing = Evidence(
                .nothing("traces in traces.json for the time asked for"), from: tally.exchanges, window: scope.window,
                query: tally.name,
                completeness: all.isEmpty
                    ? tally.absence
                    : table.leftOut > 0
                        ? .failed(reason: "\(table.leftOut) of its spans are more than are read")
                        : tally.elsewhere("all its traces are of another time"))
            return ([nothing], diagnostics)
        }
        if let skipped = table.skippedInDocuments {
            diagnostics.append(Diagnostic(.partial, "\(tally.name): \(skipped)", exchange: tally.exchanges.last))
        }
        if table.moved > 0 {
            let text = "\(table.moved) spans of traces.json were put into the trace of the parent that they name"
            diagnostics.append(Diagnostic(.note, text, exchange: tally.exchanges.last))
        }
        let chosen = choose(asked)
        let left = asked.count - chosen.count + table.leftOut
        if left > 0 {
            let text = "\(left) more traces or spans of traces.json were left out"
            diagnostics.append(Diagnostic(.partial, text, exchange: tally.exchanges.last))
        }
        let evidence = chosen.map { trace in
            Evidence(
                .trace(trace), from: tally.exchanges, window: scope.window, query: "traces.json: \(trace.id)",
                completeness: tally.completeness)
        }
        return (evidence, diagnostics)
    }

    /// Two thirds for traces in which something failed, the rest for others; each spread over the time. By start.
    private func choose(_ traces: [Trace]) -> [Trace] {
        guard traces.count > Self.mostTraces else { return traces }
        let failed = traces.filter { $0.spans.contains { $0.status == .error } }
        let others = traces.filter { trace in !trace.spans.contains { $0.status == .error } }
        let share = min(failed.count, max(Self.mostTraces * 2 / 3, Self.mostTraces - others.count))
        let chosen = spread(failed, share) + spread(others, Self.mostTraces - share)
        return chosen.sorted {
            ($0.spans.first?.start ?? Instant(seconds: 0), $0.id) < ($1.spans.first?.start ?? Instant(seconds: 0), $1.id)
        }
    }

    private func spread(_ traces: [Trace], _ most: Int) -> [Trace] {
        guard traces.count > most else { return traces }
        return (0..<max(0, most)).map { traces[$0 * traces.count / most] }
    }
}
