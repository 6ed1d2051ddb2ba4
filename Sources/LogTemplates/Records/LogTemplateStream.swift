/// Finds the templates of a log that is read once, in chunks of any size.
///
/// A line in JSON or logfmt is its message; a time at the head of a line is its time; lines that continue a record count with it.
/// Memory is bounded whatever the log says, but for four bytes a line where lines are assigned.
public struct LogTemplateStream: Sendable {
    /// Bytes of a line that are looked at.
    public static let longestLine = 65_536

    private var miner: LogTemplateMiner
    private var joiner = RecordJoiner()
    private var body = StructuredBody()
    private var rest: [UInt8] = []
    private var last: Int?
    private let isAssigning: Bool
    private var assigned: [Int32] = []
    private var lines = 0
    private var records = 0

    /// `assigning`: whether the report is to tell the template of each line. `baselineEnd`: records before this time, in seconds
    /// since 1970, are counted apart.
    public init(assigning: Bool = false, baselineEnd: Double? = nil) {
        isAssigning = assigning
        miner = LogTemplateMiner(boundary: baselineEnd ?? -.infinity)
    }

    /// Reads what comes next. Lines end with LF or CR LF, and may begin in one chunk and end in another.
    public mutating func read(_ chunk: Span<UInt8>) {
        var start = 0
        var place = 0
        while place < chunk.count {
            if chunk[place] == 0x0A {
                if rest.isEmpty {
                    add(chunk.extracting(start..<place))
                } else {
                    keep(chunk, start, place)
                    flush()
                }
                start = place + 1
            }
            place += 1
        }
        keep(chunk, start, place)
    }

    /// Reads what comes next.
    public mutating func read(_ chunk: [UInt8]) { read(chunk.span) }

    /// Says that the next chunk is of another log: no record goes from one into the other.
    public mutating func endLog() {
        if !rest.isEmpty { flush() }
        last = nil
        joiner = RecordJoiner()
    }

    /// The templates, once all is read. A last line without a line end counts.
    public mutating func finish() -> LogTemplateReport {
        if !rest.isEmpty { flush() }
        miner.consolidate()
        let (templates, numbers) = miner.templates()
        return LogTemplateReport(
            templates: templates, lines: lines, records: records, unsorted: miner.unsorted,
            assignment: assigned.map { numbers[miner.root(of: Int($0))] ?? 0 })
    }

    private mutating func keep(_ chunk: Span<UInt8>, _ start: Int, _ end: Int) {
        // One byte more than is looked at tells an empty rest from none.
        let limit = min(end, start + max(0, LogTemplateStream.longestLine - rest.count))
        for place in start..<max(start, limit) { rest.append(chunk[place]) }
    }

    private mutating func flush() {
        let line = rest
        add(line.span)
        rest.removeAll(keepingCapacity: true)
    }

    private mutating func add(_ whole: Span<UInt8>) {
        var end = min(whole.count, LogTemplateStream.longestLine)
        if end > 0, whole[end - 1] == 0x0D { end -= 1 }
        let line = whole.extracting(0..<end)
        lines += 1
        let time = LeadingTime.read(line)
        let place: Int
        if joiner.continues(line, isHeaded: time != nil), let last {
            miner.extend(last, at: lines)
            place = last
        } else {
            place = record(line, time)
            records += 1
            last = place
        }
        if isAssigning { assigned.append(Int32(truncatingIfNeeded: place)) }
    }

    private mutating func record(_ line: Span<UInt8>, _ time: LeadingTime?) -> Int {
        let start = time?.end ?? 0
        return miner.add(
            record: line.extracting(start..<line.count), reading: &body, line: lines, time: time?.seconds)
    }
}
