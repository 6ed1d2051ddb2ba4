import Core

/// When one service began to fail.
struct ServiceFailure {
    var service: String
    var time: Instant
    /// The latest moment at which it can have begun.
    var latest: Instant
    /// When it was over, or the last moment at which it was seen.
    var end: Instant
    /// When every signal that showed it was back; `nil`: not while it was watched.
    var recovery: Instant?
    var finding: FindingID?
    var evidence: [EvidenceID]
    /// Seconds between samples of what shows it.
    var step: Double
    var startsAtWindowEdge: Bool
    var magnitude: Double
    /// Would a recovery have been seen? Traces, and log lines that were cut off, cannot show that it went on.
    var knowsRecovery = true
    /// What was seen of its end.
    var recoveryWords: String { isFromLogs ? "logged its last such error" : "was back within its baseline" }
    /// Log lines show it, and no measured signal.
    var isFromLogs = false
}

/// The order in which services failed, and which of them the story begins with.
struct FailureOrder {
    /// Failures that belong to the incident, by time.
    private(set) var failures: [ServiceFailure] = []
    /// The failure of the service that a fault in best explains the others.
    private(set) var first: ServiceFailure?

    /// When the first of them began.
    var start: Instant? { failures.first?.time }

    var onset: Instant? { first?.time }

    func failure(of service: String) -> ServiceFailure? { failures.first { $0.service == service } }

    init(
        readings: [SignalReading], bursts: [LogBurst], traces: [ServiceFailure] = [], topology: Topology, incident: Incident,
        window: TimeWindow, parameters: Parameters
    ) {
        var all = FailureOrder.failures(of: readings.filter(\.isSymptom))
        // A latency that fell says nothing against failing: requests that fail early are fast.
        let measured = Set(
            readings.filter { $0.signal == .errors || $0.signal == .latency && $0.fall == nil }.map(\.service))
        for failure in FailureOrder.failures(of: bursts, until: window.to, parameters) where !measured.contains(failure.service)
        {
            if !all.contains(where: { $0.service == failure.service }) { all.append(failure) }
        }
        for failure in traces where !measured.contains(failure.service) {
            if !all.contains(where: { $0.service == failure.service }) { all.append(failure) }
        }
        if all.isEmpty {
            all =
                FailureOrder.failures(of: bursts, until: window.to, parameters)
                + traces.filter { trace in
                    !bursts.contains { $0.isError && $0.service == trace.service }
                }
        }
        if all.isEmpty { all = FailureOrder.failures(of: readings.filter { $0.onset != nil }) }
        all.sort { ($0.time, $0.service) < ($1.time, $1.service) }
        failures = FailureOrder.related(all, to: incident, topology: topology, parameters: parameters)
    }

    /// The story begins with the best-ranked of the services that fail.
    mutating func begin(with ranking: ServiceRanking) {
        let known = failures
        first = ranking.ranked.lazy.compactMap { ranked in known.first { $0.service == ranked.service } }.first
    }

    private static func failures(of readings: [SignalReading]) -> [ServiceFailure] {
        var byService: [String: ServiceFailure] = [:]
        var order: [String] = []
        for reading in readings where !reading.service.isEmpty {
            guard let onset = reading.onset else { continue }
            let failure = ServiceFailure(
                service: reading.service, time: onset.time, latest: onset.interval.to,
                end: onset.recovery ?? onset.lastAbnormal, recovery: onset.recovery, finding: reading.finding,
                evidence: reading.evidence,
                step: reading.series.effectiveStep, startsAtWindowEdge: onset.startsAtWindowEdge, magnitude: onset.magnitude)
            guard let known = byService[reading.service] else {
                byService[reading.service] = failure
                order.append(reading.service)
                continue
            }
            // An onset inside the window says more than one that the window cuts off.
            let isBetter =
                known.startsAtWindowEdge != failure.startsAtWindowEdge ? known.startsAtWindowEdge : failure.time < known.time
            var kept = isBetter ? failure : known
            kept.end = max(known.end, failure.end)
            kept.recovery = nil
            kept.knowsRecovery = known.knowsRecovery && failure.knowsRecovery
            if let one = known.recovery, let other = failure.recovery { kept.recovery = max(one, other) }
            byService[reading.service] = kept
        }
        return order.compactMap { byService[$0] }
    }

    /// Lines that stopped well before the window did show an end; lines that were cut off show none.
    private static func failures(of bursts: [LogBurst], until end: Instant, _ parameters: Parameters) -> [ServiceFailure] {
        var result: [ServiceFailure] = []
        for burst in bursts where burst.isError && !burst.service.isEmpty {
            if result.contains(where: { $0.service == burst.service && $0.time <= burst.first }) { continue }
            result.removeAll { $0.service == burst.service }
            result.append(
                ServiceFailure(
                    service: burst.service, time: burst.first, latest: burst.first, end: burst.last,
                    recovery: burst.isAtLeast || end.seconds(since: burst.last) < parameters.mergeSeconds ? nil : burst.last,
                    finding: burst.finding, evidence: burst.evidence, step: 60, startsAtWindowEdge: false, magnitude: 1,
                    knowsRecovery: !burst.isAtLeast, isFromLogs: true))
        }
        return result
    }

    /// Leaves out episodes that have nothing to do with the one that was reported: those that were over long before, or lasted
    /// already when the window began while others started inside it.
    private static func related(
        _ all: [ServiceFailure], to incident: Incident, topology: Topology, parameters: Parameters
    ) -> [ServiceFailure] {
        let inside = all.filter { !$0.startsAtWindowEdge }
        // What lasted already when the window began may be what the others come from, if they call it.
        let callees = Set(inside.flatMap { topology.allCallees(of: $0.service) })
        // A slight shift that lasted all the while is none of that.
        let candidates =
            inside.isEmpty
            ? all
            : all.filter {
                !$0.startsAtWindowEdge || callees.contains($0.service) && $0.magnitude >= parameters.lastingMagnitude
            }
        let reported = (inside.isEmpty ? all : inside).filter { incident.services.contains($0.service) }
        // Of two episodes of what was reported, the report is of the one that it lies in.
        let meant = incident.reportedAt.flatMap { time in
            reported.first { $0.time <= time && time <= $0.end.adding(seconds: parameters.mergeSeconds) }
        }
        guard
            let reference = meant ?? reported.first
                ?? candidates.max(by: { ($0.magnitude, $1.time) < ($1.magnitude, $0.time) })
        else { return [] }
        let stretch = TimeWindow(from: reference.time, to: reference.end).widened(before: parameters.relatedSeconds, after: 0)
        return candidates.filter { failure in
            guard stretch.overlaps(TimeWindow(from: failure.time, to: failure.end)) else { return false }
            // Over before the reported one began: the same story only if it began in its lead-up and calls connect them.
            guard failure.end < reference.time else { return true }
            // One that was long over is an incident of its own.
            return reference.time.seconds(since: failure.end) <= parameters.shortLead
                && topology.allCallees(of: reference.service).contains(failure.service)
        }
    }
}
