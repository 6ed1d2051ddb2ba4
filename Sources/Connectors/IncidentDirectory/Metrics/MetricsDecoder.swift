import Core

/// Reads `metrics.csv` (`timestamp,service,metric,value`, any more columns are labels) and `metrics.prom` (OpenMetrics text).
struct MetricsDecoder: LineDecoder {
    private let scope: Scope
    private var table: MetricTable
    var tally: RecordTally?
    var splitter = LineSplitter()
    private var header: [String]?
    private var counters: Set<String> = []
    private var result: (evidence: [Evidence], diagnostics: [Diagnostic]) = ([], [])
    private var hasFile = false

    init(_ scope: Scope) {
        self.scope = scope
        table = MetricTable(scope)
    }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        files.filter { [DirectoryLayout.metricsCSV, DirectoryLayout.openMetrics].contains($0.path) }.map {
            DirectoryReading($0)
        }
    }

    mutating func begin(_ file: DirectoryFile) {
        hasFile = true
        table = MetricTable(scope)
        tally = RecordTally(file)
        splitter = LineSplitter()
        header = nil
        counters = []
    }

    mutating func end(trouble: String?) {
        finishLines(trouble: trouble)
        guard var tally else { return }
        tally.trouble = trouble
        self.tally = nil
        let found = table.evidence(tally.file, tally.exchanges, tally.completeness)
        result.evidence += found
        if let diagnostic = tally.diagnostic { result.diagnostics.append(diagnostic) }
        guard found.isEmpty, !tally.exchanges.isEmpty else { return }
        result.evidence.append(
            Evidence(
                .nothing("samples in \(tally.name) for the time asked for"), from: tally.exchanges, window: scope.window,
                query: tally.name,
                completeness: table.span.map { span in
                    tally.elsewhere("the file's samples are from \(span.from.rfc3339()) to \(span.to.rfc3339())")
                } ?? tally.absence))
    }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        hasFile ? result : DirectoryAbsence.of("metrics", "metrics.csv or metrics.prom", scope.window, listing)
    }

    // MARK: Lines

    mutating func take(_ line: Int, _ text: ArraySlice<UInt8>?) {
        guard let text else {
            tally?.skip(line: line, "is too long")
            return
        }
        guard text.contains(where: { $0 > 0x20 }) else { return }
        do throws(RecordFault) {
            if tally?.file.path == DirectoryLayout.metricsCSV { try row(text) } else { try sample(text) }
        } catch { tally?.skip(line: line, error.reason) }
    }

    private static let columns = ["timestamp", "service", "metric", "value"]

    private mutating func row(_ text: ArraySlice<UInt8>) throws(RecordFault) {
        guard let fields = CSVRow.fields(text) else { throw RecordFault("its quotes are not closed") }
        guard let header else {
            // A byte-order mark may stand before the first name.
            let names = fields.map { $0.filter { $0 != "\u{FEFF}" && $0 != " " }.lowercased() }
            self.header = MetricsDecoder.columns.allSatisfy(names.contains) ? names : MetricsDecoder.columns
            if self.header != names { try row(text) }
            return
        }
        guard fields.count == header.count else {
            throw RecordFault("has \(fields.count) fields where \(header.count) are expected")
        }
        var values: [String: String] = [:]
        for (name, field) in zip(header, fields) { values[name] = field }
        guard let time = values["timestamp"].flatMap({ RecordTime.stamp($0) }) else { throw RecordFault("has no time") }
        guard let metric = values["metric"], !metric.isEmpty else { throw RecordFault("has no metric's name") }
        guard let value = values["value"].flatMap({ Double($0) }) else { throw RecordFault("has no value that is a number") }
        let labels = values.filter { !MetricsDecoder.columns.contains($0.key) && !$0.value.isEmpty }
        table.add(
            service: values["service"] ?? "", metric: metric, labels: labels, isCounter: false, time: time.time, value: value)
        tally?.accept()
    }

    private mutating func sample(_ text: ArraySlice<UInt8>) throws(RecordFault) {
        if text.first == UInt8(ascii: "#") {
            let words = text.split(separator: 0x20).map { String(decoding: $0, as: UTF8.self) }
            if words.count == 4, words[1] == "TYPE", ["counter", "histogram", "summary"].contains(words[3]),
                counters.count < MetricTable.mostSeries
            {
                // A summary's quantiles are no counters; its sum and its count are.
                let suffixes = words[3] == "counter" ? ["", "_total"] : ["_bucket", "_sum", "_count"]
                for suffix in suffixes { counters.insert(words[2] + suffix) }
            }
            return
        }
        let sample = try OpenMetricsLine(text)
        tally?.accept()
        // When a counter began is no sample of it.
        guard !sample.name.hasSuffix("_created") else { return }
        var labels = sample.labels
        var service = ""
        for name in ["service", "service_name", "app", "job"] where service.isEmpty {
            service = labels.removeValue(forKey: name) ?? ""
        }
        table.add(
            service: service, metric: sample.name, labels: labels, isCounter: counters.contains(sample.name),
            time: sample.stamp.time, value: sample.value)
    }
}

/// What is said when the directory has no file of a kind.
enum DirectoryAbsence {
    static func of(
        _ what: String, _ files: String, _ window: TimeWindow?, _ listing: [CallKey]
    ) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        let nothing = Evidence(
            .nothing("\(what): no file \(files)"), from: listing, window: window, query: files,
            completeness: .notKept(reason: "the directory has no \(files)"))
        return ([nothing], [Diagnostic(.partial, "the directory has no \(files)", exchange: listing.last)])
    }
}
