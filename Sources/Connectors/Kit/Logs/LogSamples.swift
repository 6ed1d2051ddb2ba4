import Core

/// A series as Prometheus, and stores that answer like it, send it: `{"metric": {…}, "values": [[seconds, "number"], …]}`, or with
/// one `value`.
struct LogSamples: Sendable {
    var labels: [String: String]
    /// By time.
    var samples: [MetricSeries.Sample] = []
    /// Samples that could not be read.
    var malformed = 0
    /// It has no samples at all, not even an empty list.
    var isBroken = false

    init(_ element: JSONValue) {
        labels = LogEntry.labels(element["metric"])
        guard let values = element["values"]?.array ?? element["value"].map({ [$0] }) else {
            malformed = 1
            isBroken = true
            return
        }
        for value in values {
            guard let time = LogSamples.instant(value[0]), let number = value[1]?.string.flatMap({ Double($0) }) else {
                malformed += 1
                continue
            }
            samples.append(.init(time, number))
        }
        samples.sort { $0.time < $1.time }
    }

    /// Seconds since the epoch, whole or with a fraction.
    static func instant(_ value: JSONValue?) -> Instant? {
        if let whole = value?.int { return (-9_000_000_000...9_000_000_000).contains(whole) ? Instant(seconds: whole) : nil }
        guard let seconds = value?.double, seconds.isFinite, abs(seconds) < 9e9 else { return nil }
        return Instant(fractionalSeconds: seconds)
    }
}
