/// Finds the templates of records that stand apart already, such as the answers of a log store.
///
/// A record is read as ``LogTemplateStream`` reads a line; of a record of several lines, the one that says what happened. Memory
/// is bounded whatever the records say.
public struct LogRecordMiner: Sendable {
    private var miner: LogTemplateMiner
    private var body = StructuredBody()
    private var records = 0
    private var ids: [Int: Int] = [:]

    /// `baselineEnd`: records before this time, in seconds since 1970, are counted apart.
    public init(baselineEnd: Double? = nil) { miner = LogTemplateMiner(boundary: baselineEnd ?? -.infinity) }

    /// Adds a record.
    ///
    /// - Parameters:
    ///   - time: in seconds since 1970; `nil`: what the record itself says.
    ///   - service: `nil`: what the record itself says.
    /// - Returns: the number of its kind. Kinds merge as more is read: ``current(_:)`` and ``id(of:)`` tell into which.
    public mutating func add(_ record: String, time: Double? = nil, service: String? = nil) -> Int {
        records += 1
        let head = RecordHead(record)
        let kind = miner.add(record: head.text.span, reading: &body, line: records, time: time ?? head.seconds)
        if let service { miner.note(service: Array(service.utf8.prefix(ValueRange.longestValue)), at: kind) }
        return kind
    }

    /// What a record in JSON or logfmt says, with its error and without the other members; any other record as it is.
    public static func message(of record: String) -> String {
        let head = RecordHead(record)
        var body = StructuredBody()
        return body.read(head.text.span) ? String(decoding: body.message, as: UTF8.self) : record
    }

    /// The number under which the records of a kind count now.
    public func current(_ kind: Int) -> Int { miner.root(of: kind) }

    /// The templates, once all records were added.
    public mutating func finish() -> LogTemplateReport {
        miner.consolidate()
        let found = miner.templates()
        ids = found.ids
        return LogTemplateReport(
            templates: found.templates, lines: records, records: records, unsorted: miner.unsorted, assignment: [])
    }

    /// The id of the template that a kind belongs to, after ``finish()``; 0 for a number that ``add(_:time:service:)`` did not give.
    public func id(of kind: Int) -> Int { ids[miner.root(of: kind)] ?? 0 }
}
