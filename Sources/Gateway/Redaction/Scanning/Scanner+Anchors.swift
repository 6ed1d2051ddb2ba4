extension Scanner {
    /// Rules that begin at a number, which may have letters before it. Passes over the number's digits when there is none;
    /// otherwise leaves what was found in ``found``.
    mutating func number(_ p: inout Int, _ stop: Int) {
        let start = p
        if start > 0, isDigit(base[start - 1]) { return skipDigits(&p, stop) }
        var digits = 1
        while digits < mostDigits, start + digits < count, isDigit(base[start + digits]) { digits += 1 }
        tryNumbers(numbersAnywhere, digits, start, at: start)
        if start == 0 || !isLetter(base[start - 1]) {
            tryNumbers(0, digits, start, at: start)
            if start >= 3, base[start - 1] == 0x20, isLetter(base[start - 2]), isLetter(base[start - 3]),
                isBoundary(before: start - 3)
            {
                tryVariants(rules.gapRules, at: start - 3)
            }
        } else {
            tryWord(digits, start)
        }
        if found.end < 0 { skipDigits(&p, stop) }
    }

    /// Letters stand before the digits.
    private mutating func tryWord(_ digits: Int, _ start: Int) {
        var letters = 0
        while letters < 7, start - letters > 0, isLetter(base[start - letters - 1]) { letters += 1 }
        let first = start - letters
        if first > 0, isDigit(base[first - 1]) { return }
        if letters < 7 { tryNumbers(letters, digits, start, at: first) }
        // In `\nDE12` the n is not part of the word.
        if first > 0, base[first - 1] == UInt8(ascii: "\\") { tryNumbers(letters - 1, digits, start, at: first + 1) }
    }

    private func skipDigits(_ p: inout Int, _ stop: Int) {
        while p < stop, isDigit(base[p]) { p += 1 }
    }

    /// The rules of a group whose numbers may begin with this many digits, at `start`.
    private mutating func tryNumbers(_ group: Int, _ digits: Int, _ start: Int, at p: Int) {
        let list = (group << 5) + digits
        var index = Int(numberStarts[list])
        let end = Int(numberStarts[list + 1])
        guard index < end else { return }
        let next = Int(base[start + digits])
        while index < end {
            let candidate = numberCandidates[index]
            index += 1
            // Most rules for numbers need a word before them, which is seldom there.
            if candidate.context >= 0, contexts[Int(candidate.context)] < p - reachOfContext { continue }
            if digits < mostDigits, tables[(Int(candidate.table) << 8) + next] == 0 { continue }
            if candidate.isIP && !ipAddresses { continue }
            attempt(candidate.variant, at: p, from: p)
        }
    }

    private mutating func tryVariants(_ list: FixedTable<Int32>, at p: Int) {
        for index in 0..<list.count { attempt(list.pointer[index], at: p, from: p) }
    }

    /// Rules whose mark stands after other bytes, such as the `@` of an address.
    mutating func byteRule(_ p: Int) {
        for index in 0..<byteRuleCount where byteRules[index].byte == base[p] {
            let byteRule = byteRules[index]
            var start = p
            let table = tables + Int(byteRule.table) * 256
            while start > 0, p - start < byteRule.maximum, table[Int(base[start - 1])] != 0 { start -= 1 }
            // Not in the middle of a character, and without the letter of an escape.
            while start < p, base[start] & 0xC0 == 0x80 { start += 1 }
            if start > 0, start < p, base[start - 1] == UInt8(ascii: "\\"), Scanner.isEscapeLetter(base[start]) { start += 1 }
            guard p - start >= byteRule.minimum, !byteRule.atBoundary || isBoundary(before: start) else { continue }
            attempt(byteRule.variant, at: p, from: start)
        }
    }

    /// Rules that begin where a run of base64 characters does.
    mutating func runRule(_ p: Int) -> Match? {
        found.end = -1
        tryVariants(rules.runRules, at: p)
        defer { found.end = -1 }
        return found.end < 0 ? nil : match(found)
    }

    /// Finds the first run of at least ``Anchor/longRunLength`` base64 characters that begins at or after `from`.
    /// Looks at the byte where such a run would end first, so most bytes are passed over.
    mutating func findRun(from: Int, limit: Int) {
        let table = tables + Int(rules.base64Table) * 256
        let length = Anchor.longRunLength
        var start = from
        search: while start < limit, start + length <= count {
            var probe = start + length - 1
            while probe >= start {
                if table[Int(base[probe])] == 0 {
                    start = probe + 1
                    continue search
                }
                probe -= 1
            }
            state.nextRun = start
            state.nextRunIsKnown = true
            return
        }
        state.nextRun = start
        state.nextRunIsKnown = false
    }

    /// Runs of base64 characters are looked for from here on.
    mutating func forgetRun(from: Int) {
        state.nextRun = from
        state.nextRunIsKnown = false
    }
}

// As in Scanner.swift.

@inline(__always)
private func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }

@inline(__always)
private func isLetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }
