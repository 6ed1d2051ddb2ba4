/// Durations as Go writes and reads them: `500ms`, `1m30s`, `1.5h` (pkg.go.dev/time#ParseDuration).
enum GoDuration {
    private static let units: [(name: String, seconds: Double)] = [
        ("ns", 1e-9), ("us", 1e-6), ("µs", 1e-6), ("μs", 1e-6), ("ms", 1e-3), ("s", 1), ("m", 60), ("h", 3600),
    ]

    /// Seconds; `nil` for what is no duration, is negative, or is longer than 64 bits of nanoseconds.
    static func seconds(_ text: String) -> Double? {
        guard !text.isEmpty, text.utf8.count <= 64 else { return nil }
        if text == "0" { return 0 }
        var rest = text[...]
        var total = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == ".") }
            let unit = rest[digits.endIndex...].prefix { $0.isLetter }
            guard let number = Double(digits), let factor = units.first(where: { $0.name == unit })?.seconds else { return nil }
            total += number * factor
            rest = rest[unit.endIndex...]
        }
        return total < 9.2e9 ? total : nil
    }
}
