import Core

/// A service tells of its traffic, and no rule watches it.
struct CoverageTraffic: EstateCheck {
    let id = AuditCheckID.coverageTraffic
    let remedy = "Have a rule watch the service's traffic, or say in a suppression why nobody needs to."

    func run(_ estate: Estate) -> EstateCheckResult { CoverageGaps.result(of: .traffic, "traffic", estate) }
}
