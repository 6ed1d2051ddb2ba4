/// Durations as PromQL writes them. Units and their order as in Prometheus' `model.ParseDuration`.
public enum DurationText {
    /// Unit, milliseconds; the largest first.
    static let units: [(name: String, milliseconds: Int64)] = [
        ("y", 31_536_000_000), ("w", 604_800_000), ("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1000), ("ms", 1),
    ]
    /// About 292 years, the longest that Prometheus reads.
    static let longest: Int64 = 9_223_372_036_854

    /// `1m30s` in seconds: whole numbers with units, the largest unit first; `nil` for anything else.
    public static func seconds(_ text: String) -> Double? {
        var scanner = Scanner(text)
        guard let first = scanner.next, Byte.isDigit(first), let seconds = try? scanner.duration() else { return nil }
        return scanner.next == nil ? seconds : nil
    }

    /// `5m`, `1h30m`, `-1d`, from seconds, rounded to milliseconds. Years and weeks only where nothing is left over, as Prometheus writes them.
    public static func text(_ seconds: Double) -> String {
        let limit = Double(longest)
        let scaled = (seconds * 1000).rounded()
        var rest = Int64(scaled.isNaN ? 0 : min(max(scaled, -limit), limit))
        if rest == 0 { return "0s" }
        var text = rest < 0 ? "-" : ""
        rest = abs(rest)
        for (name, size) in units where rest >= size {
            if size >= 604_800_000, rest % size != 0 { continue }
            text += "\(rest / size)\(name)"
            rest %= size
        }
        return text
    }
}
