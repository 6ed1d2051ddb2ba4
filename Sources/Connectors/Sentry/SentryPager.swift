import Core

/// Reads a list page by page.
struct SentryPager: Sendable {
    struct Item: Sendable {
        var value: JSONValue
        var exchange: CallKey
    }

    /// For people: `issues of checkout`.
    let what: String
    private let first: HTTPCall
    private let mostPages: Int
    private let pageSize: Int

    private(set) var items: [Item] = []
    private(set) var exchanges: [CallKey] = []
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var completeness = Completeness.complete
    private(set) var isFinished = false
    /// Why the first page could not be read.
    private(set) var failure: ReadingError?
    /// The server's time at its first answer.
    private(set) var answeredAt: Instant?
    private var cursor: String?
    private var seen: Set<String> = []
    private var ids: Set<String> = []

    init(_ what: String, _ first: HTTPCall, mostPages: Int, pageSize: Int = SentryAPI.pageSize) {
        self.what = what
        self.first = first
        self.mostPages = mostPages
        self.pageSize = pageSize
    }

    var call: Call {
        var call = first
        if let cursor { call.query.append(.init("cursor", cursor)) }
        return .http(call)
    }

    /// Takes a page; ``isFinished`` says whether ``call`` is to be made again. An item without `id` is kept: its
    /// reader counts it.
    mutating func take(_ outcome: Outcome) {
        let list: JSONArray
        do throws(ReadingError) {
            guard let found = try outcome.sentry().array else { throw ReadingError(.failed, "answered with what is no list") }
            list = found
        } catch {
            fail(error, outcome)
            return
        }
        exchanges.append(outcome.key)
        answeredAt = answeredAt ?? outcome.sentryTime
        for value in list {
            // Lists move while they are read, so that an item may come on two pages.
            if let id = value["id"]?.string ?? value["id"]?.int.map({ String($0) }), !ids.insert(id).inserted { continue }
            items.append(Item(value: value, exchange: outcome.key))
        }
        guard case .reply(let reply) = outcome.result else { return }
        switch SentryCursor(reply) {
        case .end: isFinished = true
        case .unknown:
            if list.count >= pageSize { stop("a full page does not say whether there are more") } else { isFinished = true }
        case .unusable: stop("there are more, and the answer does not say how to ask for them")
        case .next(let next):
            if exchanges.count >= mostPages {
                stop("\(items.count) were read; there are more")
            } else if !seen.insert(next).inserted {
                stop("a page leads to itself")
            } else {
                cursor = next
            }
        }
    }

    /// Reads no further, though there may be more.
    mutating func stop(_ reason: String) {
        completeness = .cutOff(reason: reason)
        diagnostics.append(Diagnostic(.partial, "\(what): \(reason)", exchange: exchanges.last))
        isFinished = true
    }

    /// Notes entries that could not be read, which makes what was read incomplete.
    mutating func leftOut(_ count: Int) {
        guard count > 0 else { return }
        let reason = "\(count) could not be read"
        if completeness == .complete { completeness = .failed(reason: reason) }
        diagnostics.append(Diagnostic(.partial, "\(what): \(reason)", exchange: exchanges.last))
    }

    private mutating func fail(_ error: ReadingError, _ outcome: Outcome) {
        isFinished = true
        guard !exchanges.isEmpty else {
            failure = error
            diagnostics.append(error.diagnostic(what, outcome))
            return
        }
        var diagnostic = error.diagnostic("further \(what)", outcome)
        if diagnostic.severity == .failed { diagnostic.severity = .partial }
        diagnostics.append(diagnostic)
        completeness = .cutOff(reason: error.reason)
    }
}
