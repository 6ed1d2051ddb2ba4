import Core

/// A service tells of its errors, and no rule watches them.
struct CoverageErrors: EstateCheck {
    let id = AuditCheckID.coverageErrors
    let remedy = "Have a rule watch the service's errors, or say in a suppression why nobody needs to."

    func run(_ estate: Estate) -> EstateCheckResult { CoverageGaps.result(of: .errors, "errors", estate) }
}
