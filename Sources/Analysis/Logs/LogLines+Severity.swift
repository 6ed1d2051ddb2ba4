import Core

extension LogLines.Line {
    /// Does the line, or its source, call itself an error?
    var isError: Bool {
        if let severity = severity?.lowercased() {
            return ["error", "err", "fatal", "critical", "crit", "alert", "emergency", "panic"].contains(severity)
        }
        let words = Words.plain(in: text, limit: 300)
        return ["error", "fatal", "panic", "exception", "critical"].contains { words.contains($0) }
    }
}
