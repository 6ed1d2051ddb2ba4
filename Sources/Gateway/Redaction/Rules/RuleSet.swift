/// Rules ready for use. Immutable; making one costs some milliseconds, using it costs nothing.
public final class RuleSet: Sendable {
    /// The rules that come with Inquest.
    public static let standard = RuleSet(trusted: RedactionRule.all)

    public let rules: [RedactionRule]
    let compiled: [CompiledRule]
    let steps: FixedTable<PatternProgram.Step>
    let tables: FixedTable<UInt8>
    let literals: FixedTable<UInt8>
    let memoCount: Int
    let words: [ContextWord]
    let contextCount: Int
    let trigrams: TrigramIndex
    /// Rules by the number of letters before the first digit.
    let numberRules: [[Int32]]
    /// Rules with two letters and a space before the first digit.
    let gapRules: [Int32]
    let byteRules: [ByteRule]
    let runRules: [Int32]
    /// The table of the characters of base64, and of text that stands in a percent-encoded run.
    let base64Table: Int32
    let percentTable: Int32
    let escapeTable: Int32
    let blockTable: Int32
    /// What each byte starts, without and with rules for IP addresses.
    let triggers: FixedTable<Trigger>
    let triggersWithIP: FixedTable<Trigger>

    struct CompiledRule {
        var program: Int32
        var kind: RedactionClass
        var validator: RuleValidator?
        /// -1: needs no context.
        var context: Int32
        var isBlock: Bool
    }

    struct ContextWord {
        var bytes: [UInt8]
        /// One bit for each context that the word belongs to.
        var contexts: UInt64
    }

    struct ByteRule {
        var byte: UInt8
        var table: Int32
        var maximum: Int
        var rule: Int32
        var minimum: Int
        var atBoundary: Bool
    }

    /// Fails when a pattern cannot be read, has no anchor, or is not bounded.
    public convenience init(_ rules: [RedactionRule]) throws(RuleError) {
        self.init(try RuleSetBuilder(rules))
    }

    /// Leaves out a rule that cannot be read; a test shows that there is none.
    private convenience init(trusted rules: [RedactionRule]) {
        var usable: [RedactionRule] = []
        for rule in rules where (try? RuleSetBuilder([rule])) != nil { usable.append(rule) }
        self.init((try? RuleSetBuilder(usable)) ?? RuleSetBuilder())
    }

    private init(_ builder: RuleSetBuilder) {
        var builder = builder
        base64Table = builder.compiler.table(.base64)
        percentTable = builder.compiler.table(EncodedRun.percentText)
        escapeTable = builder.compiler.table(EncodedRun.escapedText)
        blockTable = builder.compiler.table(EncodedRun.blockText)
        rules = builder.rules
        compiled = builder.compiled
        steps = FixedTable(builder.compiler.steps)
        tables = FixedTable(builder.compiler.tables)
        literals = FixedTable(builder.compiler.literals)
        memoCount = Int(builder.compiler.memos)
        words = builder.words
        contextCount = builder.contexts.count
        trigrams = TrigramIndex(builder.trigrams)
        numberRules = builder.numberRules
        gapRules = builder.gapRules
        byteRules = builder.byteRules
        runRules = builder.runRules
        triggers = FixedTable(builder.triggers(withIP: false))
        triggersWithIP = FixedTable(builder.triggers(withIP: true))
    }
}

/// What a byte makes the scanner do, besides looking for what begins with three bytes.
enum Trigger: UInt8 {
    case none, digit, percent, backslash, bracket, byteRule
}

/// Collects what a ``RuleSet`` is made of.
struct RuleSetBuilder {
    var rules: [RedactionRule] = []
    var compiled: [RuleSet.CompiledRule] = []
    var compiler = PatternCompiler()
    var words: [RuleSet.ContextWord] = []
    var contexts: [[String]: Int32] = [:]
    var trigrams: [(trigram: UInt32, entry: Int32)] = []
    var numberRules: [[Int32]] = Array(repeating: [], count: 7)
    var gapRules: [Int32] = []
    var byteRules: [RuleSet.ByteRule] = []
    var runRules: [Int32] = []
    private var wordIndices: [[UInt8]: Int] = [:]

    init() {}

    init(_ rules: [RedactionRule]) throws(RuleError) {
        for rule in rules { try add(rule) }
        for (index, word) in words.enumerated() {
            trigrams.append((Anchor.fold(word.bytes[0], word.bytes[1], word.bytes[2]), TrigramIndex.word(index)))
        }
    }

    private mutating func add(_ rule: RedactionRule) throws(RuleError) {
        let pattern = try PatternParser.parse(rule.pattern, rule: rule.id)
        guard let anchor = Anchor.find(pattern) else {
            throw RuleError(rule: rule.id, offset: 0, reason: "the pattern begins with nothing that can be looked for")
        }
        let index = Int32(rules.count)
        var nodes = pattern.nodes
        switch anchor {
        case .trigrams(let set): for trigram in set.sorted() { trigrams.append((trigram, index)) }
        case .number(let letters, let gap):
            numberRules[letters].append(index)
            if gap && letters == 2 { gapRules.append(index) }
        case .byte(let byte, let before, let maximum):
            let atBoundary = nodes.first == .boundary
            if atBoundary { nodes.removeFirst() }
            guard case .set(_, let minimum, _)? = nodes.first else {
                throw RuleError(rule: rule.id, offset: 0, reason: "what stands before the anchor has no mark of its own")
            }
            byteRules.append(
                RuleSet.ByteRule(
                    byte: byte, table: compiler.table(before), maximum: maximum, rule: index, minimum: minimum,
                    atBoundary: atBoundary))
            nodes.removeFirst()
        case .longRun: runRules.append(index)
        }
        let program = try compiler.compile(nodes, rule: rule.id)
        compiled.append(
            RuleSet.CompiledRule(
                program: program, kind: rule.kind, validator: rule.validator, context: try context(rule),
                isBlock: rule.closing != nil))
        self.rules.append(rule)
    }

    func triggers(withIP: Bool) -> [Trigger] {
        var triggers: [Trigger] = Array(repeating: .none, count: 256)
        for byteRule in byteRules where withIP || rules[Int(byteRule.rule)].kind != .ip {
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
                words.append(RuleSet.ContextWord(bytes: bytes, contexts: 1 << UInt64(index)))
            }
        }
        return index
    }
}
