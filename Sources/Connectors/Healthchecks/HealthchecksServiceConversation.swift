import Core

/// The conversation of ``HealthchecksServiceChecks``: the list of checks; then flips, pings and integrations at once; then what
/// failing pings said.
struct HealthchecksServiceConversation: Conversation {
    typealias Part = HealthchecksServiceChecks.Part

    /// healthchecks.io answers about 100 requests a minute.
    static let mostFlips = 40
    static let mostPings = 20
    static let mostBodies = 6

    private enum Question: Sendable {
        case flips(Int)
        case pings(Int)
        case channels
    }

    let settings: HealthchecksSettings
    let service: String?
    let window: TimeWindow
    let parts: Set<Part>
    private(set) var list: Outcome?
    private(set) var checks: [HealthchecksCheck] = []
    private var questions: [Question] = []
    private var bodies: [(check: Int, ping: HealthchecksPing)] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var step = 0

    init(settings: HealthchecksSettings, service: String?, window: TimeWindow, parts: Set<Part>) {
        self.settings = settings
        self.service = service
        self.window = window
        self.parts = parts
    }

    private var what: String { "checks" + (service.map { " of \(OutgoingText.line(String($0.prefix(80))))" } ?? "") }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        defer { step += 1 }
        switch step {
        case 0: return .calls([settings.list])
        case 1: return takeList(outcomes)
        case 2: return takeAnswers(outcomes)
        default: return takeBodies(outcomes)
        }
    }

    // MARK: The list

    private mutating func takeList(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .done() }
        list = outcome
        do throws(ReadingError) {
            let (all, skipped) = try HealthchecksCheck.list(try HealthchecksAPI.document(outcome))
            if skipped > 0 {
                diagnostics.append(Diagnostic(.partial, "\(what): \(skipped) could not be read", exchange: outcome.key))
            }
            checks = all.filter { check in service.map { settings.relates(check, to: $0) } ?? true }
        } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
        guard !checks.isEmpty else {
            let nothing = Evidence(
                .nothing(service.map { "no check mentions \($0)" } ?? "no check"), from: [outcome.key], service: service,
                window: window, query: what, link: "/projects/",
                completeness: .sampled(reason: HealthchecksAPI.oneProject))
            return .done([nothing], diagnostics)
        }
        let calls = plan()
        return calls.isEmpty ? finish([], []) : Step(then: .calls(calls))
    }

    /// The flips of all checks, and the pings of those that matter: asked about, not up, or with a grace beyond their interval.
    private mutating func plan() -> [Call] {
        let hasWriteKey = checks.contains { $0.uuid != nil }
        var calls: [Call] = []
        // What is not up comes first, then what is silent for long.
        let order = checks.indices.sorted { (rank($0), $0) < (rank($1), $1) }
        if parts.contains(.flips) {
            for index in order.prefix(Self.mostFlips) {
                questions.append(.flips(index))
                calls.append(settings.flips(checks[index].id, HealthchecksFlips.query(from: window.from, to: nil)))
            }
            limit(order.count, Self.mostFlips, "flips")
        }
        let matter = order.filter { (service != nil || rank($0) < 2) && checks[$0].pingCount != 0 }
        if parts.contains(.runs) || parts.contains(.bodies), !matter.isEmpty {
            if hasWriteKey {
                for index in matter.prefix(Self.mostPings) {
                    questions.append(.pings(index))
                    calls.append(settings.pings(checks[index].id))
                }
                limit(matter.count, Self.mostPings, "pings")
            } else {
                let says =
                    "\(what): the key is read-only and does not show pings, so runs that did not come are not known"
                    + " (\(matter.count) asked about); a read-write key is needed"
                diagnostics.append(Diagnostic(.denied, says, exchange: list?.key))
            }
        }
        if parts.contains(.checks), hasWriteKey, checks.contains(where: { !($0.configuration.channels ?? []).isEmpty }) {
            questions.append(.channels)
            calls.append(settings.channels)
        }
        return calls
    }

    private func rank(_ index: Int) -> Int {
        let check = checks[index]
        if !["up", "new", "started"].contains(check.configuration.status) { return 0 }
        return check.isSilent ? 1 : 2
    }

    private mutating func limit(_ count: Int, _ most: Int, _ of: String) {
        guard count > most else { return }
        let says = "\(what): \(of) of \(most) were asked for, of \(count - most) more not, to spare the server"
        diagnostics.append(Diagnostic(.partial, says, exchange: list?.key))
    }

    // MARK: Flips and pings

    private(set) var logs: [Int: (log: HealthchecksPingLog, outcome: Outcome)] = [:]
    private(set) var flips: [Int: (flips: [HealthchecksFlip], skipped: Int, outcome: Outcome)] = [:]
    private(set) var channelNames: [String: String] = [:]
    private(set) var channelsKey: CallKey?

    private mutating func takeAnswers(_ outcomes: [Outcome]) -> Step {
        for (question, outcome) in zip(questions, outcomes) {
            do throws(ReadingError) {
                let document = try HealthchecksAPI.document(outcome)
                switch question {
                case .flips(let index):
                    let (read, skipped) = try HealthchecksFlip.list(document)
                    flips[index] = (read, skipped, outcome)
                    if skipped > 0 {
                        diagnostics.append(
                            Diagnostic(.partial, "flips of \(name(index)): \(skipped) could not be read", exchange: outcome.key)
                        )
                    }
                case .pings(let index): logs[index] = (try HealthchecksPingLog(document), outcome)
                case .channels:
                    for channel in try HealthchecksChannels.names(document) {
                        let isUnnamed = channel.name == "unnamed \(channel.kind)" || channel.kind.isEmpty
                        channelNames[channel.id] = isUnnamed ? channel.name : "\(channel.name) (\(channel.kind))"
                    }
                    channelsKey = outcome.key
                    diagnostics.append(HealthchecksChannels.blindness(outcome.key))
                }
            } catch {
                diagnostics.append(error.diagnostic(subject(question), outcome))
            }
        }
        let calls = planBodies()
        guard !calls.isEmpty else { return finish([], []) }
        return .calls(calls)
    }

    func name(_ index: Int) -> String { OutgoingText.line(String(checks[index].configuration.name.prefix(100))) }

    private func subject(_ question: Question) -> String {
        switch question {
        case .flips(let index): "flips of \(name(index))"
        case .pings(let index): "pings of \(name(index))"
        case .channels: "integrations"
        }
    }

    /// The first and the last failing ping of each check in the window, where they said something.
    private mutating func planBodies() -> [Call] {
        guard parts.contains(.bodies) else { return [] }
        for index in checks.indices {
            let failed = (logs[index]?.log.pings ?? []).filter { ping in
                ping.isRun && ping.kind != "success" && ping.hasBody && ping.number != nil && window.contains(ping.time)
            }
            guard let first = failed.first, let last = failed.last else { continue }
            bodies.append((index, first))
            if last.number != first.number { bodies.append((index, last)) }
        }
        bodies = Array(bodies.prefix(Self.mostBodies))
        return bodies.map { settings.body(checks[$0.check].id, ping: $0.ping.number ?? 0) }
    }

    private mutating func takeBodies(_ outcomes: [Outcome]) -> Step {
        var said: [Evidence] = []
        var troubles: [Diagnostic] = []
        for ((index, ping), outcome) in zip(bodies, outcomes) {
            let check = checks[index]
            do throws(ReadingError) {
                if let refusal = HealthchecksAPI.refusal(outcome) { throw refusal }
                said.append(
                    try HealthchecksPingBodyConversation.evidence(
                        outcome, check: check.id, name: check.configuration.name, ping: ping.number ?? 0,
                        stamp: Stamp(ping.time, precision: .microseconds), service: service ?? settings.service(of: check)))
            } catch {
                let what = "body of ping \(ping.number ?? 0) of \(name(index))"
                if error.status == 404 {
                    let says = "\(what): the ping had a body, which the server no longer keeps"
                    troubles.append(Diagnostic(.partial, says, exchange: outcome.key))
                } else {
                    troubles.append(error.diagnostic(what, outcome))
                }
            }
        }
        return finish(said, troubles)
    }
}
