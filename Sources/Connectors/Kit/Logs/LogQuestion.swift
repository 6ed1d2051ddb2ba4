public import Core

/// What is asked of any log store, refined step by step: leave out what is known (``exclude``), narrow to one template
/// (``narrow``), widen over services by a trace's id (``traceID``). Each store writes it in its own language and counts on its own
/// side; what a store cannot do, its tool says in a diagnostic.
public struct LogQuestion: Sendable, Hashable {
    /// How much is wanted back.
    public enum Detail: String, Sendable, Hashable, CaseIterable {
        /// Lines over time, by severity.
        case counts
        /// Lines grouped by their shape, with counts.
        case patterns
        /// The lines themselves, by time.
        case lines
    }

    /// The least grave severity that is wanted.
    public enum Severity: String, Sendable, Hashable, CaseIterable {
        case error, warn, info, debug
    }

    /// Looked for by the source's conventions.
    public var service: String?
    /// What to select by instead: matchers such as `app="checkout"`, or the store's own filter.
    public var selector: String?
    public var window: TimeWindow
    /// What is normal; counts and patterns are asked for it as well.
    public var baseline: TimeWindow?
    /// Lines with any of these are left out.
    public var exclude: [LogPhrase]
    /// Only lines with this.
    public var narrow: LogPhrase?
    /// Only lines of this trace, in all services that the store can search at once.
    public var traceID: String?
    public var severity: Severity?
    public var detail: Detail
    /// Most lines, or patterns, wanted.
    public var limit: Int

    public static let largestLimit = 20_000
    public static let mostExclusions = 50
    /// Bytes of all exclusions. A query is part of an address, and many servers and proxies refuse those over 8 or 16 KiB.
    public static let longestExclusions = 4000

    public init(
        service: String? = nil, selector: String? = nil, window: TimeWindow, baseline: TimeWindow? = nil,
        exclude: [LogPhrase] = [], narrow: LogPhrase? = nil, traceID: String? = nil, severity: Severity? = nil,
        detail: Detail = .lines, limit: Int = 2000
    ) {
        self.service = service
        self.selector = selector
        self.window = window
        self.baseline = baseline
        self.exclude = exclude
        self.narrow = narrow
        self.traceID = traceID
        self.severity = severity
        self.detail = detail
        self.limit = limit
    }

    /// For people: `lines of checkout`, `lines of trace 4f2a…`.
    var subject: String {
        if let traceID { return "trace \(traceID)" }
        return service ?? selector.map { String($0.prefix(100)) } ?? "all services"
    }
}
