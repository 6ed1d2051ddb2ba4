import Core

/// What cause families are tested against.
struct CauseContext {
    var file: CaseFile
    var parameters: Parameters
    var topology: Topology
    var readings: [SignalReading]
    var bursts: [LogBurst]
    var changes: [PlacedChange]
    var testimony: [Testimony]
    var order: FailureOrder
    var traces: TraceReading
    var failedCalls: [String: FailedCalls]
    var troubles: [ClusterTrouble]

    func readings(_ signal: Signal, of service: String) -> [SignalReading] {
        readings.filter { $0.signal == signal && $0.service == service }
    }

    /// Messages by people that name a cause of this family.
    func suggestions(of family: CauseFamily) -> [Testimony] { testimony.filter { $0.suggests.contains(family) } }

    /// The service and everything that it calls, where failing can come from.
    func origins(of service: String) -> [String] { [service] + topology.allCallees(of: service) }

    /// The service and everything that calls it, where load can come from; the reported services too.
    func loadPath(of service: String) -> [String] {
        var path = [service] + topology.allCallers(of: service)
        for reported in file.incident.services where !path.contains(reported) { path.append(reported) }
        return path
    }

    var isTopologyKnown: Bool { !topology.services.isEmpty }
}
