import Core

/// A kind of log line that was rare or absent before and became frequent.
struct LogBurst {
    var service: String
    var template: String
    /// A line of the window as it was written.
    var example: String
    /// What the example says, without the frame of its format.
    var message: String
    var first: Instant
    var last: Instant
    var count: Int
    /// Lines of it before the window; `nil`: nothing earlier could be read.
    var before: Before?
    /// There were more lines than were read.
    var isAtLeast = false
    var isError: Bool
    /// What its lines in the window hold that may differ from line to line; empty where the lines were not read.
    var variables: [LogVariable] = []
    /// What something that read all lines, and not only those that were read here, counted of them.
    var counted: LogRise?
    var evidence: [EvidenceID]
    var finding: FindingID?

    struct Before {
        var count: Int
        /// The stretch in which they were counted.
        var seconds: Double
    }

    /// Was it absent before? `nil`: nothing earlier could be read.
    var isNew: Bool? { before.map { $0.count == 0 } }

    /// Values that name one thing (a record, a key, an offset) and stand in every line: the same thing is met again and again.
    var repeatedIdentities: [LogVariable] {
        variables.filter { $0.isIdentity && $0.distinct == 1 && $0.lines == count }
    }
}
