import Alerting
import Analysis
import Core

/// A readable threshold that healthy values stay well clear of and that was crossed. It lies beyond three times the highest
/// normal sample, and not nearer to the baseline than halfway, on a logarithmic scale, between the baseline's extreme and the
/// signal's. Nothing is assumed between samples.
struct BetterThreshold: Sendable {
    var value: Double
    /// The highest, or for a falling signal the lowest, value of the baseline and of the window before the onset.
    var normalExtreme: Double
    /// The first sample beyond the value.
    var crossing: Instant
    private var isUpward: Bool

    /// How many times beyond the extreme of what is normal a threshold has to be. Noise reaches that extreme again.
    static let margin = 3.0

    /// `nil` without a baseline, or when no readable number lies between the margin and the extreme.
    init?(_ signal: MovedSignal, _ condition: Condition) {
        let isUpward = condition.isUpward
        let before = (signal.baseline?.samples ?? []).map(\.value).filter(\.isFinite)
        let during = signal.series.samples.filter { $0.value.isFinite }
        let quiet = during.prefix { $0.time < signal.onset }.map(\.value)
        guard let edge = isUpward ? before.max() : before.min(),
            let normal = isUpward ? (before + quiet).max() : (before + quiet).min(),
            let extreme = signal.extreme(condition.comparison)?.value,
            let bound = BetterThreshold.bound(normal: normal, edge: edge, extreme: extreme, isUpward: isUpward),
            let value = ReadableNumber.between(bound, and: extreme)
        else { return nil }
        let crossing = during.first { sample in
            sample.time >= signal.onset && (isUpward ? sample.value > value : sample.value < value)
        }
        guard let crossing else { return nil }
        self.value = value
        self.isUpward = isUpward
        normalExtreme = normal
        self.crossing = crossing.time
    }

    /// What a threshold has to lie beyond. Where normal is zero there is neither a multiple nor a logarithm of it: a tenth of
    /// the peak.
    private static func bound(normal: Double, edge: Double, extreme: Double, isUpward: Bool) -> Double? {
        guard normal >= 0, edge >= 0, extreme >= 0, extreme.isFinite else { return nil }
        let halfway = (edge * extreme).squareRoot()
        guard isUpward else { return extreme > 0 ? min(normal / margin, halfway) : normal / margin }
        if normal == 0 { return extreme / 10 }
        return max(normal * margin, halfway)
    }

    /// "a threshold of 1 s, more than three times the highest normal value (140 ms), would have been crossed at 14:23", with what
    /// it says added to the facts.
    func says(_ unit: Unit, noticed: AuditContext.Noticed?, facts: inout [String: Fact]) -> String {
        facts["suggestedThreshold"] = .number(value, unit)
        facts["normalExtreme"] = .number(normalExtreme, unit)
        facts["suggestedCrossing"] = .time(crossing)
        let normal = ValueText.value(normalExtreme, unit)
        let distance =
            !isUpward
            ? "less than a third of the lowest normal value (\(normal))"
            : normalExtreme == 0
                ? "where no normal value was above \(normal)" : "more than three times the highest normal value (\(normal))"
        var text = "a threshold of \(ValueText.value(value, unit)), \(distance), would have been crossed"
        guard let noticed, crossing > noticed.time else { return text + " at \(crossing.clock)" }
        facts["noticed"] = .time(noticed.time)
        text += " only at \(crossing.clock), after it was noticed at \(noticed.time.clock)"
        return text
    }

    /// Evidence for what ``says(_:noticed:facts:)`` says of when it was noticed.
    func evidence(_ noticed: AuditContext.Noticed?) -> [EvidenceID] {
        noticed.map { crossing > $0.time ? $0.evidence : [] } ?? []
    }
}
