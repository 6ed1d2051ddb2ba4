import Core

/// The incident that `alert.json` tells of, and the stretch of time that the metrics and the logs are from. Of large files the two
/// ends are looked at, since they are commonly written in order of time.
struct IncidentDecoder: DirectoryDecoder {
    private static let wholeBelow = 1 << 20
    private static let end = 64 << 10

    private var records: JSONRecords?
    private var alerts: [(alert: DirectoryAlert, exchange: CallKey?)] = []
    private var alertTally: RecordTally?
    private var file: DirectoryFile?
    private var splitter = LineSplitter()
    private var place = 0
    private var columns: [String]?
    private var span: TimeWindow?
    private var spanExchanges: [CallKey] = []

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        let wanted = [DirectoryLayout.alert, DirectoryLayout.metricsCSV, DirectoryLayout.openMetrics, DirectoryLayout.logs]
        let found = wanted.compactMap { path in files.first { $0.path == path } }
        guard found.first?.path == DirectoryLayout.alert else { return [] }
        return found.map { file in
            guard file.path != DirectoryLayout.alert, file.size > Self.wholeBelow else { return DirectoryReading(file) }
            return DirectoryReading(
                file, ranges: [.init(offset: 0, count: Self.end), .init(offset: file.size - Self.end, count: Self.end)])
        }
    }

    mutating func begin(_ file: DirectoryFile) {
        self.file = file
        records = file.path == DirectoryLayout.alert ? JSONRecords(file) : nil
        columns = nil
    }

    mutating func take(_ bytes: [UInt8], from exchange: CallKey) {
        guard records == nil else {
            var found: [DirectoryAlert] = []
            records?.take(bytes, from: exchange) { value throws(RecordFault) in found.append(try DirectoryAlert(value)) }
            alerts += found.map { ($0, exchange) }
            return
        }
        spanExchanges.append(exchange)
        var splitter = LineSplitter()
        // The first and the last line of a stretch may be parts of lines: then they have no time that can be read.
        splitter.take(bytes) { _, line in if let line { take(line) } }
        splitter.finish { _, line in if let line { take(line) } }
    }

    private mutating func take(_ line: ArraySlice<UInt8>) {
        guard let time = time(line) else { return }
        span = span.map { TimeWindow(from: min($0.from, time), to: max($0.to, time)) } ?? TimeWindow(from: time, to: time)
    }

    private mutating func time(_ line: ArraySlice<UInt8>) -> Instant? {
        switch file?.path {
        case DirectoryLayout.openMetrics: return (try? OpenMetricsLine(line))?.stamp.time
        case DirectoryLayout.logs: return (try? JSONValue(parsing: Array(line))).flatMap { try? LogRecord($0) }?.stamp.time
        default:
            guard let fields = CSVRow.fields(line) else { return nil }
            if columns == nil, fields.contains("timestamp") {
                columns = fields
                return nil
            }
            guard fields.count == columns?.count ?? 4 else { return nil }
            let column = columns?.firstIndex(of: "timestamp") ?? 0
            return fields.indices.contains(column) ? RecordTime.stamp(fields[column])?.time : nil
        }
    }

    mutating func end(trouble: String?) {
        guard records != nil else { return }
        var found: [DirectoryAlert] = []
        records?.end(trouble: trouble) { value throws(RecordFault) in found.append(try DirectoryAlert(value)) }
        let last = records?.tally.exchanges.last
        alerts += found.map { ($0, last) }
        alertTally = records?.tally
    }

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        let diagnostics = [alertTally?.diagnostic].compactMap { $0 }
        guard let tally = alertTally else {
            let why = "the directory has no alert.json that says what happened and when; give a service and a window"
            return ([], [Diagnostic(.failed, why, exchange: listing.last)])
        }
        let first = alerts.min { ($0.alert.firedAt.time, $0.alert.name) < ($1.alert.firedAt.time, $1.alert.name) }
        guard let first else {
            let none = tally.skipped == 0 ? [Diagnostic(.failed, "alert.json holds no alert", exchange: listing.last)] : []
            return ([], diagnostics + none)
        }
        let record = first.alert.incident(recorded: span)
        let exchanges = (first.exchange.map { [$0] } ?? []) + spanExchanges
        let evidence = Evidence(
            .incident(record), from: exchanges, service: record.service, stamp: record.createdAt, query: "alert.json",
            completeness: tally.completeness)
        return ([evidence], diagnostics)
    }
}
