import Core

/// When a check expects its runs.
enum HealthchecksSchedule: Sendable {
    /// Seconds from one ping to the next.
    case period(Double)
    case cron(CronExpression, ZoneRule, text: String)
    /// An OnCalendar expression of systemd, a cron expression that could not be read, or a zone whose rules are not known:
    /// when a run is due is not computed.
    case other(String)

    init(_ check: JSONValue) {
        if let period = check["timeout"]?.double, period.isFinite, period >= 1, period < 1e12 {
            self = .period(period)
            return
        }
        let expression = check["schedule"]?.string ?? ""
        let zone = check["tz"]?.string ?? "UTC"
        let text = OutgoingText.line(String(expression.prefix(200))) + " " + String(zone.prefix(60))
        if let cron = CronExpression(expression), let rule = ZoneRule(zone) {
            self = .cron(cron, rule, text: text)
        } else {
            self = .other(text)
        }
    }

    /// `every 900 s`, `30 2 * * * Europe/Copenhagen`.
    var text: String {
        switch self {
        case .period(let seconds): "every \(HealthchecksSchedule.whole(seconds)) s"
        case .cron(_, _, let text), .other(let text): text
        }
    }

    var period: Double? { if case .period(let seconds) = self { seconds } else { nil } }

    var isComputed: Bool { if case .other = self { false } else { true } }

    /// The shortest stretch between two runs: the period, or the shortest of the next 30 stretches of a cron expression.
    func shortestInterval(after time: Instant?) -> Double? {
        switch self {
        case .period(let seconds): return seconds
        case .other: return nil
        case .cron(let cron, let zone, _):
            // Without a ping any time will do; the rules of zones are known from 2023 on.
            let start = max(time ?? Instant(seconds: 1_735_689_600), ZoneRule.known)
            let due = cron.occurrences(after: start, to: start.adding(seconds: 400 * 86_400), in: zone, limit: 31)
            return zip(due, due.dropFirst()).map { $1.seconds(since: $0) }.min()
        }
    }

    private static func whole(_ seconds: Double) -> String {
        seconds == seconds.rounded() ? String(Int64(seconds)) : String(seconds)
    }
}
