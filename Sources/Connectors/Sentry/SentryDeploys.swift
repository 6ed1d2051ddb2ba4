import Core

/// `sentry_deploys`: which releases went live where and when.
struct SentryDeploysTool: Tool {
    let api: SentryAPI

    /// 2,000 releases.
    static let mostPages = 20

    var description: ToolDescription {
        ToolDescription(
            name: "sentry_deploys", summary: "Deploys of releases in a window, in all projects that the token may read.",
            input: Schema.object([("from", Schema.time("Start")), ("to", Schema.time("End"))], required: ["from", "to"]),
            routes: [.http(.get, api.path(["releases"])), .http(.get, api.path(["releases", "*", "deploys"]))])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let window = try Input(input, of: description).window(days: 366)
        let call = api.get(
            ["releases"], api.everyProject + [.init("sort", "date"), .init("per_page", String(SentryAPI.pageSize))])
        return SentryDeploysConversation(
            api: api, window: window, pager: SentryPager("releases", call, mostPages: Self.mostPages))
    }
}

/// Reads the releases, the newest first, and then the deploys of those that may have one in the window. A list of releases
/// gives only the last deploy of each, and a list of deploys only the last one in each project and environment.
private struct SentryDeploysConversation: Conversation {
    private enum State { case listing, reading, done }

    let api: SentryAPI
    let window: TimeWindow
    private var pager: SentryPager
    private var state = State.listing
    private var releases: [(release: SentryRelease, exchange: CallKey)] = []
    /// Positions in ``releases`` of those whose deploys are asked for.
    private var asked: [Int] = []
    private var found = SentryDeployHistory()

    /// Releases whose deploys are asked for, and how much older than the window a release may be.
    private static let mostAsked = 30
    private static let reach = 180.0 * 86_400

    init(api: SentryAPI, window: TimeWindow, pager: SentryPager) {
        self.api = api
        self.window = window
        self.pager = pager
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        switch state {
        case .listing:
            guard let outcome = outcomes.first else { return .calls([pager.call]) }
            return list(outcome)
        case .reading: return read(outcomes)
        case .done: return .done()
        }
    }

    private mutating func list(_ outcome: Outcome) -> Step {
        pager.take(outcome)
        if !pager.isFinished {
            let oldest = pager.items.last.flatMap { SentryRelease($0.value) }?.created.time
            let horizon = window.from.adding(seconds: -Self.reach)
            guard let oldest, oldest < horizon else { return .calls([pager.call]) }
            pager.stop("those created before \(oldest.rfc3339()) were not looked at")
        }
        guard pager.failure == nil else {
            state = .done
            return .done([], pager.diagnostics)
        }
        releases = pager.items.compactMap { item in SentryRelease(item.value).map { ($0, item.exchange) } }
        pager.leftOut(pager.items.count - releases.count)
        for (position, entry) in releases.enumerated() {
            if let last = entry.release.lastDeploy { found.add(last, of: entry.release, entry.exchange) }
            guard entry.release.created.time <= window.to, entry.release.mayHaveDeploys(since: window.from),
                !entry.release.isWhole
            else { continue }
            asked.append(position)
        }
        if asked.count > Self.mostAsked {
            found.missing.append("the deploys of \(asked.count - Self.mostAsked) releases were not asked for")
            asked.removeLast(asked.count - Self.mostAsked)
        }
        guard !asked.isEmpty else { return conclude() }
        state = .reading
        return .calls(
            asked.map { position in
                .http(
                    api.get(
                        ["releases", releases[position].release.version, "deploys"],
                        api.everyProject + [.init("per_page", String(SentryAPI.pageSize))]))
            })
    }

    private mutating func read(_ outcomes: [Outcome]) -> Step {
        for (position, outcome) in zip(asked, outcomes) {
            found.take(outcome, of: releases[position].release)
        }
        return conclude()
    }

    private mutating func conclude() -> Step {
        state = .done
        var diagnostics = pager.diagnostics + found.diagnostics
        diagnostics += found.missing.map { Diagnostic(.partial, "deploys: \($0)", exchange: pager.exchanges.last) }
        var worth = pager.completeness
        if let reason = found.missing.first ?? found.diagnostics.first?.message, worth == .complete {
            worth = .cutOff(reason: reason)
        }
        var evidence = found.evidence(in: window, api, worth)
        if evidence.isEmpty {
            let says = "deploys from \(window.from.rfc3339()) to \(window.to.rfc3339())"
            evidence = [
                Evidence(
                    .nothing(says), from: pager.exchanges, window: window, link: api.link(["releases"]),
                    completeness: worth == .complete ? absence : worth)
            ]
        }
        return .done(evidence, diagnostics)
    }

    /// What the absence is worth when everything that Sentry lists was read.
    private var absence: Completeness {
        if releases.isEmpty { return .sampled(reason: "Sentry lists only the releases of projects that the token may read") }
        if releases.allSatisfy({ $0.release.deployCount ?? 0 == 0 && $0.release.lastDeploy == nil }) {
            return .sampled(reason: "no release has a deploy; deploys may not be reported to Sentry")
        }
        return .noneThere
    }
}
