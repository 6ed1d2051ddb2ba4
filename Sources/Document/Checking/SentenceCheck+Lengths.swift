import Core

/// The time between two events, or that one lasted.
struct Length {
    var low: Double
    var high: Double
    var value: Double
    var citations: [Claim.Citation]
    /// Does one come before the other as the sentence has it?
    var isInOrder = true
}

/// Intervals that have a name of their own in the field.
struct NamedInterval: Sendable {
    enum End: Sendable { case detected, acknowledged, mitigated, recovered, over }

    var phrases: [String]
    var from: Set<EventKind>
    var end: End

    static let all: [NamedInterval] = [
        .init(
            phrases: [
                "time to detect", "time to detection", "ttd", "mttd", "detection time", "detection took", "to detect",
                "time until detection", "detection delay", "time to notice", "time to discovery", "time before detection",
            ], from: [.onset], end: .detected),
        .init(
            phrases: [
                "time to acknowledge", "tta", "mtta", "time to acknowledgement", "time to acknowledgment", "to acknowledge",
                "acknowledgement time", "time to ack", "reaction time", "response delay", "time until acknowledgement",
            ], from: [.opened], end: .acknowledged),
        .init(
            phrases: ["time to mitigate", "ttm", "mttm", "time to mitigation", "to mitigate", "mitigation time"],
            from: [.onset, .opened], end: .mitigated),
        .init(
            phrases: [
                "time to resolve", "time to recover", "time to recovery", "ttr", "mttr", "time to restore",
                "time to resolution", "to recover", "to resolve", "recovery time", "time to repair", "time to fix",
                "resolution time", "time to restoration",
            ], from: [.onset, .opened], end: .recovered),
        .init(
            phrases: [
                "duration of the impact", "duration of impact", "impact duration", "duration of the outage", "outage duration",
                "duration of the incident", "incident duration", "length of the outage", "length of the incident",
                "length of the impact", "customer impact", "impact time", "duration of the disruption", "total duration",
                "total downtime", "time of impact", "period of impact", "impact window", "impact period", "user impact",
            ], from: [.onset], end: .over),
    ]
}

// How long things took.
extension SentenceCheck {
    /// "Time to detect", "time to recover", "duration of the impact".
    func namedInterval(at place: Int) -> [Length]? {
        guard let named = NamedInterval.all.first(where: { $0.phrases.contains { sentence.contains($0) } }) else { return nil }
        let starts = named.from.contains(.onset) ? beginnings() : []
        let reports = named.from.contains(.opened) ? first(of: [.opened, .paged], since: starts.first) : []
        let ends: [Occurrence]
        switch named.end {
        case .detected: ends = first(of: [.opened, .paged, .alertFired, .checkDown], since: beginnings().first)
        case .acknowledged: ends = first(of: [.acknowledged], since: beginnings().first)
        case .mitigated: ends = undone() + endings()
        case .recovered: ends = endings() + index.occurrences(of: [.resolved]).filter { isVisible($0.citations) }
        case .over: ends = endings()
        }
        guard !ends.isEmpty else { return nil }
        let found = pairs(starts, ends, ordered: true) + pairs(reports, ends, ordered: true)
        return found.isEmpty ? nil : found
    }

    /// When the service that failed first did, by each signal that showed it then.
    private func beginnings() -> [Occurrence] {
        let all = onsets().filter { $0.service == index.failing.first }
        let found = all.isEmpty ? onsets() : all
        guard let first = found.min(by: { $0.time < $1.time }) else { return [] }
        return [first] + found.filter { $0.citations != first.citations && $0.time.seconds(since: first.time) <= 60 }
    }

    /// When what failed was well again: the last of it, then what each service has.
    private func endings() -> [Occurrence] {
        let all = index.occurrences(of: [.recovery]).filter { isFailure($0) && isVisible($0.citations) }
        let services = sentence.services()
        let own = all.filter { $0.service.map { services.isEmpty ? $0 == index.failing.first : services.contains($0) } ?? true }
        let found = own.isEmpty ? all : own
        guard let last = found.max(by: { $0.time < $1.time }) else { return [] }
        return [last] + found.filter { $0.citations != last.citations && last.time.seconds(since: $0.time) <= 180 }
    }

    private func undone() -> [Occurrence] {
        index.occurrences(of: [.rollback]).filter { rollback in
            isVisible(rollback.citations) && (beginnings().first.map { rollback.time >= $0.time } ?? true)
        }
    }

    /// The first of some kinds from a time on, with what was recorded of it at once.
    private func first(of kinds: [EventKind], since start: Occurrence?) -> [Occurrence] {
        let all = index.occurrences(of: kinds).filter { occurrence in
            isVisible(occurrence.citations) && (start.map { occurrence.latest >= $0.earliest } ?? true)
        }
        guard let first = all.min(by: { $0.time < $1.time }) else { return [] }
        return [first] + all.filter { $0.citations != first.citations && $0.time.seconds(since: first.time) <= 60 }
    }

    /// What a cue means: the one found for it, or all that it may mean.
    func occurrences(of cue: Int) -> [Occurrence] {
        if sentence.cues[cue].isIntended {
            return index.occurrences(of: [.message, .annotated]).filter { occurrence in
                isVisible(occurrence.citations)
                    && occurrence.words.contains { $0 == "roll" || $0.hasPrefix("rollb") || $0.hasPrefix("revert") }
            }
        }
        let all = scoped(candidates(for: sentence.cues[cue]), to: sentence.cues[cue]) ?? []
        guard let found = meant[cue] else { return Array(all.prefix(40)) }
        // A time chose it; without one, its siblings of the same kind are as good.
        if owners.contains(where: { $0.value == cue && sentence.tokens[$0.key].time != nil }) { return [found] }
        let kind = found.kinds.first
        return [found]
            + all.filter {
                $0.time != found.time
                    && ($0.kinds.first == kind || abs($0.time.seconds(since: found.time)) <= 120 && !$0.isAny(of: [.onset]))
            }.prefix(24)
    }

    func onsets() -> [Occurrence] {
        index.occurrences(of: [.onset]).filter { isFailure($0) && isVisible($0.citations) }
            .sorted {
                ($0.service == index.failing.first ? 0 : 1, $0.time) < ($1.service == index.failing.first ? 0 : 1, $1.time)
            }
    }

    /// How long the whole lasted, by each beginning and end that people count from and to.
    func wholes() -> [Length] {
        let services = sentence.services()
        var starts = onsets()
        let own = starts.filter { $0.service.map(services.contains) ?? false }
        if !own.isEmpty { starts = own }
        var ends = index.occurrences(of: [.recovery]).filter { isFailure($0) && isVisible($0.citations) }
        let ownEnds = ends.filter { $0.service.map(services.contains) ?? false }
        if !ownEnds.isEmpty { ends = ownEnds }
        let latest = ends.max { $0.time < $1.time }
        let closing = index.occurrences(of: [.resolved, .rollback]).filter { isVisible($0.citations) }
        let opened = index.occurrences(of: [.opened, .alertFired]).filter { isVisible($0.citations) && $0.lasted != nil }
        return pairs(Array(starts.prefix(6)), (latest.map { [$0] } ?? []) + ends.prefix(12), ordered: true)
            + pairs(Array(starts.prefix(4)), Array(closing.prefix(4)), ordered: true)
            + opened.prefix(4).compactMap { occurrence in
                occurrence.lasted.map { Length(low: $0, high: $0, value: $0, citations: occurrence.citations) }
            }
    }

    func between(_ first: Int, _ second: Int, ordered: Bool) -> [Length] {
        pairs(occurrences(of: first), occurrences(of: second), ordered: ordered)
    }

    func pairs(_ from: [Occurrence], _ to: [Occurrence], ordered: Bool) -> [Length] {
        var result: [Length] = []
        // Of the same service first.
        var to = to
        if let service = from.first?.service, !ordered || from.count < 6 {
            to = to.filter { $0.service == service } + to.filter { $0.service != service }
        }
        for first in from.prefix(16) {
            for second in to.prefix(16) where result.count < 160 {
                if first.time == second.time, first.kinds == second.kinds { continue }
                let low = second.earliest.seconds(since: first.latest)
                let high = second.latest.seconds(since: first.earliest)
                let value = second.time.seconds(since: first.time)
                if value < 0 {
                    result.append(
                        Length(
                            low: -high, high: -low, value: -value, citations: first.citations + second.citations,
                            isInOrder: !ordered))
                } else {
                    result.append(
                        Length(low: max(0, low), high: high, value: value, citations: first.citations + second.citations))
                }
                for (a, b) in first.further.prefix(2).map({ ($0, second.time) })
                    + second.further.prefix(2).map({ (first.time, $0) })
                {
                    let value = b.seconds(since: a)
                    if value > 0 {
                        result.append(
                            Length(low: value, high: value, value: value, citations: first.citations + second.citations))
                    }
                }
            }
        }
        return result
    }
}
