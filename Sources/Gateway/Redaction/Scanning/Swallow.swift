import Crypto

/// Something that is being taken out and may be longer than the window.
struct Swallow: Sendable {
    var match: Match
    var code: HMAC<SHA256>?
    var original: [UInt8]
    var taken: Int

    /// A key block without a last line ends here: a first line alone must not hide the rest of a log.
    static let longestBlock = 32768
    /// Bytes before its end that are looked at again, for words that are the context of what follows.
    static let lookAgain = 64
    /// Bytes that the last line of a block may have.
    static let longestClosing = 96
}

extension RedactionEngine {
    /// Goes on taking out. Returns whether the end was reached.
    mutating func swallow(_ scanner: inout Scanner, isFinal: Bool) -> Bool {
        guard var swallow = swallowing else { return true }
        let start = floor
        let isAtEnd =
            swallow.match.isBlock
            ? blockEnds(scanner, swallow, isFinal: isFinal) : openEnds(scanner, swallow.match.openTable, isFinal: isFinal)
        if floor > start {
            let more = UnsafeBufferPointer(start: scanner.base + start, count: floor - start)
            swallow.code?.update(data: UnsafeRawBufferPointer(more))
            if keepsOriginals { swallow.original.append(contentsOf: more) }
            swallow.taken += more.count
        }
        written = floor
        guard isAtEnd else {
            swallowing = swallow
            scanner.state.position = max(scanner.state.position, floor)
            scanner.forgetRun(from: floor)
            return false
        }
        swallowing = nil
        writeToken(swallow.match, TokenText.token(swallow.match.kind, swallow.code), swallow.original)
        scanner.state.position = max(scanner.state.position, floor - min(Swallow.lookAgain, swallow.taken))
        scanner.forgetRun(from: floor)
        return true
    }

    private mutating func openEnds(_ scanner: Scanner, _ table: Int32, isFinal: Bool) -> Bool {
        let members = scanner.tables + Int(table) * 256
        while floor < scanner.count, members[Int(scanner.base[floor])] != 0 { floor += 1 }
        return floor < scanner.count || isFinal
    }

    private mutating func blockEnds(_ scanner: Scanner, _ swallow: Swallow, isFinal: Bool) -> Bool {
        guard case .rule(let index) = swallow.match.source, let closing = setup.rules.rules[Int(index)].closing?.utf8 else {
            return true
        }
        let members = scanner.tables + Int(setup.rules.blockTable) * 256
        let limit = isFinal ? scanner.count : scanner.count - Swallow.longestClosing
        var taken = swallow.taken
        while floor < limit {
            let byte = scanner.base[floor]
            if byte == closing.first, floor + closing.count <= scanner.count,
                zip(closing, 0...).allSatisfy({ scanner.base[floor + $1] == $0 })
            {
                floor += closing.count
                let end = min(floor + Swallow.longestClosing - closing.count, scanner.count)
                let label = ByteSet(0x41...0x5A).union(.digits).union(ByteSet(" "))
                while floor < end, label.contains(scanner.base[floor]) { floor += 1 }
                while floor < end, scanner.base[floor] == UInt8(ascii: "-") { floor += 1 }
                return true
            }
            guard members[Int(byte)] != 0, taken < Swallow.longestBlock else { return true }
            floor += 1
            taken += 1
        }
        return isFinal
    }
}
