import Core

/// A time as LogsQL and its API write it: RFC 3339, or a number of seconds, milliseconds, microseconds or nanoseconds since the
/// epoch. It is as wide as its precision.
struct LogsQLTime {
    /// Nanoseconds.
    var start: Int64
    /// Exclusive.
    var end: Int64

    init?(_ text: some StringProtocol) {
        let text = String(text)
        if let number = Int64(text) {
            let width: Int64 =
                switch text.count {
                case ...10: 1_000_000_000
                case ...13: 1_000_000
                case ...16: 1000
                default: 1
                }
            let (value, overflow) = number.multipliedReportingOverflow(by: width)
            guard !overflow else { return nil }
            (start, end) = (value, value &+ width)
            return
        }
        if let seconds = Double(text), abs(seconds) < 9e9 {
            start = Instant(fractionalSeconds: seconds).nanoseconds
            end = start + 1_000_000
            return
        }
        guard let instant = Instant(rfc3339: text) else { return nil }
        let fraction = text.split(separator: ".").dropFirst().first.map { $0.prefix { $0.isNumber }.count } ?? 0
        var width: Int64 = 1_000_000_000
        for _ in 0..<min(9, fraction) { width /= 10 }
        (start, end) = (instant.nanoseconds, instant.nanoseconds + width)
    }
}
