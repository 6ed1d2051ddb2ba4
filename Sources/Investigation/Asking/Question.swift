public import Core

/// A tool call with its place in the plan.
public struct Question: Sendable {
    public var source: SourceName
    public var probe: Probe
    /// The place in the plan, unique within the investigation and without spaces; names from data are percent-encoded: `2-service/checkout/metrics/prometheus_service_metrics`. Paths
    /// sort in plan order; evidence is numbered by it.
    public var path: String
    /// How many answers had to be waited for, one after the other.
    public var round: Int
    /// The calls whose answers the question needed.
    public var parents: [CallKey]

    public init(source: SourceName, probe: Probe, path: String, round: Int, parents: [CallKey] = []) {
        self.source = source
        self.probe = probe
        self.path = path
        self.round = round
        self.parents = parents
    }

    /// What a connector suggests, each at its place.
    static func all(
        _ probes: [Probe], to source: SourceName, under prefix: String, round: Int, parents: [CallKey] = []
    ) -> [Question] {
        probes.enumerated().map { place, probe in
            Question(
                source: source, probe: probe, path: "\(prefix)/\(source)/\(place)-\(probe.tool)", round: round,
                parents: parents)
        }
    }
}

/// What came of a question.
public struct Answer: Sendable {
    public var question: Question
    public var evidence: [Evidence] = []
    public var gaps: [Gap] = []
    public var notes: [Diagnostic] = []
    /// The calls of the last step: what a question that builds on this answer names as its parents.
    public var lastCalls: [CallKey] = []
    /// Calls that were made.
    public var calls = 0
    /// Bytes of the replies, as they came.
    public var bytes = 0
}
