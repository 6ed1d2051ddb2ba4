public import Alerting
public import Analysis
public import Core

/// Holds the alerting that is configured against what happened: which rules watched the signals that moved, and why those that
/// should have told someone did not. Each check is described in `Documentation/audit.md`.
///
/// Rules, silences and routing are as the sources had them when they were asked, which may differ from the incident's time.
public struct AlertingAudit: Sendable {
    /// What the audit came to.
    public struct Result: Sendable, Hashable {
        /// Without numbers: the caller gives them. Each cites evidence.
        public var findings: [Finding]
        /// What could not be audited and why.
        public var gaps: [Gap]

        public init(findings: [Finding] = [], gaps: [Gap] = []) {
            self.findings = findings
            self.gaps = gaps
        }
    }

    public struct Options: Sendable, Hashable {
        /// Seconds before the onset; a silence set earlier than that is taken for forgotten. Seven days.
        public var forgottenAfter = 7 * 86_400.0
        /// Signals without a rule that get a finding each; the rest is counted in one more.
        public var missingAlerts = 5
        /// Findings of each other kind of check.
        public var findingsPerCheck = 20
        public init() {}
    }

    private let context: AuditContext

    /// - Parameters:
    ///   - histories: what rules would have done over the incident's window, where a source that evaluates rules was asked.
    ///   - counted: evidence of that question which is not in the case: how many series rules' selectors had.
    public init(
        caseFile: CaseFile, assessment: Assessment, options: Options = Options(), histories: [RuleHistory] = [],
        counted: [Evidence] = []
    ) {
        context = AuditContext(caseFile, assessment, options, histories: histories, counted: counted)
    }

    /// Runs every check. The same input gives the same result.
    public func run() -> Result {
        var result = Result()
        for check in AlertingAudit.checks {
            let part = check.run(context)
            result.findings += part.findings.prefix(context.options.findingsPerCheck)
            result.gaps += part.gaps
        }
        let told = WhyNotTold(explained: Set(result.findings.filter { $0.kind != .missingAlert }.flatMap(\.evidence)))
        result.findings += told.run(context).findings
        for index in result.findings.indices {
            result.findings[index].evidence = Array(Set(result.findings[index].evidence)).sorted()
        }
        return result
    }

    /// ``run()``'s findings alone.
    public func findings() -> [Finding] { run().findings }

    private static let checks: [any AlertingCheck] = [
        WhatCouldBeRead(), DownstreamAlert(), DelayInParts(), ThresholdTooHigh(), HoldTooLong(), LogRuleTooHigh(),
        ForgottenSilence(),
        SilencedAlert(), MissingAlert(),
        BrokenRule(), DeadEndRoute(), InhibitedAlert(), SilentCheck(), PausedCheck(), PausedRule(), MuteCheck(),
    ]
}
