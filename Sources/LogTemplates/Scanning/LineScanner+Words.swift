extension LineScanner {
    /// Bytes between delimiters, with what they hold.
    struct Word {
        var start: Int
        var end: Int
        var bits: UInt8
        var isSpaced: Bool
        var hash: UInt64

        func has(_ bit: UInt8) -> Bool { bits & bit != 0 }
        var count: Int { end - start }
    }

    /// Decides what a word is that is no plain run of letters. Gives the place after it.
    @inline(never)
    func classify(
        _ whole: Word, _ bytes: Span<UInt8>, _ classes: Span<UInt8>, _ end: Int, into buffer: inout TokenBuffer
    ) -> Int {
        if whole.has(ByteClass.slash), let after = LineScanner.endOfQuery(whole, bytes, end) {
            buffer.append(whole.start, after, .variable, spaced: whole.isSpaced, Hash.of(bytes, whole.start, after))
            return after
        }
        var word = whole
        // What ends a sentence is not part of the word.
        if word.has(ByteClass.joiner) {
            while word.count > 1, LineScanner.endsSentence(bytes[word.end - 1]) { word.end -= 1 }
            if word.end < whole.end { word.hash = Hash.of(bytes, word.start, word.end) }
        }
        let hasDigit = word.has(ByteClass.digit)
        if word.count > 2, bytes[word.start] == 0x2F, bytes[word.start + 1] == 0x2F {
            // Of `scheme://host/path` the scheme is kept.
            buffer.append(word.start, word.start + 2, .mark, spaced: word.isSpaced, Hash.of(bytes, word.start, word.start + 2))
            buffer.append(word.start + 2, word.end, .variable, spaced: false, word.hash)
        } else if hasDigit, isNumeric(word, bytes, classes) || isIdentifier(word, bytes, classes) || isPath(word, bytes) {
            buffer.append(word.start, word.end, .variable, spaced: word.isSpaced, word.hash)
        } else if buffer.expectsValue {
            buffer.append(word.start, word.end, .value, spaced: word.isSpaced, word.hash)
        } else if !hasDigit {
            buffer.append(word.start, word.end, withoutDigits(word, bytes, classes), spaced: word.isSpaced, word.hash)
        } else if let kind = wholeName(word, bytes, classes) {
            buffer.append(word.start, word.end, kind, spaced: word.isSpaced, word.hash)
        } else {
            split(word, bytes, classes, into: &buffer)
        }
        if word.end < whole.end {
            buffer.append(word.end, whole.end, .mark, spaced: false, Hash.of(bytes, word.end, whole.end))
        }
        return whole.end
    }

    /// The end of `/path?name=value&other=value`, which holds delimiters.
    private static func endOfQuery(_ word: Word, _ bytes: Span<UInt8>, _ end: Int) -> Int? {
        guard bytes[word.start] == 0x2F, word.end < end, bytes[word.end] == 0x3D else { return nil }
        guard (word.start..<word.end).contains(where: { bytes[$0] == 0x3F }) else { return nil }
        var place = word.end
        while place < end, bytes[place] > 0x20, ![0x22, 0x27, 0x29, 0x3C, 0x3E, 0x5D].contains(bytes[place]) { place += 1 }
        return place
    }

    static func endsSentence(_ byte: UInt8) -> Bool { byte == 0x2E || byte == 0x21 || byte == 0x3F }

    private func withoutDigits(_ word: Word, _ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Token.Kind {
        guard word.count > 1 else { return .mark }
        if word.has(ByteClass.slash) { return isPath(word, bytes) ? .variable : .word }
        guard word.has(ByteClass.letter) else { return .mark }
        // An address of mail.
        let at = (word.start + 1..<word.end - 1).first { bytes[$0] == 0x40 }
        return at == nil && !isHostWithPort(word, bytes, classes) ? .word : .variable
    }

    /// `proxy.example.com` before `:8080`.
    private func isHostWithPort(_ word: Word, _ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Bool {
        guard word.end + 1 < bytes.count, bytes[word.end] == 0x3A else { return false }
        let dots = (word.start..<word.end).count { bytes[$0] == 0x2E }
        return dots > 1 && classes[Int(bytes[word.end + 1])] & ByteClass.digit != 0
    }

    /// Begins with a digit, or with a sign and a digit.
    private func isNumeric(_ word: Word, _ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Bool {
        var place = word.start
        let first = bytes[place]
        if (first == 0x2D || first == 0x2B || first == 0x2E || first == 0x7E || first == 0x24), word.count > 1 { place += 1 }
        return classes[Int(bytes[place])] & ByteClass.digit != 0
    }

    /// Begins with `/`, or has two of them.
    private func isPath(_ word: Word, _ bytes: Span<UInt8>) -> Bool {
        guard word.has(ByteClass.slash), word.has(ByteClass.letter) || word.has(ByteClass.digit) else { return false }
        if bytes[word.start] == 0x2F { return true }
        var slashes = 0
        for place in word.start..<word.end where bytes[place] == 0x2F { slashes += 1 }
        return slashes > 1
    }

    /// A UUID, or hexadecimal digits in groups.
    private func isIdentifier(_ word: Word, _ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Bool {
        guard word.count >= 8, !word.has(ByteClass.slash) else { return false }
        for place in word.start..<word.end {
            let byte = bytes[place]
            if byte == 0x2D { continue }
            let kind = classes[Int(byte)]
            if kind & (ByteClass.letter | ByteClass.digit) == 0 || kind & ByteClass.beyondHex != 0 { return false }
        }
        return true
    }

    /// A name with digits in it that is one value however it is joined: `blk_-1608999687919862906`, `web-7.example.com`,
    /// `web-7/10.0.0.1`, `v2.4`.
    private func wholeName(_ word: Word, _ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Token.Kind? {
        var digits = 0
        var run = 0
        var longest = 0
        var dots = 0
        for place in word.start..<word.end {
            let isDigit = classes[Int(bytes[place])] & ByteClass.digit != 0
            if isDigit { digits += 1 }
            run = isDigit ? run + 1 : 0
            longest = max(longest, run)
            if bytes[place] == 0x2E { dots += 1 }
        }
        if !word.has(ByteClass.joiner), !word.has(ByteClass.slash) { return digits > 2 ? .variable : .value }
        if longest >= 6, dots == 0 { return .variable }
        if bytes[word.start] | 0x20 == 0x76, dots > 0, classes[Int(bytes[word.start + 1])] & ByteClass.digit != 0 {
            return .variable
        }
        if word.has(ByteClass.slash) { return dots > 0 ? .variable : nil }
        let endsInLetter = classes[Int(bytes[word.end - 1])] & ByteClass.letter != 0
        guard dots > 0, endsInLetter else { return nil }
        let hasHyphen = (word.start..<word.end).contains { bytes[$0] == 0x2D }
        return hasHyphen ? .variable : .value
    }

    /// A part with digits: `eth0` may be a name, `blk_3886504906` is a value.
    private func withDigits(_ start: Int, _ end: Int, _ bytes: Span<UInt8>, _ classes: Span<UInt8>) -> Token.Kind {
        var digits = 0
        for place in start..<end where classes[Int(bytes[place])] & ByteClass.digit != 0 { digits += 1 }
        return digits > 2 ? .variable : .value
    }

    /// The parts of `node-246` and `core.2275`.
    private func split(_ word: Word, _ bytes: Span<UInt8>, _ classes: Span<UInt8>, into buffer: inout TokenBuffer) {
        var place = word.start
        var isSpaced = word.isSpaced
        while place < word.end {
            let start = place
            var bits: UInt8 = 0
            var hash = Hash.seed
            let isMark = classes[Int(bytes[place])] & (ByteClass.joiner | ByteClass.slash) != 0
            while place < word.end {
                let byte = bytes[place]
                let kind = classes[Int(byte)]
                if (kind & (ByteClass.joiner | ByteClass.slash) != 0) != isMark { break }
                bits |= kind
                hash = Hash.step(hash, byte)
                place += 1
            }
            var kind: Token.Kind = isMark ? .mark : .word
            if bits & ByteClass.digit != 0 {
                let isNumber = classes[Int(bytes[start])] & ByteClass.digit != 0
                kind = isNumber ? .variable : withDigits(start, place, bytes, classes)
                // What begins with a number is one value to its end: `1.2.3`, `1347369012-10.0.0.1`.
                let end = place
                while place + 1 < word.end, classes[Int(bytes[place + 1])] & ByteClass.digit != 0, bytes[place] != 0x2F {
                    place += 1
                    while place < word.end, classes[Int(bytes[place])] & (ByteClass.digit | ByteClass.letter) != 0 {
                        place += 1
                    }
                }
                if place > end {
                    kind = .variable
                    hash = Hash.of(bytes, start, place)
                }
            }
            buffer.append(start, place, kind, spaced: isSpaced, hash)
            isSpaced = false
        }
    }
}
