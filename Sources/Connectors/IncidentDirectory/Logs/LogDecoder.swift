import Core

/// Reads `logs.ndjson` and `*.log`. All lines are kept where they are few; of more, ``LogCounts``.
struct LogDecoder: LineDecoder {
    /// Bytes of all logs together up to which each line is kept; some ten thousand lines.
    static let mostKept = 4 << 20
    /// Bytes of a record with the lines that continue it.
    private static let longestRecord = 64 << 10

    private let scope: Scope
    private let times: LogLineTime
    private var keepsLines = true
    var tally: RecordTally?
    var splitter = LineSplitter()
    private var kept: [LogRecord] = []
    private var counts: LogCounts
    private var coverage = LogCoverage()
    /// The record of a free text that lines may still be added to.
    private var open: LogRecord?
    private var openLine = 0
    private var isJSON = false
    private var fileService = ""
    private var tallies: [RecordTally] = []

    init(_ scope: Scope) {
        self.scope = scope
        times = LogLineTime(near: scope.window.from)
        counts = LogCounts(scope)
    }

    func choose(from files: [DirectoryFile]) -> [DirectoryReading] {
        files.filter(DirectoryLayout.isLog).map { DirectoryReading($0) }
    }

    mutating func begin(_ file: DirectoryFile) {
        tally = RecordTally(file)
        splitter = LineSplitter()
        coverage.beginFile()
        isJSON = file.path == DirectoryLayout.logs
        fileService = isJSON ? "" : String(file.last.dropLast(".log".count))
    }

    mutating func end(trouble: String?) {
        finishLines(trouble: trouble)
        closeRecord()
        tally?.trouble = trouble
        if let tally { tallies.append(tally) }
        tally = nil
    }

    // MARK: Lines

    mutating func take(_ line: Int, _ text: ArraySlice<UInt8>?) {
        guard let text else {
            tally?.skip(line: line, "is longer than \(LineSplitter.longest >> 20) MiB")
            return
        }
        guard text.contains(where: { $0 > 0x20 }) else { return }
        guard isJSON else { return free(String(decoding: text, as: UTF8.self), line) }
        do throws(JSONError) {
            let value = try JSONValue(parsing: Array(text))
            do throws(RecordFault) { add(try LogRecord(value)) } catch { tally?.skip(line: line, error.reason) }
        } catch {
            tally?.skip(line: line, "is \(error)")
        }
    }

    /// A line that begins with a time begins a record; others go on with the one before.
    private mutating func free(_ text: String, _ line: Int) {
        if let (stamp, rest) = times.read(text) {
            closeRecord()
            open = LogRecord(stamp: stamp, service: fileService, text: rest)
            openLine = line
        } else if open != nil {
            guard let length = open?.text.utf8.count, length + text.utf8.count < Self.longestRecord else { return }
            open?.text += "\n" + text
        } else {
            tally?.skip(line: line, "has no time at its start")
        }
    }

    private mutating func closeRecord() {
        guard var record = open else { return }
        open = nil
        record.severity = LogSeverity.of(text: record.text, labels: [:]) ?? LogDecoder.severity(inHeadOf: record.text)
        add(record)
    }

    /// The first of the first words that names a severity: `[main] ERROR Store: …`.
    private static func severity(inHeadOf text: String) -> String? {
        let words = text.prefix(120).split(maxSplits: 6) { " []()|:<>\t\n".contains($0) }.prefix(5)
        for word in words {
            // One letter is a severity only where klog has it, and small words may be any text.
            guard word.count > 1 ? word == word.uppercased() || word == words.first : word == words.first else { continue }
            if let severity = LogSeverity.normal(String(word)) { return severity }
            if word == "F" { return "error" }
        }
        return nil
    }

    private mutating func add(_ record: LogRecord) {
        tally?.accept()
        coverage.add(record)
        if keepsLines {
            kept.append(record)
            let bytes = tallies.reduce(tally?.bytes ?? 0) { $0 + $1.bytes }
            if bytes > Self.mostKept { stopKeeping() }
        } else {
            counts.add(record)
        }
    }

    /// There are too many: those that were kept are counted with the others.
    private mutating func stopKeeping() {
        keepsLines = false
        for record in kept { counts.add(record) }
        kept = []
    }

    // MARK: What it amounts to

    mutating func conclude(listing: [CallKey]) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        guard !tallies.isEmpty else { return DirectoryAbsence.of("logs", "logs.ndjson or *.log", scope.window, listing) }
        let diagnostics = tallies.compactMap(\.diagnostic)
        let exchanges = tallies.flatMap(\.exchanges)
        guard !exchanges.isEmpty else { return ([], diagnostics) }
        let name = tallies.map(\.name).joined(separator: ", ")
        let completeness = tallies.map(\.completeness).first { $0 != .complete } ?? .complete
        let absence = tallies.map(\.absence).first { $0 != .noneThere } ?? .noneThere
        let isWhole = absence == .noneThere
        let isRead = tallies.allSatisfy { $0.trouble == nil }
        let evidence =
            keepsLines
            ? lines(name, completeness, isWhole: isWhole)
            : counts.evidence(name, exchanges, completeness, coverage, isWhole: isWhole)
        guard evidence.isEmpty else { return (evidence, diagnostics) }
        let nothing = Evidence(
            .nothing("log lines in \(name) for the time asked for"), from: exchanges, window: scope.window, query: name,
            completeness: coverage.span.flatMap { span in
                isRead ? .notKept(reason: "the lines are from \(span.from.rfc3339()) to \(span.to.rfc3339())") : nil
            } ?? absence)
        return ([nothing], diagnostics)
    }

    private func lines(_ name: String, _ completeness: Completeness, isWhole: Bool) -> [Evidence] {
        let exchanges = tallies.flatMap(\.exchanges)
        let services = Dictionary(grouping: kept.enumerated()) { $0.element.service }
        return services.sorted { $0.key < $1.key }.flatMap { service, records in
            let sorted = records.sorted {
                ($0.element.stamp.time, $0.offset) < ($1.element.stamp.time, $1.offset)
            }.map(\.element.line)
            func evidence(_ observation: Observation, _ window: TimeWindow, _ completeness: Completeness) -> Evidence {
                Evidence(
                    observation, from: exchanges, service: service.isEmpty ? nil : service, window: window,
                    query: service.isEmpty ? name : "\(name): \(service)", completeness: completeness)
            }
            let during = sorted.filter { scope.window.contains($0.time) }
            let result = during.isEmpty ? [] : [evidence(.logs(LogLines(lines: during)), scope.window, completeness)]
            guard let stretch = coverage.baseline(of: service, in: scope) else { return result }
            let before = sorted.filter { $0.time < scope.window.from && scope.baseline.contains($0.time) }
            if !before.isEmpty { return [evidence(.logs(LogLines(lines: before)), stretch, completeness)] + result }
            // That the service was silent while others logged makes its lines new ones.
            guard !during.isEmpty, isWhole else { return result }
            return [evidence(.nothing("log lines of \(service)"), stretch, .noneThere)] + result
        }
    }
}
