extension LogQuestion.Severity {
    /// The words that logs use for this severity and for graver ones, in lower case.
    var words: [String] {
        let error = [
            "error", "err", "fatal", "critical", "crit", "panic", "dpanic", "alert", "emerg", "emergency", "severe",
        ]
        let warn = ["warn", "warning"]
        let info = ["info", "information", "informational", "notice"]
        switch self {
        case .error: return error
        case .warn: return error + warn
        case .info: return error + warn + info
        case .debug: return error + warn + info + ["debug", "trace", "verbose", "fine"]
        }
    }
}

/// Words that a line about a failure is likely to hold, whatever its severity says.
enum FailureWords {
    /// An RE2 expression, without regard to case.
    static let pattern =
        "(?i)(error|warn|fatal|panic|exception|timeout|deadline|refused|exhausted|unavailable)"
}
