extension Scanner {
    /// A string in double, single or back quotes; the scanner stands on the quote. Escapes as in Go; none in back quotes.
    mutating func string() throws(PromQLError) -> String {
        let start = position
        guard let quote = next, Byte.isQuote(quote) else { throw failure("a string") }
        position += 1
        var content: [UInt8] = []
        while let byte = next {
            position += 1
            switch byte {
            case quote: return String(decoding: content, as: UTF8.self)
            case Byte.backslash where quote != Byte.backQuote: try escape(into: &content, quote: quote)
            case Byte.newline where quote != Byte.backQuote:
                throw failure("the string's end before the line's", at: position - 1)
            default: content.append(byte)
            }
        }
        throw failure("a closing quote for the string at byte \(start)")
    }

    private mutating func escape(into content: inout [UInt8], quote: UInt8) throws(PromQLError) {
        let start = position - 1
        guard let kind = next else { throw failure("an escaped character") }
        position += 1
        switch kind {
        case UInt8(ascii: "a"): content.append(7)
        case UInt8(ascii: "b"): content.append(8)
        case UInt8(ascii: "f"): content.append(12)
        case UInt8(ascii: "n"): content.append(10)
        case UInt8(ascii: "r"): content.append(13)
        case UInt8(ascii: "t"): content.append(9)
        case UInt8(ascii: "v"): content.append(11)
        case Byte.backslash, quote: content.append(kind)
        case UInt8(ascii: "x"): content.append(UInt8(truncatingIfNeeded: try code(digits: 2, radix: 16, start: start)))
        case UInt8(ascii: "u"): try append(code(digits: 4, radix: 16, start: start), to: &content, start: start)
        case UInt8(ascii: "U"): try append(code(digits: 8, radix: 16, start: start), to: &content, start: start)
        case 48...55:
            position -= 1
            let value = try code(digits: 3, radix: 8, start: start)
            guard value < 256 else { throw failure("an octal escape of at most \\377", at: start) }
            content.append(UInt8(truncatingIfNeeded: value))
        default: throw failure("a known escape sequence", at: start)
        }
    }

    private mutating func code(digits: Int, radix: UInt32, start: Int) throws(PromQLError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<digits {
            guard let byte = next, let digit = Byte.digit(byte, radix: radix) else {
                throw failure("an escape sequence of \(digits) digits", at: start)
            }
            value = value &* radix &+ digit
            position += 1
        }
        return value
    }

    private func append(_ code: UInt32, to content: inout [UInt8], start: Int) throws(PromQLError) {
        guard let scalar = Unicode.Scalar(code) else { throw failure("an escape sequence of a Unicode scalar", at: start) }
        content.append(contentsOf: UTF8.encode(scalar).map(Array.init) ?? [])
    }
}
