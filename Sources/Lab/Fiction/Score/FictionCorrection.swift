/// Whether a correction gives what would have been right.
enum FictionCorrection {
    /// Times agree to the minute either way; numbers within a twentieth and with the same unit; else the words have to be there.
    static func isRight(_ holds: String, right: [String]) -> Bool {
        right.contains { right in
            if let wanted = minutes(in: right).first { return minutes(in: holds).contains { abs($0 - wanted) <= 1 } }
            if let wanted = amounts(in: right).first {
                return amounts(in: holds).contains {
                    $0.unit == wanted.unit && abs($0.value - wanted.value) <= 0.05 * abs(wanted.value)
                }
            }
            return holds.contains(right)
        }
    }

    /// Clock times in a text, as minutes of the day.
    static func minutes(in text: String) -> [Int] {
        text.matches(of: #/([0-9]{1,2}):([0-9]{2})/#).compactMap { match in
            guard let hour = Int(match.1), let minute = Int(match.2), hour < 24, minute < 60 else { return nil }
            return hour * 60 + minute
        }
    }

    /// Numbers with what they count; durations in seconds, shares in per cent.
    static func amounts(in text: String) -> [(value: Double, unit: String)] {
        text.matches(of: #/([0-9][0-9,]*(?:\.[0-9]+)?)\s*([%a-zA-Z\/]*)/#).compactMap { match in
            guard let value = Double(match.1.replacing(",", with: "")) else { return nil }
            return switch match.2.lowercased() {
            case "ms", "milliseconds": (value / 1000, "s")
            case "s", "second", "seconds": (value, "s")
            case "min", "minute", "minutes": (value * 60, "s")
            case "h", "hour", "hours": (value * 3600, "s")
            case "d", "day", "days": (value * 86_400, "s")
            case "per", "/s": (value, "/s")
            case "%": (value, "%")
            default: (value, "")
            }
        }
    }
}
