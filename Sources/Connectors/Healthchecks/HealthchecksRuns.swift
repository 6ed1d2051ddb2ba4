import Core

/// A check's runs, and the stretches in which a run was due and did not come.
struct HealthchecksRuns: Sendable {
    let check: HealthchecksCheck
    let log: HealthchecksPingLog
    var window: TimeWindow?
    /// When the server answered: later than that nothing is missing yet.
    var now: Instant?
    /// When the check was paused or resumed: a run that did not come around then was not missed.
    var pauses: [Instant] = []

    /// Runs that are due in a hole and listed with it.
    static let dueLimit = 500

    func evidence(from exchanges: [CallKey], service: String?) -> Evidence {
        let inside = log.pings.filter { window?.contains($0.time) ?? true }
        let runs = CheckRuns(
            check: check.id, name: check.configuration.name, runs: inside.map(\.run), holes: holes())
        return Evidence(
            .checkRuns(runs), from: exchanges, service: service, window: window,
            query: "pings of check \(check.configuration.name)", link: HealthchecksAPI.link(check.id),
            completeness: log.completeness(for: window, known: check.pingCount))
    }

    /// What is to be said of the runs beside the evidence.
    func diagnostics(_ key: CallKey) -> [Diagnostic] {
        let name = OutgoingText.line(check.configuration.name)
        var found: [Diagnostic] = []
        if log.skipped > 0 {
            found.append(Diagnostic(.partial, "pings of \(name): \(log.skipped) could not be read", exchange: key))
        }
        switch log.completeness(for: window, known: check.pingCount) {
        case .cutOff(let reason), .notKept(let reason), .failed(let reason):
            found.append(Diagnostic(.partial, "pings of \(name): \(reason)", exchange: key))
        default: break
        }
        if !check.schedule.isComputed {
            let says = "pings of \(name): its schedule, \(check.schedule.text), is not computed, so missed runs are not known"
            found.append(Diagnostic(.note, says, exchange: key))
        }
        return found
    }

    // MARK: Holes

    /// Stretches that touch the window. A run counts as the one that was due when it comes before half of the time to the next
    /// one is over.
    func holes() -> [CheckRuns.Hole] {
        let runs = log.pings.filter(\.isRun).map(\.time)
        guard check.schedule.isComputed, let first = runs.first else { return [] }
        let window = window ?? TimeWindow(from: first, to: max(now ?? first, runs.last ?? first))
        var holes: [CheckRuns.Hole] = []
        for (from, to) in zip(runs, runs.dropFirst()) where to > window.from && from < window.to {
            if let hole = hole(from, to, isOpen: false, window) { holes.append(hole) }
        }
        // A check that is paused or was never pinged since it was resumed waits for nothing.
        let isWaiting = !["paused", "new"].contains(check.configuration.status)
        if isWaiting, let last = runs.last, let now, last < window.to {
            let end = min(now, window.to)
            if end > last, end > window.from, let hole = hole(last, end, isOpen: true, window) { holes.append(hole) }
        }
        return holes
    }

    private func hole(_ from: Instant, _ to: Instant, isOpen: Bool, _ window: TimeWindow) -> CheckRuns.Hole? {
        guard !pauses.contains(where: { from <= $0 && $0 <= to }) else { return nil }
        switch check.schedule {
        case .period(let period): return hole(from, to, every: period, window)
        case .cron(let cron, let zone, _): return hole(from, to, isOpen: isOpen, cron, zone, window)
        case .other: return nil
        }
    }

    private func hole(_ from: Instant, _ to: Instant, every period: Double, _ window: TimeWindow) -> CheckRuns.Hole? {
        let end = to.seconds(since: from) - period / 2
        guard period < end else { return nil }
        var due: [Instant] = []
        var turn = max(1, (window.from.seconds(since: from) / period).rounded(.up))
        while turn * period < end, due.count < Self.dueLimit {
            let time = from.adding(seconds: turn * period)
            guard time <= window.to else { break }
            due.append(time)
            turn += 1
        }
        return CheckRuns.Hole(from: from, to: to, due: due)
    }

    private func hole(
        _ from: Instant, _ to: Instant, isOpen: Bool, _ cron: CronExpression, _ zone: ZoneRule, _ window: TimeWindow
    ) -> CheckRuns.Hole? {
        // A job whose clock is half a minute ahead pings before it is due.
        let slack = 30.0
        let start = max(from.adding(seconds: slack), ZoneRule.known)
        let end = isOpen ? to : to.adding(seconds: slack)
        guard let last = cron.last(after: start, to: end, in: zone) else { return nil }
        let next = cron.occurrences(after: last, to: last.adding(seconds: 400 * 86_400), in: zone, limit: 1).first
        let isLate = next.map { to.seconds(since: last) > $0.seconds(since: last) / 2 } ?? false
        let first = cron.occurrences(after: start, to: end, in: zone, limit: 1).first
        guard isLate || first != last else { return nil }
        let due = cron.occurrences(
            after: max(start, window.from.adding(seconds: -0.001)), to: min(end, window.to), in: zone, limit: Self.dueLimit)
        return CheckRuns.Hole(from: from, to: to, due: due.filter { isLate || $0 != last })
    }
}
