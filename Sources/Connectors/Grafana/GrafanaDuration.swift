/// Durations as Grafana writes them: Go's `10m0s`, Prometheus' `10m`, `1d`, `2w`, and plain seconds.
enum GrafanaDuration {
    private static let units: [String: Double] = [
        "ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800, "y": 31_536_000,
    ]

    /// Seconds; `nil` for what is no duration.
    static func seconds(_ text: String) -> Double? {
        guard (1...40).contains(text.utf8.count) else { return nil }
        if let number = Double(text), number.isFinite, number >= 0, text.utf8.allSatisfy({ $0 < 0x3A }) { return number }
        var rest = text[...]
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest[digits.endIndex...].prefix { $0.isLetter }
            guard let number = Double(digits), let factor = units[String(unit)] else { return nil }
            total += number * factor
            rest = rest[unit.endIndex...]
        }
        return total.isFinite ? total : nil
    }

    /// `600s`, or with milliseconds where there are any: what PromQL and LogQL both read.
    static func text(_ seconds: Double) -> String {
        let milliseconds = (min(max(seconds, 0), 1e9) * 1000).rounded()
        let whole = Int64(milliseconds)
        return whole % 1000 == 0 ? "\(whole / 1000)s" : "\(whole)ms"
    }
}
