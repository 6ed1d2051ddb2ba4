public import Alerting
public import Core
import PromQL

/// Everything that is configured to notice trouble and to tell of it, from all systems.
public struct Estate: Sendable {
    public let window: TimeWindow
    public let now: Instant
    public let settings: AuditSettings

    public init(evidence: [Evidence], histories: [RuleHistory], window: TimeWindow, now: Instant, settings: AuditSettings) {
        self.window = window
        self.now = now
        self.settings = settings
    }
}
