/// Cuts a line into tokens and tells values from words, in one pass over its bytes.
struct LineScanner: Sendable {
    /// What is read of a line.
    static let longestLine = 8_192
    static let longestQuotation = 200

    private let classes = ByteClass.table
    /// Words that are values wherever they stand.
    private let literals = (LineScanner.hash("true"), LineScanner.hash("false"), LineScanner.hash("null"))

    /// What follows it is a name.
    private let cue = LineScanner.hash("user")

    private static func hash(_ text: String) -> UInt64 { text.utf8.reduce(Hash.seed) { Hash.step($0, $1) } }

    func scan(_ bytes: Span<UInt8>, from start: Int = 0, into buffer: inout TokenBuffer) {
        buffer.clear()
        let classes = classes.span
        let end = min(bytes.count, LineScanner.longestLine)
        var position = start
        var isSpaced = false
        while position < end {
            let byte = bytes[position]
            let kind = classes[Int(byte)]
            if kind & ByteClass.space != 0 {
                position += 1
                isSpaced = buffer.count > 0
                continue
            }
            if kind & ByteClass.delimiter != 0 {
                position = mark(bytes, classes, at: position, end, spaced: isSpaced, into: &buffer)
                isSpaced = false
                continue
            }
            var hash = Hash.seed
            var bits: UInt8 = 0
            let first = position
            var next = byte
            var nextKind = kind
            repeat {
                bits |= nextKind
                hash = Hash.step(hash, next)
                position += 1
                if position == end { break }
                next = bytes[position]
                nextKind = classes[Int(next)]
            } while nextKind & ByteClass.endsWord == 0
            let isPlain = bits & (ByteClass.digit | ByteClass.slash | ByteClass.joiner) == 0
            let isCued = buffer.followsCue
            buffer.followsCue = hash == cue && !isCued
            if position < end, next == 0x3A, bits & ByteClass.beyondHex == 0, position - first < 5,
                let after = ColonGroups.end(in: bytes, first, end)
            {
                position = after
                buffer.append(first, position, .variable, spaced: isSpaced, Hash.of(bytes, first, position))
            } else if isPlain, !buffer.expectsValue {
                if position - first == 3, isSpaced || first == start, let after = CalendarDate.end(in: bytes, first, end) {
                    position = after
                    buffer.append(first, position, .variable, spaced: isSpaced, Hash.of(bytes, first, position))
                } else if hash == literals.0 || hash == literals.1 || hash == literals.2 {
                    buffer.append(first, position, .variable, spaced: isSpaced, hash)
                } else if buffer.followsNumber, position - first <= 3, LineScanner.isSizeUnit(bytes, first, position) {
                    buffer.extendLast(to: position)
                } else if isCued {
                    buffer.append(first, position, .value, spaced: isSpaced, hash)
                } else {
                    buffer.append(first, position, .word, spaced: isSpaced, hash)
                    isSpaced = false
                    continue
                }
            } else if bits & (ByteClass.letter | ByteClass.slash | ByteClass.joiner) == 0 {
                buffer.append(first, position, .variable, spaced: isSpaced, hash)
            } else {
                let word = Word(start: first, end: position, bits: bits, isSpaced: isSpaced, hash: hash)
                position = classify(word, bytes, classes, end, into: &buffer)
            }
            buffer.expectsValue = false
            isSpaced = false
        }
    }

    /// `B`, `KB`, `MiB`: with the number before it, one value.
    private static func isSizeUnit(_ bytes: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
        guard bytes[end - 1] == 0x42 else { return false }
        if end - start == 1 { return true }
        guard "KMGTP".utf8.contains(bytes[start]) else { return false }
        return end - start == 2 || bytes[start + 1] == 0x69
    }

    /// What stands for any line.
    func scanAny(into buffer: inout TokenBuffer) {
        buffer.clear()
        buffer.append(0, 0, .variable, spaced: false, Hash.seed)
    }

    /// A delimiter, or a quoted word. Gives the place after it.
    @inline(never)
    private func mark(
        _ bytes: Span<UInt8>, _ classes: Span<UInt8>, at position: Int, _ end: Int, spaced: Bool, into buffer: inout TokenBuffer
    ) -> Int {
        let byte = bytes[position]
        let hash = Hash.step(Hash.seed, byte)
        // A name with `=` and nothing behind it has an empty value.
        if buffer.expectsValue, byte != 0x22, byte != 0x27, byte != 0x5B, byte != 0x28, byte != 0x7B, byte != 0x3C, byte != 0x3D
        {
            buffer.append(position, position, .value, spaced: false, Hash.seed)
        }
        buffer.expectsValue = false
        buffer.followsCue = false
        if byte == 0x22 || byte == 0x27 || byte == 0x60, let close = quotation(bytes, classes, from: position, end) {
            buffer.append(position, position + 1, .mark, spaced: spaced, hash)
            buffer.append(position + 1, close, .value, spaced: false, Hash.of(bytes, position + 1, close))
            buffer.append(close, close + 1, .mark, spaced: false, hash)
            return close + 1
        }
        buffer.append(position, position + 1, .mark, spaced: spaced, hash)
        // `host ()`: a value that is not there; `init()` is a name.
        if byte == 0x28, spaced, position + 1 < end, bytes[position + 1] == 0x29 {
            buffer.append(position + 1, position + 1, .value, spaced: false, Hash.seed)
        }
        if byte == 0x3D {
            // `name=value` or `name = value`; in `name= other` nothing follows.
            let isSpace = position + 1 >= end || classes[Int(bytes[position + 1])] & ByteClass.space != 0
            if isSpace == spaced {
                buffer.expectsValue = true
            } else if isSpace {
                buffer.append(position + 1, position + 1, .value, spaced: false, Hash.seed)
            }
        }
        return position + 1
    }

    /// The place of the quote that closes the one at `position`: `"…"`, not the one of `can't`.
    private func quotation(_ bytes: Span<UInt8>, _ classes: Span<UInt8>, from position: Int, _ end: Int) -> Int? {
        let inWord = ByteClass.letter | ByteClass.digit
        if position > 0, classes[Int(bytes[position - 1])] & inWord != 0 { return nil }
        let quote = bytes[position]
        var close = position + 1
        let limit = min(end, position + LineScanner.longestQuotation)
        while close < limit {
            let byte = bytes[close]
            if byte == quote {
                let isLast = close + 1 >= end || classes[Int(bytes[close + 1])] & inWord == 0
                return isLast && close > position + 1 ? close : nil
            }
            // What has words in it is read word by word.
            if byte <= 0x20 { return nil }
            close += byte == 0x5C ? 2 : 1
        }
        return nil
    }
}
