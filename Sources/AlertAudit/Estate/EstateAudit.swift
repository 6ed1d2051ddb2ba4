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
        var findings: [AuditFinding] = []
        var gaps: [Gap] = []
        for check in EstateAudit.checks where !estate.settings.disabled.contains(check.id) {
            let result = check.run(estate)
            gaps += result.gaps
            findings += identified(result.findings, check)
        }
        findings.sort {
            ($1.severity, $0.check.rawValue, $0.subject, $0.id) < ($0.severity, $1.check.rawValue, $1.subject, $1.id)
        }
        let scoring = AuditScoring(estate, findings)
        return AuditReport(
            window: estate.window, at: estate.now, findings: findings, gaps: gaps + estate.gaps, score: scoring.estate,
            services: scoring.services, coverage: estate.coverage.rows, counts: counts(findings))
    }

    /// Findings with their identity, severity and suppression. One that is drafted twice is there once.
    private func identified(_ drafts: [EstateCheckResult.Draft], _ check: any EstateCheck) -> [AuditFinding] {
        var seen: [String: Int] = [:]
        return drafts.map { draft in
            let key = [check.id.rawValue, draft.source?.text ?? "", draft.subject, draft.detail].joined(separator: "\u{1f}")
            // Rules of the same name in the same group that nothing else tells apart are numbered.
            let number = seen[key, default: 0]
            seen[key] = number + 1
            let suppression = estate.settings.suppressions.first { suppression in
                check.id != .suppressionExpired && estate.now < suppression.until
                    && (suppression.check == nil || suppression.check == check.id)
                    && Glob.matches(suppression.subject, draft.subject)
            }
            return AuditFinding(
                id: Fingerprint.of(number == 0 ? key : "\(key)\u{1f}\(number)"), check: check.id,
                severity: estate.settings.severities[check.id] ?? check.id.severity, subject: draft.subject,
                related: draft.related, source: draft.source, service: draft.service, statement: draft.statement,
                remedy: check.remedy, facts: draft.facts, evidence: Set(draft.evidence).sorted(), suppressedBy: suppression)
        }
    }

    private func counts(_ findings: [AuditFinding]) -> AuditReport.Counts {
        var counts = AuditReport.Counts()
        counts.rules = estate.detectors.filter { $0.kind != .check }.count
        counts.checks = estate.detectors.count - counts.rules
        counts.recordings = estate.recordings.count
        counts.silences = estate.silences.count
        counts.routes = estate.trees.reduce(0) { $0 + $1.routing.routes.count }
        counts.receivers = estate.trees.reduce(0) { $0 + Set($1.routing.routes.map(\.receiver)).count }
        counts.services = estate.scoredServices.count
        for severity in AuditSeverity.allCases { counts.findings[severity] = 0 }
        for finding in findings {
            guard finding.suppressedBy == nil else {
                counts.suppressed += 1
                continue
            }
            counts.findings[finding.severity, default: 0] += 1
            counts.findingsByCheck[finding.check, default: 0] += 1
        }
        return counts
    }

    private static let checks: [any EstateCheck] = [
        SilenceOutlived(), SilenceWithoutEnd(), SilenceMatchesNothing(), SilenceBroaderThanComment(), SilenceAuthorGone(),
        AlwaysFiring(), NeverFired(), Flapping(), Unattended(), NoHoldOnNoisyRatio(), RuleFails(), MetricMissing(),
        SeriesMissing(), Duplicated(), Shadowed(), MissingRunbook(), MissingOwner(), TemplateFails(), MissingLabels(),
        CounterReset(), RangeTooShort(), RecordingLags(), RouteUnreachable(), AlwaysMuted(), InhibitsOwnCause(),
        ReceiverWithoutIntegration(), CoverageErrors(),
        CoverageLatency(), CoverageSaturation(), CoverageTraffic(), TargetDown(), SuppressionExpired(),
    ]
}
