import Core

/// Who calls whom: `context/topology.json`, `[{"from": caller, "to": callee}]`, and what the spans of `traces.json` show.
struct TopologyDecoder: DirectoryDecoder {
    /// Of larger files, who calls whom is not worth reading them twice.
    private static let largestTraces = 64 << 20

    let folders = ["context"]
    private let scope: Scope
    private var table = TraceTable()
    private var stated: [Dependency] = []
    private var records: JSONRecords?
    private var tallies: [RecordTally] = []

    init(_ scope: Scope) { self.scope = scope }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        files.filter {
            $0.path == DirectoryLayout.topology || $0.path == DirectoryLayout.traces && $0.size <= Self.largestTraces
        }.map { DirectoryReading($0) }
    }

    mutating func begin(_ file: DirectoryFile) { records = JSONRecords(file, longest: TracesDecoder.longestDocument) }

    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        read { (records: inout JSONRecords, add: (JSONValue) throws(RecordFault) -> Void) in
            records.take(bytes, from: exchange, add)
        }
    }

    mutating func end(trouble: String?) {
        read { (records: inout JSONRecords, add: (JSONValue) throws(RecordFault) -> Void) in
            records.end(trouble: trouble, add)
        }
        if let records { tallies.append(records.tally) }
        records = nil
    }

    private mutating func read(_ body: (inout JSONRecords, (JSONValue) throws(RecordFault) -> Void) -> Void) {
        guard var records else { return }
        let isTraces = records.tally.file.path == DirectoryLayout.traces
        var table = TraceTable()
        swap(&table, &self.table)
        var found: [Dependency] = []
        body(&records) { value throws(RecordFault) in
            if isTraces { try table.add(value) } else { found.append(try TopologyDecoder.dependency(value)) }
        }
        swap(&table, &self.table)
        stated += found
        self.records = records
    }

    private static func dependency(_ value: JSONValue) throws(RecordFault) -> Dependency {
        guard let object = value.object else { throw RecordFault("is no object") }
        guard let caller = object.text("from", "caller", "source"), let callee = object.text("to", "callee", "target") else {
            throw RecordFault("has no 'from' and 'to' that are names")
        }
        return Dependency(caller: caller, callee: callee, rate: object["rate"]?.double.flatMap { $0.isFinite ? $0 : nil })
    }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        guard !tallies.isEmpty else {
            return DirectoryAbsence.of("who calls whom", "context/topology.json or traces.json", scope.window, listing)
        }
        var evidence: [Evidence] = []
        var seen: Set<[String]> = []
        for tally in tallies {
            let isTraces = tally.file.path == DirectoryLayout.traces
            let found = isTraces ? table.traces().flatMap(\.calls) : stated
            for call in found.sorted(by: { ($0.caller, $0.callee) < ($1.caller, $1.callee) })
            where seen.insert([call.caller, call.callee]).inserted {
                evidence.append(
                    Evidence(
                        .dependency(call), from: tally.exchanges, window: scope.window, query: tally.name,
                        completeness: isTraces ? .sampled(reason: "the traces of the file") : tally.completeness))
            }
        }
        let diagnostics = tallies.compactMap(\.diagnostic)
        guard evidence.isEmpty else { return (evidence, diagnostics) }
        let exchanges = tallies.flatMap(\.exchanges)
        guard !exchanges.isEmpty else { return ([], diagnostics) }
        let nothing = Evidence(
            .nothing("calls between services"), from: exchanges, window: scope.window,
            query: tallies.map(\.name).joined(separator: ", "), completeness: .sampled(reason: "the traces of the file"))
        return ([nothing], diagnostics)
    }
}
