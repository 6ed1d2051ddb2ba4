import Core

/// A service tells of its saturation, and no rule watches it.
struct CoverageSaturation: EstateCheck {
    let id = AuditCheckID.coverageSaturation
    let remedy = "Have a rule watch the service's saturation, or say in a suppression why nobody needs to."

    func run(_ estate: Estate) -> EstateCheckResult { CoverageGaps.result(of: .saturation, "saturation", estate) }
}
