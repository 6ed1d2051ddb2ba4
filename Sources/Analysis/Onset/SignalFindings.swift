import Core

/// States onsets, recoveries and steady signals.
enum SignalFindings {
    static func add(for readings: inout [SignalReading], to book: inout FindingBook) {
        for index in readings.indices {
            switch readings[index].state {
            case .onset(let onset):
                readings[index].finding = book.add(finding(of: onset, readings[index]))
                if let recovery = recovery(of: onset, readings[index]) { book.add(recovery) }
            case .steady: readings[index].finding = book.add(steady(readings[index]))
            case .inconclusive: break
            }
        }
    }

    private static func facts(of reading: SignalReading) -> [String: Fact] {
        var facts: [String: Fact] = [
            "signal": .text(reading.signal.rawValue), "title": .text(reading.series.title), "service": .text(reading.service),
        ]
        if let baseline = reading.baseline {
            facts["baselineMedian"] = .number(baseline.median, reading.series.unit)
            facts["comparedWith"] = .text(baseline.origin.rawValue)
        }
        return facts
    }

    private static func finding(of onset: Onset, _ reading: SignalReading) -> Finding {
        let unit = reading.series.unit
        var facts = facts(of: reading)
        facts["onset"] = .time(onset.time)
        facts["earliest"] = .time(onset.interval.from)
        facts["latest"] = .time(onset.interval.to)
        facts["expected"] = .number(onset.expected, unit)
        facts["normalUpTo"] = .number(onset.threshold, unit)
        facts["firstValue"] = .number(onset.firstValue, unit)
        facts["peak"] = .number(onset.peak.value, unit)
        facts["peakTime"] = .time(onset.peak.time)
        facts["direction"] = .text(onset.direction.rawValue)
        facts["comparedWith"] = .text(onset.comparedWith.rawValue)
        facts["confidence"] = .number((onset.confidence * 10_000).rounded(.down) / 10_000, .ratio)
        facts["harm"] = .text(reading.harm.map { $0.direction == onset.direction ? $0.basis.rawValue : "none" } ?? "unknown")
        if let witness = reading.harm?.witness { facts["harmLearnedFrom"] = .text(witness) }
        if let recovery = onset.recovery { facts["recovery"] = .time(recovery) }
        let level = ValueText.value(onset.expected, unit)
        let peak = ValueText.value(onset.peak.value, unit)
        let extreme = onset.direction == .rise ? "peaked at" : "fell as low as"
        let normal =
            onset.comparedWith == .before
            ? "its baseline of \(level)" : "its level at the start of the window, \(level) (there is no earlier baseline),"
        let when = onset.startsAtWindowEdge ? "was outside \(normal) already at" : "left \(normal) at"
        // What leaves its level slowly has no moment at which it did.
        let isSlow = onset.interval.seconds > 2 * reading.series.effectiveStep && onset.firstSampleIsNormal
        let between = isSlow ? " (between \(onset.interval.from.clock) and \(onset.interval.to.clock))" : ""
        return Finding(
            .onset, service: reading.service.isEmpty ? nil : reading.service, time: onset.time,
            statement: "\(reading.sentenceName) \(when) \(onset.time.clock)\(between) and \(extreme) \(peak) at"
                + " \(onset.peak.time.clock).",
            facts: facts, evidence: reading.evidence)
    }

    private static func recovery(of onset: Onset, _ reading: SignalReading) -> Finding? {
        guard let recovery = onset.recovery else { return nil }
        var facts = facts(of: reading)
        facts["onset"] = .time(onset.time)
        facts["recovery"] = .time(recovery)
        facts["lasted"] = .duration(recovery.seconds(since: onset.time))
        facts["expected"] = .number(onset.expected, reading.series.unit)
        return Finding(
            .recovery, service: reading.service.isEmpty ? nil : reading.service, time: recovery,
            statement: "\(reading.sentenceName) was back within its baseline at \(recovery.clock),"
                + " \(ValueText.duration(recovery.seconds(since: onset.time))) after it had left it.",
            facts: facts, evidence: reading.evidence)
    }

    private static func steady(_ reading: SignalReading) -> Finding {
        let unit = reading.series.unit
        var facts = facts(of: reading)
        facts["minimum"] = .number(reading.minimum, unit)
        facts["maximum"] = .number(reading.maximum, unit)
        let median = reading.baseline?.median ?? .nan
        let normal =
            reading.baseline?.origin == .before
            ? "within its baseline of \(ValueText.value(median, unit))"
            : "at its level at the start of the window, \(ValueText.value(median, unit)) (there is no earlier baseline)"
        let (low, high) = (ValueText.value(reading.minimum, unit), ValueText.value(reading.maximum, unit))
        let range = low == high ? "\(low) throughout" : "between \(low) and \(high)"
        // What fell did not stay; that it is no onset is all that is said here.
        let says = reading.fall == nil ? "stayed \(normal)" : "did not rise above its usual \(ValueText.value(median, unit))"
        return Finding(
            .steady, service: reading.service.isEmpty ? nil : reading.service,
            statement: "\(reading.sentenceName) \(says): \(range).",
            facts: facts, evidence: reading.evidence)
    }
}
