/// Rules ready for use. Immutable; making one costs some milliseconds, using it costs nothing.
public final class RuleSet: Sendable {
    /// The rules that come with Inquest.
    public static let standard = RuleSet(trusted: RedactionRule.all)

    public let rules: [RedactionRule]
    let variants: FixedTable<Variant>
    let steps: FixedTable<PatternProgram.Step>
    let tables: FixedTable<UInt8>
    let literals: FixedTable<UInt8>
    let memoCount: Int
    let words: FixedTable<ContextWord>
    let contextCount: Int
    let trigrams: TrigramIndex
    let numbers: NumberIndex
    /// Rules with two letters and a space before the first digit.
    let gapRules: FixedTable<Int32>
    let byteRules: FixedTable<ByteRule>
    let runRules: FixedTable<Int32>
    /// The table of the characters of base64, and of text that stands in a percent-encoded run.
    let base64Table: Int32
    let percentTable: Int32
    let escapeTable: Int32
    let blockTable: Int32
    /// What each byte starts, without and with rules for IP addresses.
    let triggers: FixedTable<Trigger>
    let triggersWithIP: FixedTable<Trigger>

    /// A rule with one of the choices that its pattern begins with.
    struct Variant: BitwiseCopyable, Sendable {
        var program: Int32
        var rule: Int32
        var kind: RedactionClass
        var validator: RuleValidator?
        /// -1: needs no context.
        var context: Int32
        var isBlock: Bool
        var isIP: Bool
    }

    struct ContextWord: BitwiseCopyable, Sendable {
        /// Where its bytes are in the pool of literals.
        var offset: Int32
        var count: Int32
        /// One bit for each context that the word belongs to.
        var contexts: UInt64
    }

    struct ByteRule: BitwiseCopyable, Sendable {
        var byte: UInt8
        var table: Int32
        var maximum: Int
        var variant: Int32
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
        variants = FixedTable(builder.variants)
        steps = FixedTable(builder.compiler.steps)
        tables = FixedTable(builder.compiler.tables)
        literals = FixedTable(builder.compiler.literals)
        memoCount = Int(builder.compiler.memos)
        words = FixedTable(builder.words)
        contextCount = builder.contexts.count
        trigrams = TrigramIndex(builder.trigrams)
        numbers = NumberIndex(builder.numbers)
        gapRules = FixedTable(builder.gapRules)
        byteRules = FixedTable(builder.byteRules)
        runRules = FixedTable(builder.runRules)
        triggers = FixedTable(builder.triggers(withIP: false))
        triggersWithIP = FixedTable(builder.triggers(withIP: true))
    }
}

/// What a byte makes the scanner do, besides looking for what begins with three bytes.
enum Trigger: UInt8, BitwiseCopyable, Sendable {
    case none, digit, percent, backslash, bracket, byteRule
}
