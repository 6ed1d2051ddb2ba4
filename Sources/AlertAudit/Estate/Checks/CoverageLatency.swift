import Core

/// A service tells of its latency, and no rule watches it.
struct CoverageLatency: EstateCheck {
    let id = AuditCheckID.coverageLatency
    let remedy = "Have a rule watch the service's latency, or say in a suppression why nobody needs to."

    func run(_ estate: Estate) -> EstateCheckResult { CoverageGaps.result(of: .latency, "latency", estate) }
}
