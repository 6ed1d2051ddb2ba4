import Crypto

/// Redacts text that comes in pieces, with bounded memory: a window over the text, a scanner that looks at each byte of it once,
/// and the list of what the scanner found a little further on.
///
/// What is taken out is the union of all that was found. So it does not depend on the order of rules whether something passes;
/// only which rule names it does.
struct RedactionEngine: Sendable {
    static let blockSize = 32768
    static let windowSize = blockSize + Scanner.lookAhead + Scanner.lookBehind

    let setup: Redactor.Setup
    let keepsOriginals: Bool
    let keepsFindings: Bool

    private(set) var counts: [RedactionClass: Int] = [:]
    private(set) var found: [RedactionFinding] = []
    private(set) var originals: [String: [UInt8]] = [:]

    /// Tokens made lately: the same things come again and again. Let go of when there are ``mostTokens``.
    private var tokens: [TokenSource: String] = [:]
    private static let mostTokens = 1024

    private struct TokenSource: Hashable {
        var kind: RedactionClass
        var meaning: [UInt8]
    }

    var window: [UInt8] = []
    var output: [UInt8] = []
    var state = Scanner.State()
    /// All before this position is in the output, as it was or as tokens.
    var written: Int
    /// All before this position that is not yet in the output is to be taken out.
    var floor: Int
    /// Found ahead of the position, in order of their start.
    var pending: [Match] = []
    /// Positions up to which percent-encoded and escaped runs have been looked at.
    var percentDone = 0
    var escapeDone = 0
    /// What is being taken out, however long it is.
    var swallowing: Swallow?
    var contexts: [Int]
    var memos: [Scanner.Memo]
    var inner: InnerScan

    static let never = Int.min / 2
    /// What was found is taken out this many bytes on: by then all that begins before it has been found as well.
    static let settling = EncodedRun.lookBehind + 64
    /// What may stand between the first line of a block and the end of a value that holds only that line.
    private static let blockSlack = 8
    /// Matches at the end of the list that a new one is compared with.
    private static let compared = 8

    /// - Parameter prefix: bytes at the start of the text that are context only and not part of the output.
    init(_ setup: Redactor.Setup, keepsOriginals: Bool, keepsFindings: Bool = true, prefix: Int = 0) {
        self.setup = setup
        self.keepsOriginals = keepsOriginals
        self.keepsFindings = keepsFindings
        written = prefix
        floor = prefix
        contexts = Array(repeating: Self.never, count: max(1, setup.rules.contextCount))
        memos = Array(repeating: Scanner.Memo(), count: setup.rules.memoCount + PatternProgram.maximumDepth)
        inner = InnerScan(setup)
    }

    mutating func write(_ chunk: ArraySlice<UInt8>) {
        var rest = chunk
        while !rest.isEmpty {
            let room = max(1, Self.windowSize - window.count)
            window.append(contentsOf: rest.prefix(room))
            rest = rest.dropFirst(room)
            if window.count >= Self.windowSize { process(isFinal: false) }
        }
    }

    mutating func finish() {
        process(isFinal: true)
        window.removeAll(keepingCapacity: true)
        state = Scanner.State()
        written = 0
        floor = 0
        percentDone = 0
        escapeDone = 0
        for index in contexts.indices { contexts[index] = Self.never }
    }

    mutating func takeOutput() -> [UInt8] {
        let result = output
        output = []
        return result
    }

    /// Scans as far as what is known allows, and lets go of what is no longer needed.
    private mutating func process(isFinal: Bool) {
        let count = window.count
        window.append(contentsOf: repeatElement(0, count: Scanner.padding))
        let text = window
        var contexts = self.contexts
        var memos = self.memos
        self.contexts = []
        self.memos = []
        for index in memos.indices { memos[index] = Scanner.Memo() }
        text.withUnsafeBufferPointer { text in
            contexts.withUnsafeMutableBufferPointer { contexts in
                memos.withUnsafeMutableBufferPointer { memos in
                    guard let base = text.baseAddress, let first = contexts.baseAddress, let memo = memos.baseAddress else {
                        return
                    }
                    var scanner = Scanner(setup, base: base, count: count, contexts: first, memos: memo, state: state)
                    scan(&scanner, isFinal: isFinal)
                    state = scanner.state
                    writeClean(base, upTo: cleanEnd(count, isFinal: isFinal))
                }
            }
        }
        self.contexts = contexts
        self.memos = memos
        window.removeLast(Scanner.padding)
        slide()
    }

    private mutating func scan(_ scanner: inout Scanner, isFinal: Bool) {
        let limit = isFinal ? scanner.count : scanner.count - Scanner.lookAhead
        while true {
            if swallowing != nil, !swallow(&scanner, isFinal: isFinal) { return }
            let isDone = isFinal && scanner.state.position >= scanner.count
            if let first = pending.first, isDone || first.start + Self.settling <= scanner.state.position {
                pending.removeFirst()
                take(first, scanner)
                continue
            }
            guard scanner.state.position < limit else { return }
            switch scanner.next(limit: min(limit, pending.first.map { $0.start + Self.settling } ?? limit)) {
            case .stopped: continue
            case .match(let hit): add(scanner.match(hit))
            case .run: longRun(&scanner)
            case .percent: percentRun(scanner)
            case .backslash: escapedRun(scanner)
            case .bracket: bracket(scanner)
            }
        }
    }

    /// Keeps what was found until all that begins before it is known.
    mutating func add(_ match: Match) {
        if match.openTable < 0, !match.isBlock {
            for other in pending.suffix(Self.compared) where other.start <= match.start && match.end <= other.end { return }
        }
        var place = pending.endIndex
        while place > 0, pending[place - 1].start > match.start { place -= 1 }
        pending.insert(match, at: place)
    }

    private mutating func take(_ match: Match, _ scanner: Scanner) {
        let start = max(match.start, floor)
        let isLong = match.openTable >= 0 || match.isBlock
        guard !isPast(match) else { return }
        writeClean(scanner.base, upTo: start)
        let end = max(match.end, floor)
        floor = end
        if case .forged(let closing) = match.source {
            output.append(contentsOf: TokenText.escaped(closing: closing).utf8)
            written = floor
            return
        }
        let value = UnsafeBufferPointer(start: scanner.base + match.start, count: match.end - match.start)
        let meaning = isLong ? [] : TokenText.normalised(match.meaning ?? Array(value), match.kind)
        if !isLong, let token = tokens[TokenSource(kind: match.kind, meaning: meaning)] {
            return writeToken(match, token, keepsOriginals ? Array(value) : [])
        }
        var code = setup.key?.code(match.kind)
        if isLong {
            code?.update(data: UnsafeRawBufferPointer(value))
            swallowing = Swallow(match: match, code: code, original: keepsOriginals ? Array(value) : [], taken: value.count)
            written = floor
        } else {
            code?.update(data: meaning)
            let token = TokenText.token(match.kind, code)
            if tokens.count >= Self.mostTokens { tokens = [:] }
            tokens[TokenSource(kind: match.kind, meaning: meaning)] = token
            writeToken(match, token, keepsOriginals ? Array(value) : [])
        }
    }

    /// Whether all of it has been taken out already. Of a block only the first line has a place: it counts until something
    /// else was taken out beyond it.
    private func isPast(_ match: Match) -> Bool {
        match.isBlock ? match.end + Self.blockSlack < floor : match.end <= floor
    }

    mutating func writeToken(_ match: Match, _ token: String, _ original: [UInt8]) {
        output.append(contentsOf: token.utf8)
        written = floor
        counts[match.kind, default: 0] += 1
        if keepsFindings { found.append(RedactionFinding(kind: match.kind, rule: rule(match), token: token)) }
        if keepsOriginals, setup.key != nil, originals[token] == nil { originals[token] = original }
    }

    private func rule(_ match: Match) -> RuleID {
        guard case .rule(let index) = match.source else { return .configuredName }
        return setup.rules.rules[Int(index)].id
    }

    private func cleanEnd(_ count: Int, isFinal: Bool) -> Int {
        if isFinal { return count }
        return min(state.position - Self.settling, pending.first?.start ?? count)
    }

    private mutating func writeClean(_ base: UnsafePointer<UInt8>, upTo end: Int) {
        guard end > written else { return }
        output.append(contentsOf: UnsafeBufferPointer(start: base + written, count: end - written))
        written = end
    }

    private mutating func slide() {
        pending = pending.filter { !isPast($0) }
        let distance = min(written, state.position - Scanner.lookBehind, pending.first?.start ?? written)
        guard distance > 0 else { return }
        window.removeFirst(distance)
        state.rebase(by: distance)
        written -= distance
        floor -= distance
        percentDone -= distance
        escapeDone -= distance
        for index in pending.indices {
            pending[index].start -= distance
            pending[index].end -= distance
        }
        for index in contexts.indices { contexts[index] = max(Self.never, contexts[index] - distance) }
    }
}
