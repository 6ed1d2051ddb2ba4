extension Scanner {
    /// Rules that begin at a number, which may have letters before it. Passes over the number's digits.
    mutating func number(_ p: inout Int, _ stop: Int) -> Event? {
        let start = p
        if start > 0, isDigit(base[start - 1]) {
            skipDigits(&p, stop)
            return nil
        }
        var digits = 1
        while digits < NumberIndex.most, start + digits < count, isDigit(base[start + digits]) { digits += 1 }
        var letters = 0
        while letters < 7, start - letters > 0, isLetter(base[start - letters - 1]) { letters += 1 }
        var result: Match?
        tryNumbers(letters: 0, digits, at: start, &result)
        if letters > 0 {
            if letters < 7 { tryNumbers(letters: letters, digits, at: start - letters, &result) }
            // In `\nDE12` the n is not part of the word.
            let first = start - letters
            if first > 0, base[first - 1] == UInt8(ascii: "\\"), letters > 1 {
                tryNumbers(letters: letters - 1, digits, at: first + 1, &result)
            }
        } else if start >= 3, base[start - 1] == 0x20, isLetter(base[start - 2]), isLetter(base[start - 3]),
            isBoundary(before: start - 3)
        {
            tryVariants(rules.gapRules.pointer, rules.gapRules.count, at: start - 3, &result)
        }
        if let result {
            p = start
            return .match(result)
        }
        skipDigits(&p, stop)
        return nil
    }

    private func skipDigits(_ p: inout Int, _ stop: Int) {
        while p < stop, isDigit(base[p]) { p += 1 }
    }

    private mutating func tryNumbers(letters: Int, _ digits: Int, at p: Int, _ result: inout Match?) {
        let starts = numberStarts + (letters << 5 + digits)
        tryVariants(numberVariants + Int(starts[0]), Int(starts[1] - starts[0]), at: p, &result)
    }

    private mutating func tryVariants(_ list: UnsafePointer<Int32>, _ count: Int, at p: Int, _ result: inout Match?) {
        for index in 0..<count {
            guard let match = attempt(list[index], at: p) else { continue }
            if result.map({ match.end > $0.end }) ?? true { result = match }
        }
    }

    /// Rules whose mark stands after other bytes, such as the `@` of an address.
    mutating func byteRule(_ p: Int) -> Event? {
        let byteRules = rules.byteRules
        for index in 0..<byteRules.count where byteRules.pointer[index].byte == base[p] {
            let byteRule = byteRules.pointer[index]
            var start = p
            let table = tables + Int(byteRule.table) * 256
            while start > 0, p - start < byteRule.maximum, table[Int(base[start - 1])] != 0 { start -= 1 }
            // Not in the middle of a character, and without the letter of an escape.
            while start < p, base[start] & 0xC0 == 0x80 { start += 1 }
            if start > 0, start < p, base[start - 1] == UInt8(ascii: "\\"), Scanner.isEscapeLetter(base[start]) { start += 1 }
            guard p - start >= byteRule.minimum, !byteRule.atBoundary || isBoundary(before: start) else { continue }
            if let match = attempt(byteRule.variant, at: p, from: start) { return .match(match) }
        }
        return nil
    }

    /// Rules that begin where a run of base64 characters does.
    mutating func runRule(_ p: Int) -> Match? {
        var result: Match?
        tryVariants(rules.runRules.pointer, rules.runRules.count, at: p, &result)
        return result
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
