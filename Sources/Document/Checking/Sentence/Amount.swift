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
    /// As a document prints a value, in the unit that `said` uses where it names one.
    static func text(_ value: Double, _ dimension: Dimension, like said: String) -> String {
        switch dimension {
        case .percent: return number(value) + " %"
        case .bytes: return number(value) + " bytes"
        case .plain: return abs(value) >= 100 ? number(value.rounded()) : number(value)
        case .duration:
            let lower = said.lowercased()
            if value > 0, value < 1 { return number(value * 1e3) + " ms" }
            if lower.contains("ms") || lower.contains("milli"), value < 1 { return number(value * 1e3) + " ms" }
            if lower.contains("sec") || lower.hasSuffix("s"), !lower.contains("m"), value < 600 {
                return number(value, like: said) + " s"
            }
            if lower.contains("min") || lower.hasSuffix("m"), value >= 60, value < 36_000 {
                return number(value / 60, like: said) + (lower.contains("minute") ? " minutes" : " min")
            }
            if value >= 600, value < 7_200 { return number(value / 60, like: said) + " min" }
            if value >= 7_200, value < 172_800 { return number(value / 3_600, like: said) + " h" }
            if value >= 172_800 { return number(value / 86_400, like: said) + " days" }
            if value >= 60 { return number(value / 60, like: said) + " min" }
            return value < 1 ? number(value * 1e3) + " ms" : number(value, like: said) + " s"
        }
    }

    /// As many decimals as the one who was wrong printed.
    private static func number(_ value: Double, like said: String) -> String {
        value >= 2 && !said.contains(".") ? number(value.rounded()) : number(value)
    }

    private static func number(_ value: Double) -> String {
        let magnitude = abs(value)
        guard magnitude.isFinite, magnitude < 1e12 else { return String(value) }
        let scale: Double = magnitude >= 100 ? 1 : magnitude >= 10 ? 10 : magnitude >= 1 ? 100 : 10_000
        let rounded = (value * scale).rounded() / scale
        return rounded == rounded.rounded() ? String(Int64(rounded)) : String(rounded)
    }
}
