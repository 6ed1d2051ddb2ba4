import Analysis
import Core

/// A silence is set for longer than silences may be.
struct SilenceWithoutEnd: EstateCheck {
    let id = AuditCheckID.silenceWithoutEnd
    let remedy = "Let the silence end within the time that is allowed, and set it again if the reason still holds then."

    func run(_ estate: Estate) -> EstateCheckResult {
        let allowed = estate.settings.silenceMaxDays * 86_400
        return EstateCheckResult(
            SilenceReading.standing(estate).compactMap { held in
                let silence = held.value
                let length = silence.endsAt.seconds(since: silence.startsAt)
                guard length > allowed + 3600, !hasReasonToEnd(silence, estate) else { return nil }
                return SilenceReading.draft(
                    held,
                    "The \(SilenceReading.phrase(silence)) is set for \(ValueText.duration(length)), until \(silence.endsAt.date);"
                        + " \(ValueText.duration(allowed)) are allowed.",
                    facts: ["length": .duration(length), "allowed": .duration(allowed)])
            })
    }

    /// Its comment names a day still to come, and it ends with that day.
    private func hasReasonToEnd(_ silence: Silence, _ estate: Estate) -> Bool {
        guard let end = CommentReading(silence.comment, startsAt: silence.startsAt).end, end > estate.now else { return false }
        return silence.endsAt <= end.adding(seconds: 172_800) && end.seconds(since: silence.startsAt) < 366 * 86_400
    }
}
