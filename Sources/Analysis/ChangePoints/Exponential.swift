/// Natural logarithm and exponential function: the standard library has none, and the pure rooms import nothing else. Both are
/// within a few units in the last place of 1e-14 relative, which is far more than penalties and confidences need.
enum Exponential {
    private static let ln2 = 0.693_147_180_559_945_3

    /// The natural logarithm; negative infinity for zero, NaN below.
    static func log(_ value: Double) -> Double {
        guard value > 0 else { return value == 0 ? -.infinity : .nan }
        guard value.isFinite else { return value }
        var mantissa = value.significand
        var exponent = Double(value.exponent)
        if mantissa > 1.414_213_562_373_095 {
            mantissa /= 2
            exponent += 1
        }
        // ln m = 2 artanh((m - 1) / (m + 1)); the argument is below 0.172, so that twelve terms leave less than 1e-17.
        let ratio = (mantissa - 1) / (mantissa + 1)
        var sum = 0.0
        var power = ratio
        for term in 0..<12 {
            sum += power / Double(2 * term + 1)
            power *= ratio * ratio
        }
        return exponent * ln2 + 2 * sum
    }

    /// e to the power of `value`.
    static func exp(_ value: Double) -> Double {
        guard value > -745 else { return value.isNaN ? .nan : 0 }
        guard value < 709 else { return .infinity }
        let whole = (value / ln2).rounded()
        let rest = value - whole * ln2
        var sum = 1.0
        var term = 1.0
        for index in 1..<16 {
            term *= rest / Double(index)
            sum += term
        }
        // Two factors, since the smallest results are subnormal.
        let half = (whole / 2).rounded(.down)
        return sum * Double(sign: .plus, exponent: Int(half), significand: 1)
            * Double(sign: .plus, exponent: Int(whole - half), significand: 1)
    }
}
