/// Looks into one layer of encoding.
extension RedactionEngine {
    /// A run of base64 characters begins at the position. Hexadecimal digits are some of them.
    mutating func longRun(_ scanner: inout Scanner) {
        let start = scanner.state.nextRun
        let base = scanner.base
        let table = scanner.tables + Int(setup.rules.base64Table) * 256
        let limit = min(start + EncodedRun.pieceLength, scanner.count)
        if let match = scanner.runRule(start) { add(match) }
        let printable = EncodedRun.printable.pointer
        var end = start
        // Four bits for each character: at which of four starts the bytes could be printable.
        var history: UInt64 = 0
        var starts: UInt64 = 0
        var hexStart = start
        var isHexOnly = true
        var hit: Match?
        while end < limit, table[Int(base[end])] != 0 {
            let flags = printable[((end - start) & 3) << 8 | Int(base[end])]
            history = history << 4 | UInt64(flags & 15)
            let two = history & history >> 4
            let four = two & two >> 8
            starts |= four & four >> 12 & 15
            if flags & 0x10 == 0 {
                if end - hexStart >= Anchor.longRunLength, hit == nil { hit = hexRun(scanner, hexStart, end, isOpen: false) }
                hexStart = end + 1
                isHexOnly = isHexOnly && flags & 0x20 != 0
            }
            end += 1
        }
        let isOpen = end == limit && limit < scanner.count && table[Int(base[end])] != 0
        if end - hexStart >= Anchor.longRunLength, hit == nil { hit = hexRun(scanner, hexStart, end, isOpen: isOpen) }
        if !isHexOnly, let match = base64Run(scanner, start, end, starts, isOpen: isOpen) { hit = match }
        if let hit { add(hit) }
        if isOpen {
            scanner.state.nextRun = start + EncodedRun.stride
        } else {
            scanner.forgetRun(from: end)
        }
    }

    private mutating func hexRun(_ scanner: Scanner, _ start: Int, _ end: Int, isOpen: Bool) -> Match? {
        let text = UnsafeBufferPointer(start: scanner.base + start, count: end - start)
        for offset in 0...1 {
            guard hasPrintable(text, from: offset) else { continue }
            EncodedRun.hex(text, from: offset, into: &inner.text)
            if let hit = hit(scanner, start, end, isOpen: isOpen, table: setup.rules.base64Table) { return hit }
        }
        return nil
    }

    private func hasPrintable(_ text: UnsafeBufferPointer<UInt8>, from offset: Int) -> Bool {
        var inARow = 0
        var index = offset
        while index + 1 < text.count {
            inARow = text[index] &- UInt8(ascii: "2") < 6 ? inARow + 1 : 0
            if inARow >= EncodedRun.fewestPrintable { return true }
            index += 2
        }
        return false
    }

    private mutating func base64Run(_ scanner: Scanner, _ start: Int, _ end: Int, _ starts: UInt64, isOpen: Bool) -> Match? {
        guard starts != 0 else { return nil }
        let text = UnsafeBufferPointer(start: scanner.base + start, count: end - start)
        for offset in 0..<4 where starts >> UInt64(offset) & 1 == 1 {
            EncodedRun.base64(text, from: offset, into: &inner.text)
            guard var hit = hit(scanner, start, end, isOpen: isOpen, table: setup.rules.base64Table) else { continue }
            while !isOpen, hit.end < scanner.count, hit.end < end + 2, scanner.base[hit.end] == UInt8(ascii: "=") {
                hit.end += 1
            }
            return hit
        }
        return nil
    }

    mutating func percentRun(_ scanner: Scanner) {
        let p = scanner.state.position - 1
        let text = UnsafeBufferPointer(start: scanner.base, count: scanner.count)
        guard let byte = EncodedRun.hexByte(text, p + 1) else { return }
        if byte == TokenText.firstByte, p + 8 < scanner.count, scanner.base[p + 3] == UInt8(ascii: "%"),
            EncodedRun.hexByte(text, p + 4) == 0x9F, scanner.base[p + 6] == UInt8(ascii: "%"),
            let last = EncodedRun.hexByte(text, p + 7), last == TokenText.opening || last == TokenText.closing
        {
            add(forged(p, p + 9, last))
        }
        guard p >= percentDone else { return }
        percentDone = encodedRun(scanner, p, table: setup.rules.percentTable) { EncodedRun.percent($0, into: &$1) }
    }

    mutating func escapedRun(_ scanner: Scanner) {
        let p = scanner.state.position - 1
        guard p + 1 < scanner.count else { return }
        let text = UnsafeBufferPointer(start: scanner.base, count: scanner.count)
        switch scanner.base[p + 1] {
        case UInt8(ascii: "u"):
            if let high = EncodedRun.hexByte(text, p + 2), let low = EncodedRun.hexByte(text, p + 4), high == 0x27,
                low == 0xE6 || low == 0xE7
            {
                add(forged(p, p + 6, low == 0xE6 ? TokenText.opening : TokenText.closing))
            }
        case UInt8(ascii: "x"), UInt8(ascii: "/"): break
        default: return
        }
        guard p >= escapeDone else { return }
        escapeDone = encodedRun(scanner, p, table: setup.rules.escapeTable) { EncodedRun.escapes($0, into: &$1) }
    }

    mutating func bracket(_ scanner: Scanner) {
        let p = scanner.state.position - 1
        guard p + 2 < scanner.count, scanner.base[p + 1] == 0x9F else { return }
        let last = scanner.base[p + 2]
        if last == TokenText.opening || last == TokenText.closing { add(forged(p, p + 3, last)) }
    }

    private func forged(_ start: Int, _ end: Int, _ last: UInt8) -> Match {
        Match(source: .forged(closing: last == TokenText.closing), kind: .secret, start: start, end: end)
    }

    /// Decodes the run around `p` and looks into it. Returns up to where it need not be looked at again.
    private mutating func encodedRun(
        _ scanner: Scanner, _ p: Int, table: Int32, _ decode: (UnsafeBufferPointer<UInt8>, inout [UInt8]) -> Void
    ) -> Int {
        let members = scanner.tables + Int(table) * 256
        var start = p
        let first = max(p - EncodedRun.lookBehind, 0)
        while start > first, members[Int(scanner.base[start - 1])] != 0 { start -= 1 }
        let limit = min(p + EncodedRun.pieceLength, scanner.count)
        var end = p
        while end < limit, members[Int(scanner.base[end])] != 0 { end += 1 }
        let isOpen = end == limit && limit < scanner.count && members[Int(scanner.base[end])] != 0
        // A backslash before a quote belongs to the quote.
        while !isOpen, end > p + 2, scanner.base[end - 1] == UInt8(ascii: "\\") { end -= 1 }
        decode(UnsafeBufferPointer(start: scanner.base + start, count: end - start), &inner.text)
        if let hit = hit(scanner, start, end, isOpen: isOpen, table: table) { add(hit) }
        return isOpen ? p + EncodedRun.stride : end
    }

    /// What the decoded text holds, as a match of the whole run.
    private mutating func hit(_ scanner: Scanner, _ start: Int, _ end: Int, isOpen: Bool, table: Int32) -> Match? {
        guard let found = inner.firstMatch(setup) else { return nil }
        var match = Match(source: found.source, kind: found.kind, start: start, end: end)
        if isOpen { match.openTable = table }
        // When the run says nothing else, its token is that of what it says.
        if found.start == 0, found.end == inner.count { match.meaning = Array(inner.text[..<inner.count]) }
        return match
    }
}
