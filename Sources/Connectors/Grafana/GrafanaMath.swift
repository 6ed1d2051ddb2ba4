/// Reads a math expression of a rule, such as `$A / $B > 0.05 && ${C} < 3`, into PromQL.
///
/// Comparisons and `&&`, `||` give 1 and 0. At the top they become PromQL's filters and `and`, `or`; below an operator they need
/// `bool`. Precedence as in Grafana's `pkg/expr/mathexp/parse`: `||`, `&&`, comparisons, `+ -`, `* / %`, unary, `**`.
struct GrafanaMath {
    typealias Meaning = GrafanaRuleGraph.Meaning

    private enum Token: Equatable {
        case number(String)
        case reference(String)
        case name(String)
        case sign(String)
    }

    private static let depthLimit = 60
    /// Texts do not grow beyond this: a node that is named a hundred times stands in them a hundred times.
    private static let longest = 8_000
    /// Functions that PromQL has as well, by the names that it gives them.
    private static let functions = ["abs": "abs", "ceil": "ceil", "floor": "floor", "log": "ln", "round": "round"]

    private var tokens: ArraySlice<Token>
    private let isReadable: Bool
    private let resolve: (String) -> Meaning?
    private var depth = 0

    /// - Parameter resolve: what the node of a name amounts to.
    init(_ text: String, resolve: @escaping (String) -> Meaning?) {
        let read = Self.tokens(text)
        tokens = (read ?? [])[...]
        isReadable = read != nil
        self.resolve = resolve
    }

    /// `nil` for what is no math expression, or has no counterpart in PromQL.
    mutating func read() -> Meaning? {
        guard isReadable, let meaning = disjunction(), tokens.isEmpty else { return nil }
        return meaning
    }

    /// The nodes that a text names, in order.
    static func references(in text: String) -> [String] {
        (tokens(text) ?? []).compactMap { if case .reference(let name) = $0 { name } else { nil } }
    }

    // MARK: Grammar

    private mutating func disjunction() -> Meaning? {
        guard var left = conjunction() else { return nil }
        while take("||") {
            guard case .condition(let first, _) = left, case .condition(let second, _)? = conjunction(),
                first.utf8.count + second.utf8.count < Self.longest
            else { return nil }
            left = .condition(filter: "(\(first)) or (\(second))", bool: nil)
        }
        return left
    }

    private mutating func conjunction() -> Meaning? {
        guard var left = comparison() else { return nil }
        while take("&&") {
            guard case .condition(let first, _) = left, case .condition(let second, _)? = comparison(),
                first.utf8.count + second.utf8.count < Self.longest
            else { return nil }
            left = .condition(filter: "(\(first)) and (\(second))", bool: nil)
        }
        return left
    }

    private mutating func comparison() -> Meaning? {
        guard var left = sum() else { return nil }
        while let sign = takeAny(["==", "!=", ">=", "<=", ">", "<"]) {
            guard let first = Self.number(left), let second = sum().flatMap(Self.number) else { return nil }
            left = .condition(filter: "(\(first)) \(sign) (\(second))", bool: "(\(first)) \(sign) bool (\(second))")
        }
        return left
    }

    private mutating func sum() -> Meaning? {
        guard var left = product() else { return nil }
        while let sign = takeAny(["+", "-"]) {
            guard let first = Self.number(left), let second = product().flatMap(Self.number) else { return nil }
            left = .value("(\(first)) \(sign) (\(second))")
        }
        return left
    }

    private mutating func product() -> Meaning? {
        guard var left = unary() else { return nil }
        while let sign = takeAny(["*", "/", "%"]) {
            guard let first = Self.number(left), let second = unary().flatMap(Self.number) else { return nil }
            left = .value("(\(first)) \(sign) (\(second))")
        }
        return left
    }

    private mutating func unary() -> Meaning? {
        depth += 1
        defer { depth -= 1 }
        guard depth < Self.depthLimit else { return nil }
        if take("-") { return unary().flatMap(Self.number).map { .value("-(\($0))") } }
        guard let base = primary() else { return nil }
        guard take("**") else { return base }
        guard let first = Self.number(base), let second = unary().flatMap(Self.number) else { return nil }
        return .value("(\(first)) ^ (\(second))")
    }

    private mutating func primary() -> Meaning? {
        switch tokens.popFirst() {
        case .number(let text)?: return .value(text)
        case .reference(let name)?: return resolve(name)
        case .sign("(")?:
            guard let inner = disjunction(), take(")") else { return nil }
            return inner
        case .name(let name)?:
            guard let function = Self.functions[name], take("("), let argument = disjunction().flatMap(Self.number), take(")")
            else { return nil }
            return .value("\(function)(\(argument))")
        default: return nil
        }
    }

    private static func number(_ meaning: Meaning) -> String? {
        switch meaning {
        case .value(let text): text.utf8.count < longest ? text : nil
        case .condition(_, let bool): bool
        }
    }

    private mutating func take(_ sign: String) -> Bool {
        guard tokens.first == .sign(sign) else { return false }
        tokens.removeFirst()
        return true
    }

    private mutating func takeAny(_ signs: [String]) -> String? {
        guard case .sign(let sign)? = tokens.first, signs.contains(sign) else { return nil }
        tokens.removeFirst()
        return sign
    }

    // MARK: Tokens

    private static func tokens(_ text: String) -> [Token]? {
        guard text.utf8.count <= 4_000 else { return nil }
        var rest = text[...].utf8
        var found: [Token] = []
        while let byte = rest.first {
            if byte <= 0x20 {
                rest.removeFirst()
            } else if byte == UInt8(ascii: "$") {
                rest.removeFirst()
                let isBraced = rest.first == UInt8(ascii: "{")
                if isBraced { rest.removeFirst() }
                let name = word(&rest) { isBraced ? $0 != UInt8(ascii: "}") : isNamePart($0) }
                if isBraced, rest.popFirst() == nil { return nil }
                guard !name.isEmpty else { return nil }
                found.append(.reference(name))
            } else if (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".") {
                let digits = word(&rest) { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") || $0 | 0x20 == 0x65 }
                guard let value = Double(digits), value.isFinite else { return nil }
                found.append(.number(digits))
            } else if isNamePart(byte) {
                found.append(.name(word(&rest, while: isNamePart)))
            } else if let sign = signs.first(where: { rest.starts(with: $0.utf8) }) {
                found.append(.sign(sign))
                rest = rest.dropFirst(sign.utf8.count)
            } else {
                return nil
            }
        }
        return found
    }

    private static let signs = ["||", "&&", "==", "!=", ">=", "<=", "**", ">", "<", "+", "-", "*", "/", "%", "(", ")"]

    private static func isNamePart(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte) || byte == 0x5F
    }

    private static func word(_ rest: inout Substring.UTF8View, while isPart: (UInt8) -> Bool) -> String {
        let part = rest.prefix(while: isPart)
        rest = rest[part.endIndex...]
        return String(decoding: part, as: UTF8.self)
    }
}
