import Core

/// `sentry_issues`: issues, by when they were first seen or by whether they had events.
struct SentryIssuesTool: Tool {
    let api: SentryAPI

    /// 300 issues: whoever has more new ones in a window has to narrow the search.
    private static let mostPages = 3

    var description: ToolDescription {
        ToolDescription(
            name: "sentry_issues", summary: "Issues (groups of alike errors) first seen in a window, or with events in it.",
            input: Schema.object(
                [
                    ("service", Schema.string("Service; without it, all projects")),
                    ("from", Schema.time("Start")), ("to", Schema.time("End")),
                    (
                        "seen",
                        Schema.choice(
                            ["first", "any"], "first: first seen in the window (the default); any: with events in it")
                    ),
                    ("query", Schema.string("More of Sentry's search, such as level:fatal")),
                ], required: ["from", "to"]), routes: [.http(.get, api.path(["issues"]))])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let window = try input.window(days: 90)
        let service = try input.optionalString("service")
        var search: [String] = []
        if let service { search.append(SentryAPI.search(projects: try api.projects(of: service))) }
        let isAny = try input.optionalString("seen") != nil ? try input.choice("seen", of: ["first", "any"]) == "any" : false
        if !isAny {
            search.append("firstSeen:>=\(SentryAPI.time(window.from))")
            search.append("firstSeen:<=\(SentryAPI.time(window.to.adding(seconds: 0.999_999_999)))")
        }
        if let more = try input.optionalString("query"), !more.isEmpty {
            guard more.utf8.count <= 1000 else { throw InputError("query", "is longer than 1000 bytes") }
            search.append(more)
        }
        let query = search.joined(separator: " ")
        let call = api.get(
            ["issues"],
            api.everyProject + api.environments + [.init("query", query)] + SentryAPI.bounds(window) + [
                .init("sort", isAny ? "freq" : "new"), .init("limit", String(SentryAPI.pageSize)),
            ])
        let what = "issues" + (service.map { " of \($0)" } ?? "") + (isAny ? "" : " first seen in the window")
        return SentryIssuesConversation(
            api: api, pager: SentryPager(what, call, mostPages: Self.mostPages), service: service, window: window, query: query)
    }
}

extension SentryAPI {
    /// A service's projects, for a tool's input.
    func projects(of service: String) throws(InputError) -> [String] {
        let projects = settings.projects(of: service)
        guard !projects.isEmpty else {
            throw InputError("service", "no project is known by that name; the option 'services' says which project it has")
        }
        return projects
    }
}

private struct SentryIssuesConversation: Conversation {
    let api: SentryAPI
    var pager: SentryPager
    let service: String?
    let window: TimeWindow
    let query: String

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return pager.isFinished ? .done() : .calls([pager.call]) }
        pager.take(outcome)
        guard pager.isFinished else { return .calls([pager.call]) }
        if let failure = pager.failure {
            guard SentryProjects.areUnknown(failure) else { return .done([], pager.diagnostics) }
            return .done([nothing("\(pager.what): no such project", [outcome.key], SentryProjects.absence)])
        }
        let read = pager.items.compactMap { item in SentryIssue(item.value).map { ($0, item.exchange) } }
        pager.leftOut(pager.items.count - read.count)
        guard !read.isEmpty else {
            var worth = pager.completeness
            if worth == .complete { worth = .noneThere }
            if worth == .noneThere, let lost = api.notKept(window.from, asOf: pager.answeredAt) {
                worth = .notKept(reason: lost.reason)
            }
            return .done([nothing(pager.what, pager.exchanges, worth)], pager.diagnostics)
        }
        let sorted = read.sorted { ($0.0.firstSeen.time, $0.0.id) < ($1.0.firstSeen.time, $1.0.id) }
        return .done(
            sorted.map { issue, exchange in
                Evidence(
                    .record(issue.record), from: [exchange], service: issue.project.map(api.settings.service) ?? service,
                    stamp: issue.firstSeen, window: window, query: query, link: api.link(["issues", issue.id]),
                    completeness: pager.completeness)
            }, pager.diagnostics)
    }

    private func nothing(_ what: String, _ exchanges: [CallKey], _ worth: Completeness) -> Evidence {
        Evidence(
            .nothing("\(what), from \(window.from.rfc3339()) to \(window.to.rfc3339())"), from: exchanges, service: service,
            window: window, query: query, link: api.link(["issues"]), completeness: worth)
    }
}

/// What Sentry answers to a search that names a project which is not there or may not be read: 400 with
/// `Invalid query. Project(s) x do not exist or are not actively selected.`
enum SentryProjects {
    static let absence = Completeness.sampled(reason: "the token may read no project of that name")

    static func areUnknown(_ error: ReadingError) -> Bool {
        error.status == 400 && error.reason.contains("do not exist or are not actively selected")
    }
}
