extension Scanner {
    /// Rules that begin at a number, which may have letters before it. Passes over the number's digits.
    mutating func number(_ p: inout Int, _ stop: Int) -> Event? {
        let start = p
        if start > 0, base[start - 1].isASCIIDigit {
            skipDigits(&p, stop)
            return nil
        }
        var letters = 0
        while letters < 7, start - letters > 0, base[start - letters - 1].isASCIILetter { letters += 1 }
        var result: Match?
        tryRules(rules.numberRules[0], at: start, &result)
        if letters > 0 {
            if letters < 7 { tryRules(rules.numberRules[letters], at: start - letters, &result) }
            // In `\nDE12` the n is not part of the word.
            let first = start - letters
            if first > 0, base[first - 1] == UInt8(ascii: "\\"), letters > 1 {
                tryRules(rules.numberRules[letters - 1], at: first + 1, &result)
            }
        } else if start >= 3, base[start - 1] == 0x20, base[start - 2].isASCIILetter, base[start - 3].isASCIILetter {
            tryRules(rules.gapRules, at: start - 3, &result)
        }
        if let result {
            p = start
            return .match(result)
        }
        skipDigits(&p, stop)
        return nil
    }

    private func skipDigits(_ p: inout Int, _ stop: Int) {
        while p < stop, base[p].isASCIIDigit { p += 1 }
    }

    private mutating func tryRules(_ list: [Int32], at p: Int, _ result: inout Match?) {
        for rule in list {
            guard let match = attempt(rule: rule, at: p) else { continue }
            if result.map({ match.end > $0.end }) ?? true { result = match }
        }
    }

    /// Rules whose mark stands after other bytes, such as the `@` of an address.
    mutating func byteRule(_ p: Int) -> Event? {
        for byteRule in rules.byteRules where byteRule.byte == base[p] {
            var start = p
            let table = tables + Int(byteRule.table) * 256
            while start > 0, p - start < byteRule.maximum, table[Int(base[start - 1])] != 0 { start -= 1 }
            // Not in the middle of a character, and without the letter of an escape.
            while start < p, base[start] & 0xC0 == 0x80 { start += 1 }
            if start > 0, start < p, base[start - 1] == UInt8(ascii: "\\"), Scanner.isEscapeLetter(base[start]) { start += 1 }
            guard p - start >= byteRule.minimum, !byteRule.atBoundary || isBoundary(before: start) else { continue }
            if let match = attempt(rule: byteRule.rule, at: p, from: start) { return .match(match) }
        }
        return nil
    }

    /// Rules that begin where a run of base64 characters does.
    mutating func runRule(_ p: Int) -> Match? {
        var result: Match?
        tryRules(rules.runRules, at: p, &result)
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
