import Core

/// Reads a list page by page with Slack's cursors.
struct SlackCursorList: Sendable {
    let method: String
    let query: [HTTPCall.Field]
    /// The member of the answer that holds the list.
    let member: String
    /// For people, such as "messages of #incidents".
    let what: String
    let cap: Int
    let mostPages: Int

    private var cursor: String?
    private var cursors: Set<String> = []
    private(set) var items: [(value: JSONValue, exchange: CallKey)] = []
    private(set) var exchanges: [CallKey] = []
    private(set) var diagnostics: [Diagnostic] = []
    private(set) var isFinished = false
    /// Everything there is was read.
    private(set) var isWhole = true
    /// A free plan hides older messages.
    private(set) var isLimited = false

    init(
        _ method: String, member: String, what: String, query: [HTTPCall.Field], cap: Int = 5000, mostPages: Int = 40
    ) {
        self.method = method
        self.member = member
        self.what = what
        self.query = query
        self.cap = cap
        self.mostPages = mostPages
    }

    var call: HTTPCall { SlackAPI.get(method, query + (cursor.map { [.init("cursor", $0)] } ?? [])) }

    /// The first page failed, so that nothing is known.
    var failed: Bool { isFinished && exchanges.isEmpty }

    /// Takes a page; ``isFinished`` says whether ``call`` is to be made again.
    mutating func take(_ outcome: Outcome) {
        let document: JSONValue
        let list: JSONArray
        do throws(ReadingError) {
            document = try SlackAPI.document(outcome)
            guard let found = document[member]?.array else {
                throw ReadingError(.failed, "answered without a list of \(member)")
            }
            list = found
        } catch {
            var diagnostic = error.diagnostic(exchanges.isEmpty ? what : "further \(what)", outcome)
            if !exchanges.isEmpty, diagnostic.severity == .failed { diagnostic.severity = .partial }
            diagnostics.append(diagnostic)
            isWhole = false
            isFinished = true
            return
        }
        exchanges.append(outcome.key)
        items += list.map { ($0, outcome.key) }
        if document["is_limited"]?.bool == true { isLimited = true }
        guard let next = SlackAPI.cursor(document) else {
            if document["has_more"]?.bool == true {
                stop("Slack says that there are more, and not how to reach them", outcome)
            }
            isFinished = true
            return
        }
        if !cursors.insert(next).inserted {
            stop("Slack gave the same page twice", outcome)
        } else if items.count >= cap {
            stop("the first \(cap) were read; there are more", outcome)
        } else if exchanges.count >= mostPages {
            stop("\(mostPages) pages were read; there are more", outcome)
        } else {
            cursor = next
        }
    }

    /// Ends the reading early, because what was looked for is found.
    mutating func finish() { isFinished = true }

    private mutating func stop(_ reason: String, _ outcome: Outcome) {
        if items.count > cap { items.removeLast(items.count - cap) }
        diagnostics.append(Diagnostic(.partial, "\(what): \(reason)", exchange: outcome.key))
        isWhole = false
        isFinished = true
    }

    // MARK: The lists that there are

    static func users() -> SlackCursorList {
        SlackCursorList("users.list", member: "members", what: "people", query: [.init("limit", "200")])
    }

    static func channels() -> SlackCursorList {
        SlackCursorList(
            "conversations.list", member: "channels", what: "channels",
            query: [
                .init("types", "public_channel,private_channel"), .init("exclude_archived", "false"), .init("limit", "500"),
            ], cap: 20_000)
    }

    /// A channel's messages without the answers in threads, the newest first.
    static func history(_ channel: String, name: String, window: TimeWindow, cap: Int) -> SlackCursorList {
        SlackCursorList(
            "conversations.history", member: "messages", what: "messages of #\(name)",
            query: [
                .init("channel", channel), .init("oldest", SlackTime.text(window.from)),
                .init("latest", SlackTime.text(window.to)), .init("inclusive", "true"), .init("limit", "200"),
            ], cap: cap)
    }

    /// A thread's messages, its first one included.
    static func replies(_ channel: String, name: String, thread: String, window: TimeWindow) -> SlackCursorList {
        SlackCursorList(
            "conversations.replies", member: "messages", what: "answers in a thread of #\(name)",
            query: [
                .init("channel", channel), .init("ts", thread), .init("oldest", SlackTime.text(window.from)),
                .init("latest", SlackTime.text(window.to)), .init("inclusive", "true"), .init("limit", "200"),
            ], cap: 1000, mostPages: 10)
    }
}
