/// What rows are grouped by; for `_time`, in steps of so many nanoseconds.
struct LogsQLGroup: Sendable {
    var field: String
    var step: Int64?
}
