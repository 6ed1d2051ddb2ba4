import Analysis
import Core

/// A silence still stands though what it was set for is over, or it has stood for too long.
struct SilenceOutlived: EstateCheck {
    let id = AuditCheckID.silenceOutlived
    let remedy = "Expire the silence, or set a new one with a reason that still holds and the day on which it ends."

    /// Seconds after the end of a named day, for time zones and late work.
    private static let slack = 43_200.0

    func run(_ estate: Estate) -> EstateCheckResult {
        EstateCheckResult(SilenceReading.active(estate).compactMap { draft($0, estate) })
    }

    private func draft(_ held: Estate.Held<Silence>, _ estate: Estate) -> EstateCheckResult.Draft? {
        let silence = held.value
        let phrase = "The " + SilenceReading.phrase(silence)
        let named = estate.maintenance.filter { concerns($0.value, silence) }
        if named.contains(where: { $0.value.to > estate.now }) { return nil }
        if let last = named.max(by: { ($0.value.to, $0.id) < ($1.value.to, $1.id) }) {
            let title = RuleFacts.inert(last.value.title)
            return SilenceReading.draft(
                held,
                "\(phrase) still stands, and the maintenance `\(title)` that it was set for ended on \(last.value.to.date).",
                facts: ["maintenance": .text(last.value.title), "over": .time(last.value.to)], evidence: [last.id])
        }
        if let end = CommentReading(silence.comment, startsAt: silence.startsAt).end {
            guard end.adding(seconds: Self.slack) <= estate.now, end >= silence.startsAt else { return nil }
            return SilenceReading.draft(
                held, "\(phrase) still stands, and the time that its comment names was over on \(end.date).",
                facts: ["over": .time(end)])
        }
        let age = estate.now.seconds(since: silence.startsAt)
        guard age > estate.settings.silenceMaxAgeDays * 86_400 else { return nil }
        return SilenceReading.draft(
            held, "\(phrase) has stood for \(ValueText.duration(age)), since \(silence.startsAt.date).",
            facts: ["age": .duration(age), "allowed": .duration(estate.settings.silenceMaxAgeDays * 86_400)])
    }

    /// A maintenance that the comment names by id or title, or of a service that the silence names, within which or up to a day
    /// before which it was set.
    private func concerns(_ window: MaintenanceWindow, _ silence: Silence) -> Bool {
        let comment = SilenceReading.plain(silence.comment)
        if window.id.count >= 4, silence.comment.lowercased().contains(window.id.lowercased()) { return true }
        let title = SilenceReading.plain(window.title)
        if window.title.count >= 8, comment.contains(title) { return true }
        guard window.from.adding(seconds: -86_400) <= silence.startsAt, silence.startsAt <= window.to else { return false }
        let services = Set(window.services.map(SilenceReading.plain))
        return comment.contains("-maintenance-")
            && silence.matchers.contains { $0.isEqual && !$0.isRegex && services.contains(SilenceReading.plain($0.value)) }
    }
}
