public import Core
public import PromQL

/// Why a rule told no one of an incident, or that it did.
public enum WhyNot: Sendable, Hashable, Codable {
    /// It was delivered.
    case told(at: Instant)
    /// Its evaluation fails; the source's own words.
    case failing(String)
    /// Someone paused it.
    case paused
    /// None of the series that this selector reads was there, though the metric was: its matchers are wrong.
    case wrongSelector(String)
    /// Nothing that it reads was there.
    case noData
    /// What it compares was no number (NaN) at any of so many moments, such as a quotient of zeros: no comparison holds for it.
    case undefined(moments: Int)
    /// What it compares came nearest with `extreme`, which is `by` short of the threshold.
    case neverCrossed(comparison: BinaryOperator, threshold: Double, extreme: Double, at: Instant, by: Double)
    /// It held, and for `longest` seconds at most, from a moment; the rule asks for `holdFor`.
    case heldTooShortly(longest: Double, from: Instant, holdFor: Double)
    /// It had been firing since before the onset, so that there was nothing new to tell.
    case firedBefore(since: Instant)
    /// It fired, and then this happened.
    case notDelivered(firedAt: Instant, AlertDelivery)
    /// It fired; what became of it is not known.
    case fired(at: Instant)
    /// Its condition did not hold, and nothing more is known.
    case conditionUnmet
    /// Not known: the history has gaps.
    case unknown([String])

    /// - Parameters:
    ///   - history: of the rule, over a window that holds `onset`.
    ///   - onset: from when until when it should have told someone.
    ///   - probes: for each selector of ``RuleProbes`` whether it had any series in `onset`; those not asked are left out.
    ///   - delivery: of the alert that fired, where routing was worked out.
    public init(
        _ rule: AlertRule, _ history: RuleHistory, onset: TimeWindow, probes: [String: Bool] = [:],
        delivery: AlertDelivery? = nil
    ) {
        if rule.isPaused == true {
            self = .paused
        } else if let fired = WhyNot.firing(history, onset) {
            self = WhyNot.afterFiring(fired, onset, delivery)
        } else if let error = rule.lastError, !error.isEmpty {
            self = .failing(error)
        } else if let longest = WhyNot.longest(history, onset), longest.seconds < rule.holdFor {
            self = .heldTooShortly(longest: longest.seconds, from: longest.from, holdFor: rule.holdFor)
        } else if let missing = WhyNot.missing(rule, probes) {
            self = missing
        } else if let short = WhyNot.short(history) {
            self = short
        } else if let moments = WhyNot.undefined(history) {
            self = .undefined(moments: moments)
        } else if !history.reaches.isEmpty, history.reaches.allSatisfy({ $0.samples == 0 }), history.gaps.isEmpty {
            self = .noData
        } else {
            self = history.gaps.isEmpty ? .conditionUnmet : .unknown(history.gaps)
        }
    }

    /// The first stretch that fires within the onset's window, or else one that fired already.
    private static func firing(_ history: RuleHistory, _ onset: TimeWindow) -> Instant? {
        let firing = history.stretches.filter { stretch in
            guard let from = stretch.firingFrom else { return false }
            return from <= onset.to && (stretch.to.map { $0 > onset.from } ?? true)
        }.compactMap(\.firingFrom)
        return firing.filter { $0 >= onset.from }.min() ?? firing.min()
    }

    private static func afterFiring(_ fired: Instant, _ onset: TimeWindow, _ delivery: AlertDelivery?) -> WhyNot {
        switch delivery {
        case .notified(let time): .told(at: time)
        case let obstacle?: .notDelivered(firedAt: fired, obstacle)
        case nil: fired < onset.from ? .firedBefore(since: fired) : .fired(at: fired)
        }
    }

    private static func longest(_ history: RuleHistory, _ onset: TimeWindow) -> (seconds: Double, from: Instant)? {
        var best: (seconds: Double, from: Instant)?
        for stretch in history.stretches where stretch.pendingFrom <= onset.to && (stretch.to.map { $0 > onset.from } ?? true) {
            let seconds = (stretch.to ?? history.window.to).seconds(since: stretch.pendingFrom)
            if seconds > best?.seconds ?? -1 { best = (seconds, stretch.pendingFrom) }
        }
        return best
    }

    private static func missing(_ rule: AlertRule, _ probes: [String: Bool]) -> WhyNot? {
        let asked = RuleProbes(rule).probes.filter { probes[$0.selector] != nil }
        let empty = asked.filter { probes[$0.selector] == false }
        if let wrong = empty.first(where: { $0.metric.flatMap { probes[$0] } == true }) {
            return .wrongSelector(wrong.selector)
        }
        return !asked.isEmpty && empty.count == asked.count ? .noData : nil
    }

    /// The moments of a comparison of which nothing was ever a number.
    private static func undefined(_ history: RuleHistory) -> Int? {
        guard history.gaps.isEmpty else { return nil }
        return history.reaches.first { $0.samples == 0 && $0.breaching == 0 && $0.undefined > 0 }?.undefined
    }

    /// The comparison that was never breached and came nearest, measured against its threshold.
    private static func short(_ history: RuleHistory) -> WhyNot? {
        let unmet = history.reaches.filter { $0.breaching == 0 && $0.extreme != nil }
        let nearest = unmet.min { left, right in left.relativeShortfall < right.relativeShortfall }
        guard let reach = nearest, let extreme = reach.extreme, extreme.isFinite, let at = reach.extremeAt else { return nil }
        return .neverCrossed(
            comparison: reach.comparison, threshold: reach.threshold, extreme: extreme, at: at,
            by: abs(reach.threshold - extreme))
    }
}

extension RuleHistory.Reach {
    fileprivate var relativeShortfall: Double {
        guard let extreme else { return .infinity }
        return abs(threshold - extreme) / max(abs(threshold), 1e-9)
    }
}
