import Core

/// Reads a list page by page with `limit`, `offset` and `more`. `total` is null unless asked for, so it is not looked at.
struct PagerDutyPager: Sendable {
    let path: [String]
    let query: [HTTPCall.Field]
    /// The member of the answer that holds the list.
    let member: String
    /// For people, such as "log entries of incident PT4KHLK".
    let what: String
    let pageSize: Int
    /// Most items to read.
    let cap: Int
    /// The cap is what the input asked for, so that reaching it is no fault.
    var isCapAsked = false

    private var offset = 0
    private var ids: Set<String> = []
    private(set) var items: [Item] = []
    private(set) var exchanges: [CallKey] = []
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var completeness = Completeness.complete
    private(set) var isFinished = false
    /// Why the first page could not be read.
    private(set) var failure: ReadingError?

    struct Item: Sendable {
        var value: JSONValue
        var exchange: CallKey
    }

    init(
        _ path: [String], member: String, what: String, query: [HTTPCall.Field] = [],
        pageSize: Int = PagerDutyAPI.pageSize, cap: Int = 2000
    ) {
        self.path = path
        self.member = member
        self.what = what
        self.query = query
        self.pageSize = min(pageSize, cap)
        self.cap = cap
    }

    /// All that happened to an incident, with what its triggers carried; the newest first.
    static func log(ofIncident id: String) -> PagerDutyPager {
        PagerDutyPager(
            ["incidents", id, "log_entries"], member: "log_entries", what: "log entries of incident \(id)",
            query: [.init("is_overview", "false"), .init("include[]", "channels"), .init("time_zone", "UTC")])
    }

    var call: HTTPCall {
        PagerDutyAPI.get(path, [.init("limit", String(pageSize)), .init("offset", String(offset))] + query)
    }

    /// The first page failed, so that nothing is known.
    var failed: Bool { isFinished && exchanges.isEmpty }

    /// Takes a page; ``isFinished`` says whether ``call`` is to be made again.
    mutating func take(_ outcome: Outcome) {
        let list: JSONArray
        let document: JSONValue
        do throws(ReadingError) {
            document = try PagerDutyAPI.document(outcome)
            guard let found = document[member]?.array else {
                throw ReadingError(.failed, "answered without a list of \(member)")
            }
            list = found
        } catch {
            var diagnostic = error.diagnostic(exchanges.isEmpty ? what : "further \(what)", outcome)
            if !exchanges.isEmpty, diagnostic.severity == .failed { diagnostic.severity = .partial }
            diagnostics.append(diagnostic)
            if exchanges.isEmpty { failure = error }
            completeness = exchanges.isEmpty ? .failed(reason: error.reason) : .cutOff(reason: error.reason)
            isFinished = true
            return
        }
        exchanges.append(outcome.key)
        var unreadable = 0
        for value in list {
            // Lists move while they are read, so that an item may come on two pages.
            guard let id = value["id"]?.string else {
                unreadable += 1
                continue
            }
            if ids.insert(id).inserted { items.append(Item(value: value, exchange: outcome.key)) }
        }
        if unreadable > 0 {
            diagnostics.append(Diagnostic(.partial, "\(what): \(unreadable) could not be read", exchange: outcome.key))
        }
        move(after: document, count: list.count, outcome)
    }

    private mutating func move(after document: JSONValue, count: Int, _ outcome: Outcome) {
        guard document["more"]?.bool == true else {
            isFinished = true
            return
        }
        // A server may give smaller pages than asked for; `limit` says which.
        let stride = document["limit"]?.int.map { Int(clamping: $0) } ?? count
        let next = offset + min(max(stride, 1), pageSize)
        if items.count >= cap {
            stop("the first \(cap) were read; there are more", outcome, isAsked: isCapAsked)
        } else if count == 0 {
            stop("an empty page says that there are more", outcome)
        } else if next + pageSize > PagerDutyAPI.furthest {
            stop("PagerDuty gives no more than the first \(PagerDutyAPI.furthest)", outcome)
        } else {
            offset = next
        }
    }

    /// Reads no further, though there is more.
    mutating func finish(_ reason: String) {
        completeness = .cutOff(reason: reason)
        diagnostics.append(Diagnostic(.partial, "\(what): \(reason)", exchange: exchanges.last))
        isFinished = true
    }

    private mutating func stop(_ reason: String, _ outcome: Outcome, isAsked: Bool = false) {
        if items.count > cap { items.removeLast(items.count - cap) }
        completeness = .cutOff(reason: reason)
        if !isAsked { diagnostics.append(Diagnostic(.partial, "\(what): \(reason)", exchange: outcome.key)) }
        isFinished = true
    }
}
