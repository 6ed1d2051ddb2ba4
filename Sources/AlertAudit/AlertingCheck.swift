/// One question that the audit asks. A check looks at the context alone and cites evidence for all that it says.
protocol AlertingCheck: Sendable {
    func run(_ context: AuditContext) -> AlertingAudit.Result
}
