import Core

/// What the value at a path must be. Where several operators are given, a value must satisfy them all.
public struct ArgumentCondition: Sendable, Hashable {
    public enum Operator: Sendable, Hashable {
        /// A string, number or boolean of the same type; numbers by value.
        case equals(JSONValue)
        case oneOf([JSONValue])
        /// Over the text of a string, a number as it was written, `true` or `false`.
        case glob(PolicyGlob)
        /// A string that has this inside, byte by byte, or a list with an element that equals it.
        case contains(String)
        /// A number, or a string that is one, less than this.
        case below(Double)
        case above(Double)
        /// There is a value, `null` included.
        case present
        /// There is none.
        case absent
    }

    public var path: ArgumentPath
    /// Never empty. `absent` stands alone.
    public var operators: [Operator]

    public init(path: ArgumentPath, operators: [Operator]) {
        self.path = path
        self.operators = operators
    }

    /// How much of what the path leads to satisfies the condition.
    func fit(in input: JSONValue) -> PolicyFit {
        let (found, missing) = path.values(in: input)
        if operators == [.absent] {
            return found.isEmpty ? .whole : (missing > 0 ? .part : .none)
        }
        let satisfied = found.count { value in operators.allSatisfy { $0.accepts(value) } }
        return PolicyFit(satisfied: satisfied, of: found.count + missing)
    }
}

extension ArgumentCondition.Operator {
    func accepts(_ value: JSONValue) -> Bool {
        switch self {
        case .equals(let wanted): return Self.equal(value, wanted)
        case .oneOf(let wanted): return wanted.contains { Self.equal(value, $0) }
        case .glob(let pattern): return value.scalarText.map(pattern.matches) == true
        case .contains(let part):
            if let elements = value.array { return elements.contains { $0.scalarText.map { Self.same($0, part) } == true } }
            guard let text = value.string else { return false }
            return PolicyGlob.first(Array(part.utf8), in: Array(text.utf8)[...]) != nil
        case .below(let limit): return Self.number(value).map { $0 < limit } == true
        case .above(let limit): return Self.number(value).map { $0 > limit } == true
        case .present: return true
        case .absent: return false
        }
    }

    /// Numbers by value, strings byte by byte: two spellings of one accented letter are two texts.
    private static func equal(_ left: JSONValue, _ right: JSONValue) -> Bool {
        switch (left, right) {
        case (.number(let left), .number(let right)):
            if let left = left.int, let right = right.int { return left == right }
            return left.double == right.double
        case (.string(let left), .string(let right)): return same(left, right)
        default: return left == right
        }
    }

    private static func same(_ left: String, _ right: String) -> Bool { left.utf8.elementsEqual(right.utf8) }

    private static func number(_ value: JSONValue) -> Double? {
        if case .string(let text) = value, text.utf8.count <= 64, let parsed = try? JSONValue(parsing: text) {
            return parsed.double
        }
        return value.double
    }

    /// `equals "#incidents"`, for explanations.
    var text: String {
        switch self {
        case .equals(let value): "equals \(value.compact)"
        case .oneOf(let values): "is in \(JSONValue.array(values).compact)"
        case .glob(let pattern): "matches \(JSONValue.string(pattern.text).compact)"
        case .contains(let part): "contains \(JSONValue.string(part).compact)"
        case .below(let limit): "is below \(JSONValue.number(limit).compact)"
        case .above(let limit): "is above \(JSONValue.number(limit).compact)"
        case .present: "is present"
        case .absent: "is absent"
        }
    }
}
