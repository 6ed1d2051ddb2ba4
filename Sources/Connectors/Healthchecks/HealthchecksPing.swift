import Core

/// One ping of a check's log.
struct HealthchecksPing: Sendable {
    var time: Instant
    /// `success`, `fail`, `start`, `log`, `ign`.
    var kind: String
    /// Counted from 1 over the check's life.
    var number: Int64?
    var duration: Double?
    var hasBody: Bool

    init?(_ value: JSONValue) {
        guard let time = value["date"]?.string.flatMap(Instant.init(rfc3339:)), let kind = value["type"]?.string else {
            return nil
        }
        self.time = time
        self.kind = String(kind.prefix(40))
        number = value["n"]?.int.flatMap { $0 > 0 ? $0 : nil }
        duration = value["duration"]?.double.flatMap { $0.isFinite && $0 >= 0 ? $0 : nil }
        hasBody = value["body_url"]?.string != nil
    }

    /// Whether it ends a run: a start, a line for the log and a ping that was ignored do not.
    var isRun: Bool { kind != "start" && kind != "log" && kind != "ign" }

    var run: CheckRuns.Run {
        CheckRuns.Run(time: time, kind: kind, duration: duration, number: hasBody ? number : nil)
    }
}

/// The pings that the server still holds of a check, by time.
struct HealthchecksPingLog: Sendable {
    var pings: [HealthchecksPing]
    var skipped: Int
    /// Entries of the answer, unreadable ones included.
    var count: Int

    init(_ document: JSONValue) throws(ReadingError) {
        guard let items = document["pings"]?.array else {
            throw ReadingError(.failed, "answered with something other than a list of pings")
        }
        // The system lists 1,000 at most.
        let read = items.prefix(2000).compactMap(HealthchecksPing.init)
        pings = read.sorted { ($0.time, $0.number ?? 0) < ($1.time, $1.number ?? 0) }
        count = items.count
        skipped = items.count - read.count
    }

    /// Whether no ping before the oldest one is missing. Nothing in the answer says so but the pings' numbers: the log is cut
    /// at the account's limit.
    var isWhole: Bool {
        guard let first = pings.compactMap(\.number).min() else { return false }
        return first == 1
    }

    /// Whether all pings from a time on are here.
    func reaches(_ time: Instant) -> Bool {
        if isWhole { return true }
        guard let oldest = pings.first else { return false }
        return oldest.time <= time
    }

    /// What the pings of a window prove, or of all time when there is none. `known`: pings that the check ever had.
    func completeness(for window: TimeWindow?, known: Int64?) -> Completeness {
        let asked = window.map { window in pings.filter { window.contains($0.time) } } ?? pings
        if count == 0 {
            guard let known, known > 0 else { return known == 0 ? .noneThere : .sampled(reason: "the server lists no ping") }
            return .notKept(reason: "\(known) pings came, and the server keeps none of them")
        }
        let isEnough = window.map { reaches($0.from) } ?? isWhole
        if isEnough { return asked.isEmpty ? .noneThere : .complete }
        guard let oldest = pings.first else { return .failed(reason: "none of its pings could be read") }
        let reason = "the server lists \(count) pings at most, the oldest of \(oldest.time.rfc3339())"
        if let window, window.to < oldest.time { return .notKept(reason: reason) }
        return .cutOff(reason: reason)
    }
}
