extension Fiction {
    /// Two significant digits, as people round.
    static func rounded(_ value: Double) -> Double {
        guard value.isFinite, value > 0 else { return value }
        var unit = 1.0
        while value / unit >= 100 { unit *= 10 }
        while value / unit < 10, unit > 1e-6 { unit /= 10 }
        let digits = (value / unit).rounded()
        // Dividing by a whole power of ten keeps 4.4 from becoming 4.4000000000000004.
        return unit >= 1 ? digits * unit : digits / (1 / unit).rounded()
    }

    /// An amount in words: `4.4 s`, `120 ms`, `13 %`, `41`.
    static func text(_ amount: Amount) -> String {
        var (value, unit) = (amount.value, amount.unit)
        if unit == "s", value < 1 { (value, unit) = (value * 1000, "ms") }
        if unit == "days" || unit == "hours" || unit.isEmpty, value < 1000, value == value.rounded() {
            return joined(String(Int(value)), unit)
        }
        let short = value == value.rounded() && value < 100 ? value : rounded(value)
        let digits = short == short.rounded() ? grouped(Int(short)) : "\(short)"
        return joined(digits, unit)
    }

    private static func joined(_ digits: String, _ unit: String) -> String { unit.isEmpty ? digits : "\(digits) \(unit)" }

    /// `1,800`.
    private static func grouped(_ value: Int) -> String {
        value < 1000 ? "\(value)" : grouped(value / 1000) + "," + String(String(value % 1000 + 1000).dropFirst())
    }

    /// A duration as people round it: seconds below a minute and a half, else minutes.
    static func duration(_ seconds: Int, long: Bool) -> String {
        if seconds < 90 { return "\(seconds) \(long ? "seconds" : "s")" }
        let minutes = (seconds + 30) / 60
        return "\(minutes) \(long ? "minutes" : "min")"
    }
}
