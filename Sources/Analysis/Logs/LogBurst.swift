import Core

/// A kind of log line that was rare or absent before and became frequent.
struct LogBurst {
    var service: String
    var template: String
    var example: String
    var first: Instant
    var last: Instant
    var count: Int
    /// There were more lines than were read.
    var isAtLeast = false
    /// Was it absent before? `nil`: nothing earlier could be read.
    var isNew: Bool?
    var isError: Bool
    var evidence: [EvidenceID]
    var finding: FindingID?
}
