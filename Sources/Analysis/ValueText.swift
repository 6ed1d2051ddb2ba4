public import Core

/// How documents write values: one number and one unit, at most three significant digits unless the whole part is longer.
public enum ValueText {
    /// `1 turn`, `2 turns`.
    public static func counted(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    /// `4.2`, `0.12`, `41`, `98213`. Non-finite values are written `unknown`.
    public static func number(_ value: Double) -> String {
        guard value.isFinite else { return "unknown" }
        let magnitude = abs(value)
        guard magnitude < 1e15 else { return String(value) }
        var decimals = 0
        if magnitude < 100, magnitude > 0 {
            decimals = magnitude >= 10 ? 1 : 2
            var bound = 0.1
            while magnitude < 1, magnitude < bound * 10, decimals < 6, bound > 1e-7 {
                if magnitude < bound { decimals += 1 }
                bound /= 10
            }
        }
        return decimal(value, decimals: decimals)
    }

    /// A whole number, rounded: `5210`.
    public static func whole(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e15 else { return "unknown" }
        return String(Int64(value.rounded()))
    }

    /// A measured value with its unit: `4.2 s`, `120 ms`, `3.1 %` (of a ratio), `80/s`, `41`, `1.5 MiB`.
    public static func value(_ value: Double, _ unit: Unit) -> String {
        guard value.isFinite else { return "unknown" }
        switch unit {
        case .seconds:
            return abs(value) >= 1 || value == 0 ? number(value) + " s" : number(value * 1000) + " ms"
        case .ratio: return number(value * 100) + " %"
        case .perSecond: return number(value) + "/s"
        case .bytes: return bytes(value)
        case .count, .none: return number(value)
        }
    }

    /// A stretch of time: `300 ms`, `90 s`, `2 min`, `3.5 min`, `5 h`, `15 days`. Always one number; the sign is dropped.
    public static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite else { return "unknown" }
        let length = abs(seconds)
        if length == 0 { return "0 s" }
        if length < 1 { return number(length * 1000) + " ms" }
        if length < 120, length != 60 { return decimal(length, decimals: length < 10 ? 1 : 0) + " s" }
        if length < 7200, length != 3600 { return decimal(length / 60, decimals: 1) + " min" }
        if length < 172_800 { return decimal(length / 3600, decimals: 1) + " h" }
        return decimal(length / 86_400, decimals: 1) + " days"
    }

    /// A fact as a sentence writes it.
    public static func fact(_ fact: Fact) -> String {
        switch fact {
        case .time(let time): time.clock
        case .number(let number, let unit): value(number, unit)
        case .duration(let seconds): duration(seconds)
        case .text(let text): text
        }
    }

    /// The first characters of a revision that are enough for a person.
    public static func revision(_ text: String) -> String {
        text.utf8.count >= 12 && text.utf8.allSatisfy { isHexDigit($0) } ? String(text.prefix(7)) : quotation(text, limit: 40)
    }

    /// Text from outside, fit to stand in a sentence: one line, without control, format or bidirectional characters, cut to
    /// `limit` characters with an ellipsis, double quotes made single.
    public static func quotation(_ text: String, limit: Int = 120) -> String {
        var result = String.UnicodeScalarView()
        var pendingSpace = false
        var count = 0
        // Past this many scalars nothing more can be shown, however the characters combine.
        for scalar in text.unicodeScalars.prefix(limit * 8) {
            if scalar.properties.isWhitespace || isControl(scalar) {
                pendingSpace = !result.isEmpty
                continue
            }
            if isFormat(scalar) { continue }
            if pendingSpace {
                result.append(" ")
                count += 1
            }
            pendingSpace = false
            result.append(scalar == "\"" ? "'" : scalar)
            count += 1
            if count > limit { break }
        }
        let line = String(result)
        let wasCut = line.count > limit || text.unicodeScalars.count > limit * 8
        return wasCut ? String(line.prefix(max(0, limit - 1))) + "…" : line
    }

    private static func decimal(_ value: Double, decimals: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<decimals { scale *= 10 }
        let scaled = (abs(value) * Double(scale)).rounded()
        guard scaled < 9e18 else { return String(value) }
        let digits = Int64(scaled)
        let sign = value < 0 && digits != 0 ? "-" : ""
        let whole = String(digits / scale)
        guard decimals > 0 else { return sign + whole }
        var fraction = String(digits % scale)
        fraction = String(repeating: "0", count: max(0, decimals - fraction.count)) + fraction
        while fraction.hasSuffix("0") { fraction.removeLast() }
        return sign + whole + (fraction.isEmpty ? "" : "." + fraction)
    }

    private static func bytes(_ value: Double) -> String {
        var scaled = value
        var unit = "B"
        for next in ["KiB", "MiB", "GiB", "TiB", "PiB"] where abs(scaled) >= 1024 {
            scaled /= 1024
            unit = next
        }
        return number(scaled) + " " + unit
    }

    static func isHexDigit(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x61...0x66).contains(byte) || (0x41...0x46).contains(byte)
    }

    private static func isControl(_ scalar: Unicode.Scalar) -> Bool {
        scalar.properties.generalCategory == .control || scalar.properties.generalCategory == .lineSeparator
            || scalar.properties.generalCategory == .paragraphSeparator
    }

    private static func isFormat(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .format, .privateUse, .unassigned, .surrogate: true
        default: false
        }
    }
}
