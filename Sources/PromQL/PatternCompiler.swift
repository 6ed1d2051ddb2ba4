/// Turns a pattern into steps. Every construct is emitted as it is read; what a repetition repeats is copied.
struct PatternCompiler {
    static let stepLimit = 4000
    private static let nestingLimit = 50

    let scalars: [Unicode.Scalar]
    var position = 0
    var steps: [LabelPattern.Step] = []
    private var nesting = 0
    /// Set by `(?i)` at the pattern's start; elsewhere that flag is not supported.
    private(set) var ignoresCase = false

    init(_ pattern: String) {
        scalars = Array(pattern.unicodeScalars.prefix(10_000)) + (pattern.unicodeScalars.count > 10_000 ? ["("] : [])
    }

    mutating func compile() -> [LabelPattern.Step]? {
        if scalars.starts(with: "(?i)".unicodeScalars) {
            ignoresCase = true
            position = 4
        }
        guard alternatives(), position == scalars.count else { return nil }
        steps.append(.match)
        return steps.count <= PatternCompiler.stepLimit ? steps : nil
    }

    var next: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard next == scalar else { return false }
        position += 1
        return true
    }

    /// `a|b|c`: each alternative but the last is entered by a split and left by a jump to the end.
    private mutating func alternatives() -> Bool {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= PatternCompiler.nestingLimit else { return false }
        var exits: [Int] = []
        while true {
            let start = steps.count
            guard sequence() else { return false }
            guard take("|") else { break }
            insert(.split(start + 1, steps.count + 2), at: start)
            exits.append(steps.count)
            steps.append(.jump(0))
        }
        for exit in exits { steps[exit] = .jump(steps.count) }
        return steps.count <= PatternCompiler.stepLimit
    }

    private mutating func sequence() -> Bool {
        while let scalar = next, scalar != "|", scalar != ")" {
            let start = steps.count
            guard atom(), repetitions(from: start), steps.count <= PatternCompiler.stepLimit else { return false }
        }
        return true
    }

    private mutating func atom() -> Bool {
        guard let scalar = next else { return false }
        position += 1
        switch scalar {
        case "(": return group()
        case "[": return characterClass()
        case ".": steps.append(.any)
        case "^": steps.append(.start)
        case "$": steps.append(.end)
        case "*", "+", "?": return false
        case "\\": return escape()
        default: literal(scalar)
        }
        return true
    }

    private mutating func literal(_ scalar: Unicode.Scalar) {
        guard ignoresCase else { return steps.append(.scalar(scalar)) }
        for lower in scalar.properties.lowercaseMapping.unicodeScalars { steps.append(.scalar(lower)) }
    }

    private mutating func group() -> Bool {
        if take("?") {
            if take("P") || next == "<" {
                guard take("<") else { return false }
                while let scalar = next, scalar != ">" { position += scalar == "(" ? scalars.count : 1 }
                guard take(">") else { return false }
            } else {
                // `.` always matches every character here, so the flag that says so changes nothing.
                _ = take("s")
                guard take(":") else { return false }
            }
        }
        return alternatives() && take(")")
    }

    private mutating func escape() -> Bool {
        guard let scalar = next else { return false }
        position += 1
        if let set = PatternSet(escape: scalar) {
            steps.append(.set(ignoresCase ? set.lowercased : set))
            return true
        }
        switch scalar {
        case "A": steps.append(.start)
        case "z": steps.append(.end)
        default:
            guard let scalar = escaped(scalar) else { return false }
            literal(scalar)
        }
        return true
    }

    /// The character that an escape stands for, the letter after the backslash having been read.
    private mutating func escaped(_ letter: Unicode.Scalar) -> Unicode.Scalar? {
        switch letter {
        case "n": return "\n"
        case "t": return "\t"
        case "r": return "\r"
        case "f": return "\u{c}"
        case "v": return "\u{b}"
        case "a": return "\u{7}"
        case "x": return hexadecimal()
        default: return letter.isASCII && !letter.properties.isAlphabetic && !("0"..."9").contains(letter) ? letter : nil
        }
    }

    /// `\x41` or `\x{1F600}`, the `x` having been read.
    private mutating func hexadecimal() -> Unicode.Scalar? {
        let isBraced = take("{")
        var value: UInt32 = 0
        var digits = 0
        while digits < (isBraced ? 6 : 2), let scalar = next, scalar.isASCII,
            let digit = Byte.digit(UInt8(truncatingIfNeeded: scalar.value), radix: 16)
        {
            value = value * 16 + digit
            digits += 1
            position += 1
        }
        guard isBraced ? (digits > 0 && take("}")) : digits == 2 else { return nil }
        return Unicode.Scalar(value)
    }

    private mutating func characterClass() -> Bool {
        var set = PatternSet(isNegated: take("^"))
        var isFirst = true
        while let scalar = next, scalar != "]" || isFirst {
            isFirst = false
            position += 1
            if scalar == "[", take(":") {
                guard let named = posixClass() else { return false }
                set.add(named)
                continue
            }
            if scalar == "\\", let letter = next, let named = PatternSet(escape: letter) {
                position += 1
                set.add(named)
                continue
            }
            guard let low = member(scalar) else { return false }
            var high = low
            if next == "-", position + 1 < scalars.count, scalars[position + 1] != "]" {
                position += 2
                guard let end = member(scalars[position - 1]), end.value >= low.value else { return false }
                high = end
            }
            set.ranges.append(low.value...high.value)
        }
        guard take("]") else { return false }
        steps.append(.set(ignoresCase ? set.lowercased : set))
        return true
    }

    private mutating func member(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
        guard scalar == "\\" else { return scalar }
        guard let letter = next else { return nil }
        position += 1
        return escaped(letter)
    }

    private mutating func posixClass() -> PatternSet? {
        let isNegated = take("^")
        var name = ""
        while let scalar = next, scalar != ":", name.utf8.count < 10 {
            name.unicodeScalars.append(scalar)
            position += 1
        }
        guard take(":"), take("]"), var set = PatternSet(posix: name) else { return nil }
        set.isNegated = isNegated
        return set
    }
}
