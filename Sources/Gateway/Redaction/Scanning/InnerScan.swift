/// Scans decoded text with the same rules, without decoding again.
struct InnerScan: Sendable {
    /// The decoded text; after a scan with the padding.
    var text: [UInt8] = []
    private(set) var count = 0
    private var contexts: [Int]
    private var memos: [Scanner.Memo]

    init(_ setup: Redactor.Setup) {
        contexts = Array(repeating: RedactionEngine.never, count: max(1, setup.rules.contextCount))
        memos = Array(repeating: Scanner.Memo(), count: setup.rules.memoCount + PatternProgram.maximumDepth)
    }

    mutating func firstMatch(_ setup: Redactor.Setup) -> Match? {
        count = text.count
        guard count >= EncodedRun.fewestPrintable else { return nil }
        text.append(contentsOf: repeatElement(0, count: Scanner.padding))
        for index in contexts.indices { contexts[index] = RedactionEngine.never }
        for index in memos.indices { memos[index] = Scanner.Memo() }
        let count = count
        return text.withUnsafeBufferPointer { text in
            contexts.withUnsafeMutableBufferPointer { contexts in
                memos.withUnsafeMutableBufferPointer { memos -> Match? in
                    guard let base = text.baseAddress, let first = contexts.baseAddress, let memo = memos.baseAddress else {
                        return nil
                    }
                    var scanner = Scanner(
                        setup, base: base, count: count, contexts: first, memos: memo, state: Scanner.State())
                    return InnerScan.first(&scanner)
                }
            }
        }
    }

    private static func first(_ scanner: inout Scanner) -> Match? {
        while scanner.state.position < scanner.count {
            switch scanner.next(limit: scanner.count) {
            case .match(let hit): return scanner.match(hit)
            case .run:
                let start = scanner.state.nextRun
                if let match = scanner.runRule(start) { return match }
                let table = scanner.tables + Int(scanner.rules.base64Table) * 256
                var end = start
                while end < scanner.count, table[Int(scanner.base[end])] != 0 { end += 1 }
                scanner.forgetRun(from: end)
            case .stopped, .percent, .backslash, .bracket: continue
            }
        }
        return nil
    }
}
