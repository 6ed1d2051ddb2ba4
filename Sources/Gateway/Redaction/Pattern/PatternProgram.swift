/// A pattern as a list of steps without loops: each step runs at most once in an attempt, so an attempt costs no more than the
/// program is long (and what a set of bytes runs over, which the scanner remembers).
struct PatternProgram {
    enum Kind: UInt8, BitwiseCopyable, Sendable {
        case set, literal, word, choice, commit, valueStart, valueEnd, boundary, jump, done
    }

    struct Step: BitwiseCopyable, Sendable {
        var kind: Kind
        /// The set's table; the literal's place in the pool; where to go on.
        var operand: Int32 = 0
        var minimum: Int32 = 0
        var maximum: Int32 = 0
        /// Where the scanner remembers how far this set reaches; -1 for short ones.
        var memo: Int32 = -1
        /// A repetition without end.
        var isOpen = false
    }

    /// Bytes that a repetition without end is followed here. What comes after is taken out without being looked at.
    static let reach = 1024
    /// Bytes from where a pattern begins to where it ends, at most.
    static let maximumLength = 3072
    /// Repetitions longer than this are remembered.
    static let shortRepetition = 32
    static let maximumDepth = 16
}

/// Turns patterns into programs that share their tables.
struct PatternCompiler {
    var steps: [PatternProgram.Step] = []
    var literals: [UInt8] = []
    /// 256 bytes for each set.
    var tables: [UInt8] = []
    var memos: Int32 = 0
    private var setIndices: [ByteSet: Int32] = [:]
    private var depth = 0
    private var openIsSeen = false

    mutating func table(_ set: ByteSet) -> Int32 {
        if let index = setIndices[set] { return index }
        let index = Int32(tables.count / 256)
        for byte in UInt8.min...UInt8.max { tables.append(set.contains(byte) ? 1 : 0) }
        setIndices[set] = index
        return index
    }

    /// Returns where the program begins. It goes on at `next`, or is done at its end.
    mutating func compile(_ nodes: [Pattern.Node], then next: Int32?, rule: RuleID) throws(RuleError) -> Int32 {
        let start = Int32(steps.count)
        openIsSeen = false
        try emit(nodes, rule: rule)
        if let next {
            if openIsSeen, steps[Int(next)].kind != .done, steps[Int(next)].kind != .valueEnd { try checkOrder(rule) }
            steps.append(PatternProgram.Step(kind: .jump, operand: next))
        } else {
            steps.append(PatternProgram.Step(kind: .done))
        }
        return start
    }

    private mutating func emit(_ nodes: [Pattern.Node], rule: RuleID) throws(RuleError) {
        for node in nodes {
            switch node {
            case .set(let set, let minimum, let maximum):
                try checkOrder(rule)
                if maximum == nil { openIsSeen = true }
                let limit = maximum ?? PatternProgram.reach
                var step = PatternProgram.Step(
                    kind: .set, operand: table(set), minimum: Int32(minimum), maximum: Int32(limit), isOpen: maximum == nil)
                if limit > PatternProgram.shortRepetition {
                    step.memo = memos
                    memos += 1
                }
                steps.append(step)
            case .literal(let bytes), .word(let bytes):
                try checkOrder(rule)
                let kind: PatternProgram.Kind = if case .word = node { .word } else { .literal }
                steps.append(
                    PatternProgram.Step(kind: kind, operand: Int32(literals.count), minimum: Int32(bytes.count)))
                literals.append(contentsOf: bytes)
            case .choice(let choices): try emit(choices: choices, rule: rule)
            case .valueStart: steps.append(PatternProgram.Step(kind: .valueStart))
            case .valueEnd: steps.append(PatternProgram.Step(kind: .valueEnd))
            case .boundary: steps.append(PatternProgram.Step(kind: .boundary))
            }
        }
    }

    /// What follows a repetition without end could not be found within bounds.
    private func checkOrder(_ rule: RuleID) throws(RuleError) {
        guard !openIsSeen else { throw RuleError(rule: rule, offset: 0, reason: "a repetition without end stands last") }
    }

    private mutating func emit(choices: [[Pattern.Node]], rule: RuleID) throws(RuleError) {
        depth += 1
        defer { depth -= 1 }
        guard depth <= PatternProgram.maximumDepth else {
            throw RuleError(rule: rule, offset: 0, reason: "choices nested deeper than \(PatternProgram.maximumDepth)")
        }
        var commits: [Int] = []
        var anyIsOpen = false
        for (position, nodes) in choices.enumerated() {
            let isLast = position == choices.count - 1
            let choice = steps.count
            if !isLast { steps.append(PatternProgram.Step(kind: .choice)) }
            openIsSeen = false
            try emit(nodes, rule: rule)
            anyIsOpen = anyIsOpen || openIsSeen
            if !isLast {
                commits.append(steps.count)
                steps.append(PatternProgram.Step(kind: .commit))
                steps[choice].operand = Int32(steps.count)
            }
        }
        openIsSeen = anyIsOpen
        for commit in commits { steps[commit].operand = Int32(steps.count) }
    }

    /// The most bytes that a pattern takes.
    static func length(_ nodes: [Pattern.Node]) -> Int {
        nodes.reduce(0) { sum, node in
            switch node {
            case .set(_, _, let maximum): sum + (maximum ?? PatternProgram.reach)
            case .literal(let bytes), .word(let bytes): sum + bytes.count
            case .choice(let choices): sum + (choices.map { length($0) }.max() ?? 0)
            case .valueStart, .valueEnd, .boundary: sum
            }
        }
    }
}
