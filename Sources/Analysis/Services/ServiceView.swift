import Core

/// What was seen of one service, as far as it tells whether a fault began there.
struct ServiceView {
    var service: String
    var failure: ServiceFailure?
    var complaint: Complaint?
    var credit: BehaviourComparison.Credit?
    /// Signals of its own doings that left their baseline: how full its resources are, what it counts. Not what it is asked, and
    /// not how it answers.
    var own: [SignalReading] = []
    /// Rises of its own errors, without those of calls that it makes and those that its callers gave up.
    var errors: [SignalReading] = []
    /// Rises of the time it takes to answer.
    var latency: [SignalReading] = []
    /// Rises of errors that only say that callers gave up.
    var cutOff: [SignalReading] = []
    /// A rise of what it is asked.
    var load: Onset?
    /// Signals of requests that stayed within their baseline.
    var steady = 0
    /// Share of the failing traces in which its span was the first to fail.
    var firstFailing = 0.0

    var onsets: [SignalReading] { own + errors + latency + cutOff }

    /// When the first of its signs was seen. How many lines it writes is too loose a sign to set a time.
    var start: Instant? {
        let signs =
            (own.filter { $0.signal != .logRate } + errors + latency + cutOff).compactMap(\.onset?.time)
            + [failure?.time].compactMap { $0 }
        return signs.min()
    }

    /// From 0 to 1: how far its own signals went, on a logarithmic scale that a thousand times the usual margin fills.
    var ownStrength: Double {
        let largest = own.compactMap(\.onset?.magnitude).max() ?? 0
        guard largest.isFinite, largest > 0 else { return 0 }
        return min(1, 0.4 + 0.6 * Exponential.log(max(1, largest)) / Exponential.log(1000))
    }

    /// Does all that it shows say that callers gave up on it?
    var isCutOff: Bool {
        guard cutOff.isEmpty == false || complaint?.isCutOff == true else { return false }
        return errors.isEmpty && own.isEmpty && latency.isEmpty && (complaint.map(\.isCutOff) ?? true)
    }

    /// From 0 to 1: how much it shows that no service that it calls accounts for.
    func evidenceOfItsOwn(isLoaded: Bool) -> Double {
        if isCutOff { return 0 }
        var result = max(firstFailing, isLoaded ? 0 : ownStrength)
        if let complaint { result = max(result, complaint.ownShare) }
        if !errors.isEmpty || !latency.isEmpty { result = max(result, 0.5) }
        return result
    }

    mutating func add(_ reading: SignalReading, parameters: Parameters) {
        guard let onset = reading.onset else {
            if reading.isSteady, reading.signal == .latency || reading.signal == .errors { steady += 1 }
            return
        }
        switch reading.signal {
        case .errors where onset.direction == .rise:
            if reading.isOfCallersGivingUp { cutOff.append(reading) } else if !reading.isOfCallsMade { errors.append(reading) }
        case .latency where onset.direction == .rise:
            if !reading.isOfCallsMade { latency.append(reading) }
        case .traffic:
            let factor = onset.expected > 0 ? onset.peak.value / onset.expected : .infinity
            if onset.direction == .rise, factor >= parameters.largeSurge { load = load.map { min($0, onset) } ?? onset }
        case .saturation, .other, .limit, .logRate: own.append(reading)
        case .errors, .latency: break
        }
    }

    private func min(_ one: Onset, _ other: Onset) -> Onset { one.time <= other.time ? one : other }
    private func min(_ one: Double, _ other: Double) -> Double { Swift.min(one, other) }
}

extension SignalReading {
    private var words: [String] { Words.plain(in: series.metric + " " + series.title, limit: 400) }

    /// Does it measure calls that the service makes, and not those that it answers?
    var isOfCallsMade: Bool {
        words.contains { ["client", "outbound", "egress", "upstream"].contains($0) } || Topology.peer(in: series.labels) != nil
    }

    /// Does it count requests that the caller gave up?
    var isOfCallersGivingUp: Bool { words.contains { $0.hasPrefix("cancel") } }
}
