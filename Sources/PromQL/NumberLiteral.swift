/// A number in an expression. Unlike doubles, `NaN` equals itself here, so that trees can be compared.
public struct NumberLiteral: Sendable, Hashable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    public var value: Double

    public init(_ value: Double) { self.value = value }
    public init(floatLiteral value: Double) { self.value = value }
    public init(integerLiteral value: Int) { self.value = Double(value) }

    public static func == (left: NumberLiteral, right: NumberLiteral) -> Bool {
        left.value == right.value || (left.value.isNaN && right.value.isNaN)
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(value.isNaN ? .infinity : value) }

    /// The shortest text that reads back as this value: `10`, `0.05`, `1e-09`, `-Inf`, `NaN`.
    public var text: String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "Inf" }
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
