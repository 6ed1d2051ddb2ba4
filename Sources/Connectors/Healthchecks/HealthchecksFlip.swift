import Core

/// A change of a check's state as the API gives it. `up` is 0 for anything but up: going down, being paused and being resumed.
struct HealthchecksFlip: Sendable {
    var stamp: Stamp
    var isUp: Bool

    init?(_ value: JSONValue) {
        guard let stamp = value["timestamp"]?.string.flatMap(Stamp.init(rfc3339:)), let up = value["up"]?.int else {
            return nil
        }
        self.stamp = stamp
        isUp = up == 1
    }

    /// The flips of an answer by time; of one second the one that the server lists last comes first, since it lists the newest
    /// first. An object with `flips` in version 3.13, a bare list in the documentation.
    static func list(_ document: JSONValue) throws(ReadingError) -> (flips: [HealthchecksFlip], skipped: Int) {
        guard let items = document["flips"]?.array ?? document.array else {
            throw ReadingError(.failed, "answered with something other than a list of flips")
        }
        let read = items.prefix(5000).compactMap(HealthchecksFlip.init)
        let numbered = read.reversed().enumerated().sorted { left, right in
            (left.element.stamp.time, left.offset) < (right.element.stamp.time, right.offset)
        }
        return (numbered.map(\.element), items.count - read.count)
    }

    /// The first moment of which flips are still kept: they go back to the beginning of the month before last.
    static func keptFrom(_ now: Instant) -> Instant? {
        let parts = now.components
        let month = parts.month > 2 ? parts.month - 2 : parts.month + 10
        let year = parts.month > 2 ? parts.year : parts.year - 1
        guard (1970...2200).contains(year) else { return nil }
        return Instant(rfc3339: "\(year)-\(month < 10 ? "0" : "")\(month)-01T00:00:00Z")
    }
}

/// Tells what flips that say no more than "not up" were, from the check's status and its pings.
struct HealthchecksFlipReading: Sendable {
    let check: HealthchecksCheck
    /// By time.
    let flips: [HealthchecksFlip]
    /// Whether the last of them is the check's last.
    let isUpToDate: Bool
    var log: HealthchecksPingLog?

    /// The states, one for each flip.
    var states: [CheckFlip.State] {
        var states = flips.map { flip -> CheckFlip.State in
            if flip.isUp { return .up }
            return explains(flip.stamp.time) ? .down : .notUp
        }
        guard isUpToDate, let last = flips.last, !last.isUp, states.last == .notUp else { return states }
        let place = states.count - 1
        switch check.configuration.status {
        case "paused": states[place] = .paused
        case "down": states[place] = .down
        case "new":
            // It was resumed, and only what is paused can be: the flip before was the pause.
            states[place] = .paused
            if place > 0, !flips[place - 1].isUp { states[place - 1] = .paused }
        default: break
        }
        return states
    }

    /// Whether anything is left that the pings could tell.
    var isOpen: Bool { states.contains(.notUp) }

    /// Whether a ping explains that the check went down at a time: one that failed, or one after which none came in time. The
    /// server cuts times to seconds.
    private func explains(_ time: Instant) -> Bool {
        guard let log,
            log.reaches(time.adding(seconds: -check.configuration.grace - (check.configuration.interval ?? 0)))
                || log.pings.contains(where: { abs($0.time.seconds(since: time)) <= 2 })
        else { return false }
        let second = TimeWindow(from: time.adding(seconds: -1), to: time.adding(seconds: 2))
        let failed = log.pings.contains { $0.isRun && $0.kind != "success" && second.contains($0.time) }
        if failed { return true }
        let grace = check.configuration.grace
        guard let last = log.pings.last(where: { $0.isRun && $0.time < time }) else { return false }
        if let due = due(after: last.time), second.contains(due.adding(seconds: grace)) { return true }
        // A run that began must end within the grace.
        let start = log.pings.last { $0.kind == "start" && $0.time < time && $0.time > last.time }
        return start.map { second.contains($0.time.adding(seconds: grace)) } ?? false
    }

    private func due(after time: Instant) -> Instant? {
        switch check.schedule {
        case .period(let period): time.adding(seconds: period)
        case .cron(let cron, let zone, _):
            cron.occurrences(after: time, to: time.adding(seconds: 400 * 86_400), in: zone, limit: 1).first
        case .other: nil
        }
    }

    /// The flips that the window holds, as evidence. `exchanges`: those that the reading rests on.
    func evidence(window: TimeWindow?, from exchanges: [CallKey], service: String?) -> [Evidence] {
        zip(flips, states).compactMap { flip, state in
            guard window?.contains(flip.stamp.time) ?? true else { return nil }
            let observed = CheckFlip(check: check.id, name: check.configuration.name, state: state)
            return Evidence(
                .checkFlip(observed), from: exchanges, service: service, stamp: flip.stamp, window: window,
                query: "flips of check \(check.configuration.name)", link: HealthchecksAPI.link(check.id))
        }
    }

    /// What no flip in a window is worth, or none at all.
    static func absence(window: TimeWindow?, now: Instant?) -> Completeness {
        guard let now, let kept = HealthchecksFlip.keptFrom(now) else {
            return .sampled(reason: "the answer has no date, so it is not known how far back flips are kept")
        }
        let reason = "flips are kept from \(kept.date) on, the month of the answer and the two before"
        guard let window else { return .notKept(reason: reason) }
        return window.from < kept ? .notKept(reason: reason) : .noneThere
    }
}
