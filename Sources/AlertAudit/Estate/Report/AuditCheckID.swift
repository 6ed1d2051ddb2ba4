/// The name of a check of the standing audit. `Documentation/audit/NAME.md` describes each.
public enum AuditCheckID: String, Sendable, Hashable, Codable, CaseIterable, CodingKeyRepresentable {
    // Silences
    case silenceOutlived = "silence-outlived"
    case silenceWithoutEnd = "silence-without-end"
    case silenceMatchesNothing = "silence-matches-nothing"
    case silenceBroaderThanComment = "silence-broader-than-comment"
    case silenceAuthorGone = "silence-author-gone"
    // How rules behaved
    case alwaysFiring = "always-firing"
    case neverFired = "never-fired"
    case flapping
    case unattended
    case noHoldOnNoisyRatio = "no-hold-on-noisy-ratio"
    case ruleFails = "rule-fails"
    case metricMissing = "metric-missing"
    case seriesMissing = "series-missing"
    // How rules are written
    case duplicated
    case shadowed
    case missingRunbook = "missing-runbook"
    case missingOwner = "missing-owner"
    case templateFails = "template-fails"
    case missingLabels = "missing-labels"
    case counterReset = "counter-reset"
    case rangeTooShort = "range-too-short"
    case recordingLags = "recording-lags"
    // Where alerts go
    case routeUnreachable = "route-unreachable"
    case inhibitsOwnCause = "inhibits-own-cause"
    case receiverWithoutIntegration = "receiver-without-integration"
    case alwaysMuted = "always-muted"
    // What is not watched
    case coverageErrors = "coverage-errors"
    case coverageLatency = "coverage-latency"
    case coverageSaturation = "coverage-saturation"
    case coverageTraffic = "coverage-traffic"
    case targetDown = "target-down"
    // The audit itself
    case suppressionExpired = "suppression-expired"

    /// How grave a finding of this check is where the settings do not say.
    public var severity: AuditSeverity {
        switch self {
        case .ruleFails, .metricMissing, .missingLabels, .rangeTooShort, .inhibitsOwnCause, .receiverWithoutIntegration,
            .alwaysMuted:
            .critical
        case .silenceMatchesNothing, .neverFired, .duplicated, .shadowed, .missingRunbook, .missingOwner, .coverageSaturation,
            .coverageTraffic:
            .info
        default: .warning
        }
    }
}
