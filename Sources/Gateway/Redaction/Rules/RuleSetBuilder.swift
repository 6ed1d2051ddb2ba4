/// Collects what a ``RuleSet`` is made of.
struct RuleSetBuilder {
    var rules: [RedactionRule] = []
    var variants: [RuleSet.Variant] = []
    var compiler = PatternCompiler()
    var words: [RuleSet.ContextWord] = []
    var contexts: [[String]: Int32] = [:]
    var trigrams: [(trigram: UInt32, entry: Int32)] = []
    var numbers: [NumberIndex.Entry] = []
    var gapRules: [Int32] = []
    var byteRules: [RuleSet.ByteRule] = []
    var runRules: [Int32] = []
    private var wordIndices: [[UInt8]: Int] = [:]

    init() {}

    init(_ rules: [RedactionRule]) throws(RuleError) {
        for rule in rules { try add(rule) }
        for (bytes, index) in wordIndices.sorted(by: { $0.value < $1.value }) {
            trigrams.append((Anchor.fold(bytes[0], bytes[1], bytes[2]), TrigramIndex.word(index)))
        }
    }

    private mutating func add(_ rule: RedactionRule) throws(RuleError) {
        let pattern = try PatternParser.parse(rule.pattern, rule: rule.id)
        let context = try context(rule)
        let index = Int32(rules.count)
        rules.append(rule)
        // A pattern that begins with a choice becomes one program for each choice, so that no choice is tried in vain.
        let lead = pattern.nodes.prefix { $0 == .boundary || $0 == .valueStart }
        let rest = pattern.nodes.dropFirst(lead.count)
        var heads: [[Pattern.Node]] = [Array(lead)]
        var tail = Array(rest)
        if case .choice(let choices)? = rest.first, choices.count > 1 {
            heads = choices.map { lead + $0 }
            tail = Array(rest.dropFirst())
        }
        guard PatternCompiler.length(pattern.nodes) <= PatternProgram.maximumLength else {
            throw RuleError(rule: rule.id, offset: 0, reason: "it can match more than \(PatternProgram.maximumLength) bytes")
        }
        let end = try compiler.compile(tail, then: nil, rule: rule.id)
        for head in heads {
            try add(
                rule, head, tail, end,
                RuleSet.Variant(
                    program: 0, rule: index, kind: rule.kind, validator: rule.validator, context: context,
                    isBlock: rule.closing != nil, isIP: rule.kind == .ip))
        }
    }

    private mutating func add(
        _ rule: RedactionRule, _ head: [Pattern.Node], _ tail: [Pattern.Node], _ end: Int32, _ template: RuleSet.Variant
    ) throws(RuleError) {
        guard let anchor = Anchor.find(head + tail) else {
            throw RuleError(rule: rule.id, offset: 0, reason: "the pattern begins with nothing that can be looked for")
        }
        let index = Int32(variants.count)
        var variant = template
        var program: Int32?
        switch anchor {
        case .trigrams(let set): for trigram in set.sorted() { trigrams.append((trigram, index)) }
        case .number(let letters, let gap):
            let beginning = NumberIndex.Beginning(head + tail)
            let needsBoundary = head.first == .boundary || (head.isEmpty && tail.first == .boundary)
            guard letters == 0 || needsBoundary else {
                throw RuleError(rule: rule.id, offset: 0, reason: "letters before a number need '\\b' before them")
            }
            for (digits, followers) in beginning.followers.enumerated() {
                guard let followers else { continue }
                numbers.append(
                    NumberIndex.Entry(
                        group: needsBoundary ? letters : NumberIndex.anywhere, digits: digits,
                        candidate: NumberIndex.Candidate(
                            variant: index, table: compiler.table(followers), context: template.context, isIP: template.isIP)))
            }
            if gap && letters == 2 { gapRules.append(index) }
        case .byte(let byte, let before, let maximum):
            var nodes = head + tail
            let atBoundary = nodes.first == .boundary
            if atBoundary { nodes.removeFirst() }
            guard case .set(_, let minimum, _)? = nodes.first else {
                throw RuleError(rule: rule.id, offset: 0, reason: "what stands before the anchor has no mark of its own")
            }
            byteRules.append(
                RuleSet.ByteRule(
                    byte: byte, table: compiler.table(before), maximum: maximum, variant: index, minimum: minimum,
                    atBoundary: atBoundary))
            nodes.removeFirst()
            program = try compiler.compile(nodes, then: nil, rule: rule.id)
        case .longRun: runRules.append(index)
        }
        variant.program = if let program { program } else { try compiler.compile(head, then: end, rule: rule.id) }
        variants.append(variant)
    }

    func triggers(withIP: Bool) -> [Trigger] {
        var triggers: [Trigger] = Array(repeating: .none, count: 256)
        for byteRule in byteRules where withIP || variants[Int(byteRule.variant)].kind != .ip {
            triggers[Int(byteRule.byte)] = .byteRule
        }
        for digit in UInt8(ascii: "0")...UInt8(ascii: "9") { triggers[Int(digit)] = .digit }
        triggers[Int(UInt8(ascii: "%"))] = .percent
        triggers[Int(UInt8(ascii: "\\"))] = .backslash
        triggers[Int(TokenText.firstByte)] = .bracket
        return triggers
    }

    private mutating func context(_ rule: RedactionRule) throws(RuleError) -> Int32 {
        guard !rule.context.isEmpty else { return -1 }
        if let known = contexts[rule.context] { return known }
        let index = Int32(contexts.count)
        guard index < 64 else { throw RuleError(rule: rule.id, offset: 0, reason: "more than 64 different contexts") }
        contexts[rule.context] = index
        for word in rule.context {
            let bytes = word.utf8.map { $0.isASCIILetter ? $0 | 0x20 : $0 }
            guard bytes.count >= 3 else {
                throw RuleError(rule: rule.id, offset: 0, reason: "'\(word)' is too short a context")
            }
            if let known = wordIndices[bytes] {
                words[known].contexts |= 1 << UInt64(index)
            } else {
                wordIndices[bytes] = words.count
                words.append(
                    RuleSet.ContextWord(
                        offset: Int32(compiler.literals.count), count: Int32(bytes.count), contexts: 1 << UInt64(index)))
                compiler.literals.append(contentsOf: bytes)
            }
        }
        return index
    }
}
