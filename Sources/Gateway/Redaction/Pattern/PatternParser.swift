/// Reads the pattern language of `Documentation/redaction.md`.
struct PatternParser {
    private let bytes: [UInt8]
    private let rule: RuleID
    private var position = 0
    private var isCaseless = false

    static func parse(_ text: String, rule: RuleID) throws(RuleError) -> Pattern {
        var parser = PatternParser(bytes: Array(text.utf8), rule: rule)
        return try parser.pattern()
    }

    private init(bytes: [UInt8], rule: RuleID) {
        self.bytes = bytes
        self.rule = rule
    }

    private mutating func pattern() throws(RuleError) -> Pattern {
        isCaseless = take("(?i)")
        let choices = try choices(depth: 0)
        guard position == bytes.count else { throw fail("')' without '('") }
        return Pattern(nodes: choices.count == 1 ? choices[0] : [.choice(choices)], isCaseless: isCaseless)
    }

    private func fail(_ reason: String) -> RuleError { RuleError(rule: rule, offset: position, reason: reason) }

    private mutating func take(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard position + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[position + offset] != text.utf8Start[offset] { return false }
        position += count
        return true
    }

    private mutating func choices(depth: Int) throws(RuleError) -> [[Pattern.Node]] {
        guard depth <= 4 else { throw fail("groups nested deeper than 4") }
        var choices: [[Pattern.Node]] = [[]]
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: ")") { break }
            if byte == UInt8(ascii: "|") {
                position += 1
                choices.append([])
                continue
            }
            let nodes = try item(depth: depth)
            for node in nodes { choices[choices.count - 1].join(node) }
        }
        return choices
    }

    private mutating func item(depth: Int) throws(RuleError) -> [Pattern.Node] {
        let byte = bytes[position]
        switch byte {
        case UInt8(ascii: "<"):
            position += 1
            return [.valueStart]
        case UInt8(ascii: ">"):
            position += 1
            return [.valueEnd]
        case UInt8(ascii: "("):
            position += 1
            let group = Pattern.Node.choice(try choices(depth: depth + 1))
            guard take(")") else { throw fail("expected ')'") }
            return try repeated(group)
        case UInt8(ascii: "["):
            position += 1
            return try repeated(set: try bracket())
        case UInt8(ascii: "\\"):
            if take("\\b") { return [.boundary] }
            position += 1
            return try single(try escape())
        case UInt8(ascii: "."), UInt8(ascii: "*"), UInt8(ascii: "^"), UInt8(ascii: "$"), UInt8(ascii: "{"),
            UInt8(ascii: "}"), UInt8(ascii: "]"), UInt8(ascii: "?"), UInt8(ascii: "+"):
            throw fail("write \\ before a literal '\(Character(Unicode.Scalar(byte)))'")
        default:
            position += 1
            return try single(ByteSet(byte...byte))
        }
    }

    /// A single byte is a literal unless it is repeated.
    private mutating func single(_ set: ByteSet) throws(RuleError) -> [Pattern.Node] {
        let nodes = try repeated(set: set)
        guard nodes == [.set(isCaseless ? set.caseless : set, minimum: 1, maximum: 1)], let byte = set.only else {
            return nodes
        }
        return isCaseless && byte.isASCIILetter ? [.word([byte | 0x20])] : [.literal([byte])]
    }

    private mutating func escape() throws(RuleError) -> ByteSet {
        guard position < bytes.count else { throw fail("the pattern ends after '\\'") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "d"): return .digits
        case UInt8(ascii: "w"): return .word
        case UInt8(ascii: "s"): return .space
        case UInt8(ascii: "h"): return .hex
        case UInt8(ascii: "n"): return ByteSet("\n")
        case UInt8(ascii: "r"): return ByteSet("\r")
        case UInt8(ascii: "t"): return ByteSet("\t")
        case UInt8(ascii: "x"):
            let value = bytes.withUnsafeBufferPointer { EncodedRun.hexByte($0, position) }
            guard let value else { throw fail("expected two hexadecimal digits") }
            position += 2
            return ByteSet(value...value)
        case _ where byte.isASCIIAlphanumeric: throw fail("an unknown escape")
        default: return ByteSet(byte...byte)
        }
    }

    private mutating func bracket() throws(RuleError) -> ByteSet {
        let isInverted = take("^")
        var set = ByteSet()
        while position < bytes.count, bytes[position] != UInt8(ascii: "]") {
            let first = try member()
            guard let low = first.only, position + 1 < bytes.count, bytes[position] == UInt8(ascii: "-"),
                bytes[position + 1] != UInt8(ascii: "]")
            else {
                set.formUnion(first)
                continue
            }
            position += 1
            guard let high = try member().only, low <= high else { throw fail("a range that runs backwards") }
            set.formUnion(ByteSet(low...high))
        }
        guard take("]") else { throw fail("expected ']'") }
        return isInverted ? set.inverted : set
    }

    private mutating func member() throws(RuleError) -> ByteSet {
        let byte = bytes[position]
        position += 1
        return byte == UInt8(ascii: "\\") ? try escape() : ByteSet(byte...byte)
    }

    private mutating func repeated(set: ByteSet) throws(RuleError) -> [Pattern.Node] {
        let (minimum, maximum) = try repetition()
        return [.set(isCaseless ? set.caseless : set, minimum: minimum, maximum: maximum)]
    }

    /// A group that is repeated stands in the tree as often as it may match: programs have no loops.
    private mutating func repeated(_ group: Pattern.Node) throws(RuleError) -> [Pattern.Node] {
        let (minimum, maximum) = try repetition()
        guard let maximum, maximum <= 16 else { throw fail("a group may be repeated at most 16 times") }
        var optional: [Pattern.Node] = []
        for _ in 0..<(maximum - minimum) { optional = [.choice([[group] + optional, []])] }
        return Array(repeating: group, count: minimum) + optional
    }

    private mutating func repetition() throws(RuleError) -> (minimum: Int, maximum: Int?) {
        if take("?") { return (0, 1) }
        if take("+") { return (1, nil) }
        if take("*") { return (0, nil) }
        guard take("{") else { return (1, 1) }
        let minimum = try number()
        if take("}") { return (minimum, minimum) }
        guard take(",") else { throw fail("expected ',' or '}'") }
        if take("}") { return (minimum, nil) }
        let maximum = try number()
        guard take("}"), minimum <= maximum else { throw fail("expected '}' after a maximum not below the minimum") }
        return (minimum, maximum)
    }

    private mutating func number() throws(RuleError) -> Int {
        var value = 0
        let start = position
        while position < bytes.count, bytes[position].isASCIIDigit {
            value = min(value * 10 + Int(bytes[position] - 0x30), 100_000)
            position += 1
        }
        guard position > start, value <= PatternProgram.reach else {
            throw fail("expected a number up to \(PatternProgram.reach)")
        }
        return value
    }
}

extension [Pattern.Node] {
    /// Adds a node; neighbouring literals become one.
    fileprivate mutating func join(_ node: Pattern.Node) {
        switch (last, node) {
        case (.literal(let first)?, .literal(let second)): self[count - 1] = .literal(first + second)
        case (.word(let first)?, .word(let second)): self[count - 1] = .word(first + second)
        default: append(node)
        }
    }
}
