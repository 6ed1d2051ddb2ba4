import Core

/// A number that a sentence states, with what its wording allows.
struct Amount: Sendable, Hashable {
    enum Bound: Sendable, Hashable { case exact, about, atLeast, atMost }

    var quantity: Quantity
    var bound: Bound = .exact
    /// A factor, "3 times as high", "doubled": `value` is what the latter is of the former.
    var isFactor = false
    /// A share in words, "a third of the orders": in per cent, with what such words leave open.
    var isShare = false
    /// "1.4 per second", "84 a minute": `quantity` is of a second.
    var isRate = false

    func admits(_ value: Double) -> Bool {
        let stated = quantity.value
        switch bound {
        case .exact: return quantity.admits(value)
        case .about: return quantity.admits(value) || abs(value - stated) <= abs(stated) * 0.1
        case .atLeast: return value >= stated - quantity.below && value <= stated * 2
        case .atMost: return value <= stated + quantity.above && value * 2 >= stated
        }
    }
}

extension Quantity {
    /// As a document prints a value, in the unit that `said` uses and with as many decimals, where it fits.
    static func text(_ value: Double, _ dimension: Dimension, like said: String) -> String {
        switch dimension {
        case .percent: return number(value, like: said) + " %"
        case .bytes: return number(value) + " bytes"
        case .plain: return abs(value) >= 100 ? number(value.rounded()) : number(value, like: said)
        case .duration:
            let lower = said.lowercased()
            let isMinutes = lower.contains("min") || lower.hasSuffix("m")
            let isHours = lower.contains("h") && !lower.contains("month") && !isMinutes
            if value > 0, value < 1 { return number(value * 1e3, like: lower.contains("ms") ? said : "1") + " ms" }
            if lower.contains("ms") || lower.contains("milli") { return number(value, like: "1.0") + " s" }
            if isMinutes, value >= 50, value < 36_000 {
                return number(value / 60, like: said) + (lower.contains("minute") ? " minutes" : " min")
            }
            if isHours, value >= 3_000 { return number(value / 3_600, like: said) + (lower.contains("hour") ? " hours" : " h") }
            if value >= 172_800 { return number(value / 86_400, like: lower.contains("day") ? said : "1") + " days" }
            if value >= 7_200 { return number(value / 3_600, like: "1.0") + " h" }
            if value >= 120 { return number(value / 60, like: "1") + " min" }
            return number(value, like: said) + (lower.contains("second") ? " seconds" : " s")
        }
    }

    /// As many decimals as the one who was wrong printed.
    private static func number(_ value: Double, like said: String) -> String {
        guard let (_, step, _) = NumberReader.leadingNumber(said), abs(value) < 1e12, value.isFinite else {
            return number(value)
        }
        // Nothing is left of a small value without decimals.
        guard abs(value) >= step / 2 else { return number(value) }
        let rounded = (value / step).rounded() * step
        // "13 s" for what is 4.4 s: as coarse, it would be wrong again.
        if abs(rounded - value) > abs(value) * 0.03, step >= 1, abs(value) < 10 { return number(value) }
        let tidy = (rounded * 10_000).rounded() / 10_000
        return tidy == tidy.rounded() ? String(Int64(tidy)) : String(tidy)
    }

    private static func number(_ value: Double) -> String {
        let magnitude = abs(value)
        guard magnitude.isFinite, magnitude < 1e12 else { return String(value) }
        let scale: Double = magnitude >= 100 ? 1 : magnitude >= 10 ? 10 : magnitude >= 1 ? 100 : 10_000
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
    }
}
