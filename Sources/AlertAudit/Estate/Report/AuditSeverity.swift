/// How grave a finding of the standing audit is.
public enum AuditSeverity: String, Sendable, Hashable, Codable, CaseIterable, Comparable,
    CodingKeyRepresentable
{
    /// Untidy, or a weakness that has cost nothing yet.
    case info
    /// Trouble is noticed late, or people are called for nothing.
    case warning
    /// Trouble goes unnoticed.
    case critical

    private var rank: Int {
        switch self {
        case .info: 0
        case .warning: 1
        case .critical: 2
        }
    }

    public static func < (left: AuditSeverity, right: AuditSeverity) -> Bool { left.rank < right.rank }
}
