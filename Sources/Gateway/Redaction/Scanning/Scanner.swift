/// Looks at each byte of a window once and says where something is. What it says at a position depends on at most
/// ``lookBehind`` bytes before and ``lookAhead`` bytes after it, and on which context words went before: never on how the
/// text was cut into chunks.
struct Scanner {
    /// Bytes before the position that a match may begin at.
    static let lookBehind = 512
    /// Bytes after the position that must be known, or the end of the text.
    static let lookAhead = 4096
    /// Bytes after the window that may be read (as zero).
    static let padding = 4

    struct State {
        var position = 0
        /// Where the next run of base64 characters begins that is long enough to look at; `Int.max` before it is looked for.
        var nextRun = 0
        var nextRunIsKnown = false

        mutating func rebase(by distance: Int) {
            position -= distance
            nextRun -= distance
        }
    }

    /// What a set was seen to reach over: `[start, end)` holds only its members.
    struct Memo {
        var start = -1
        var end = -1
    }

    enum Event {
        /// The position is at the stop.
        case stopped
        case match(Hit)
        /// A long run begins at the position.
        case run
        case percent, backslash, bracket
    }

    let rules: RuleSet
    let names: NameIndex
    let ipAddresses: Bool
    let base: UnsafePointer<UInt8>
    let count: Int
    /// Where each context was last seen.
    let contexts: UnsafeMutablePointer<Int>
    let memos: UnsafeMutablePointer<Memo>
    var state: State

    private let bucketShift = TrigramIndex.bucketShift
    private let words: UnsafePointer<RuleSet.ContextWord>
    let variants: UnsafePointer<RuleSet.Variant>
    /// For the choices of a program that is running; comes after the memos.
    let choices: UnsafeMutablePointer<Memo>
    private let hasNames: Bool
    private let nameFilter: UnsafePointer<UInt64>
    let reachOfContext = RedactionRule.contextReach
    let mostDigits = NumberIndex.most
    let numbersAnywhere = NumberIndex.anywhere
    private let filter: UnsafePointer<UInt64>
    private let starts: UnsafePointer<Int32>
    private let entries: UnsafePointer<TrigramIndex.Entry>
    private let triggers: UnsafePointer<Trigger>
    let tables: UnsafePointer<UInt8>
    let literals: UnsafePointer<UInt8>
    let steps: UnsafePointer<PatternProgram.Step>
    let numberStarts: UnsafePointer<Int32>
    let numberCandidates: UnsafePointer<NumberIndex.Candidate>
    let byteRules: UnsafePointer<RuleSet.ByteRule>
    let byteRuleCount: Int

    init(
        _ redactor: Redactor.Setup, base: UnsafePointer<UInt8>, count: Int, contexts: UnsafeMutablePointer<Int>,
        memos: UnsafeMutablePointer<Memo>, state: State
    ) {
        rules = redactor.rules
        names = redactor.names
        ipAddresses = redactor.ipAddresses
        self.base = base
        self.count = count
        self.contexts = contexts
        self.memos = memos
        self.state = state
        words = rules.words.pointer
        variants = rules.variants.pointer
        choices = memos + rules.memoCount
        hasNames = !names.isEmpty
        nameFilter = names.ownFilter.pointer
        filter = names.filter.pointer
        starts = rules.trigrams.starts.pointer
        entries = rules.trigrams.entries.pointer
        triggers = (ipAddresses ? rules.triggersWithIP : rules.triggers).pointer
        tables = rules.tables.pointer
        literals = rules.literals.pointer
        steps = rules.steps.pointer
        numberStarts = rules.numbers.starts.pointer
        numberCandidates = rules.numbers.candidates.pointer
        byteRules = rules.byteRules.pointer
        byteRuleCount = rules.byteRules.count
    }

    /// Goes on to the next event, or to `limit`. The caller has made sure that `limit` plus ``lookAhead`` is in the window.
    mutating func next(limit: Int) -> Event {
        if !state.nextRunIsKnown { findRun(from: state.nextRun, limit: limit) }
        var p = state.position
        let stop = min(limit, state.nextRunIsKnown ? state.nextRun : limit)
        while p < stop {
            let trigger = triggers[Int(base[p])]
            if case .none = trigger {
                let trigram = foldedTrigram(base + p)
                let hash = trigramHash(trigram)
                p += 1
                if filter[Int(hash >> 6)] >> UInt64(hash & 63) & 1 != 0 {
                    candidate(trigram, hash, p - 1)
                    if found.end >= 0 { return takeFound(p) }
                }
                continue
            }
            switch trigger {
            case .digit:
                number(&p, stop)
                if found.end < 0 { continue }
            case .percent: return event(.percent, p)
            case .backslash: return event(.backslash, p)
            case .bracket: return event(.bracket, p)
            case .byteRule: byteRule(p)
            case .none: break
            }
            if found.end < 0 { alsoTrigram(p) }
            p += 1
            if found.end >= 0 { return takeFound(p) }
        }
        state.position = p
        if state.nextRunIsKnown, p >= state.nextRun, p < limit { return .run }
        return .stopped
    }

    /// What the rules at one position found.
    var found = Hit(variant: Hit.name, start: 0, end: -1, openTable: -1)
    /// What the last program took.
    var taken = Hit(variant: Hit.name, start: 0, end: -1, openTable: -1)

    private mutating func takeFound(_ p: Int) -> Event {
        let hit = found
        found.end = -1
        state.position = p
        return .match(hit)
    }

    private mutating func event(_ event: Event, _ p: Int) -> Event {
        state.position = p + 1
        return event
    }

    /// A byte that triggers something may also begin a literal.
    private mutating func alsoTrigram(_ p: Int) {
        let trigram = foldedTrigram(base + p)
        let hash = trigramHash(trigram)
        if filter[Int(hash >> 6)] >> UInt64(hash & 63) & 1 != 0 { candidate(trigram, hash, p) }
    }

    /// Rules, context words and names that begin with the three bytes at `p`.
    @inline(never)
    private mutating func candidate(_ trigram: UInt32, _ hash: UInt32, _ p: Int) {
        let bucket = Int(hash >> bucketShift)
        for index in Int(starts[bucket])..<Int(starts[bucket + 1]) where entries[index].trigram == trigram {
            let value = entries[index].value
            if value < 0 { noteContext(words[Int(-1 - value)], p) } else { attempt(value, at: p, from: p) }
        }
        if hasNames, nameFilter[Int(hash >> 6)] >> UInt64(hash & 63) & 1 != 0, isBoundary(before: p) {
            let length = names.match(trigram, base + p, count: count - p)
            if length > 0, p + length > found.end, isBoundary(after: p + length) {
                found = Hit(variant: Hit.name, start: p, end: p + length, openTable: -1)
            }
        }
    }

    private func noteContext(_ word: RuleSet.ContextWord, _ p: Int) {
        let length = Int(word.count)
        guard p + length <= count else { return }
        for offset in 0..<length {
            let byte = literals[Int(word.offset) + offset]
            let other = base[p + offset]
            guard byte == (isLetter(byte) ? other | 0x20 : other) else { return }
        }
        // Short words are parts of many others.
        if length <= 4 {
            guard isBoundary(before: p), !isLetter(base[p + length - 1]) || !isLetter(base[p + length]) else { return }
        }
        var bits = word.contexts
        while bits != 0 {
            contexts[bits.trailingZeroBitCount] = p
            bits &= bits - 1
        }
    }

    /// Whether no letter or digit stands before `p`. The letter of an escape such as `\n` is none.
    func isBoundary(before p: Int) -> Bool {
        guard p > 0, isAlphanumeric(base[p - 1]) else { return true }
        guard p > 1, base[p - 2] == UInt8(ascii: "\\") else { return false }
        return Scanner.isEscapeLetter(base[p - 1])
    }

    func isBoundary(after p: Int) -> Bool { p >= count || !isAlphanumeric(base[p]) }

    static func isEscapeLetter(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"), UInt8(ascii: "f"): true
        default: false
        }
    }
}

// These stand in each file that is in the inner loop: without whole-module optimisation, functions of other files are calls.

@inline(__always)
private func foldedTrigram(_ text: UnsafePointer<UInt8>) -> UInt32 {
    UInt32(littleEndian: UnsafeRawPointer(text).loadUnaligned(as: UInt32.self)) & 0xFF_FF_FF | 0x20_20_20
}

@inline(__always)
private func trigramHash(_ trigram: UInt32) -> UInt32 { (trigram &* 0x9E37_79B1) >> 16 }

@inline(__always)
private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inline(__always)
private func isAlphanumeric(_ byte: UInt8) -> Bool { isLetter(byte) || byte &- 0x30 < 10 }
