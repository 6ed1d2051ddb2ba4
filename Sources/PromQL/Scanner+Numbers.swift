extension Scanner {
    var isAtNumber: Bool {
        guard let first = next else { return false }
        if Byte.isDigit(first) { return true }
        return first == Byte.dot && byte(after: 1).map(Byte.isDigit) == true
    }

    /// A number, or a duration as its seconds: `10`, `.5`, `1e-3`, `0x1F`, `017`, `1_000`, `1h30m`.
    mutating func number() throws(PromQLError) -> Double {
        let start = position
        let value: Double
        if next == UInt8(ascii: "0"), let mark = byte(after: 1), mark | 0x20 == UInt8(ascii: "x") {
            position += 2
            value = try integer(radix: 16, start: start)
        } else {
            value = try decimal()
        }
        if let byte = next, Byte.isWord(byte) {
            position = start
            return try duration()
        }
        guard value.isFinite else { throw failure("a number of at most 64 bits", at: start) }
        return value
    }

    private mutating func integer(radix: UInt32, start: Int) throws(PromQLError) -> Double {
        var value = 0.0
        var digits = 0
        while let byte = next {
            if byte == UInt8(ascii: "_"), digits > 0 {
                position += 1
                continue
            }
            guard let digit = Byte.digit(byte, radix: radix) else { break }
            value = value * Double(radix) + Double(digit)
            digits += 1
            position += 1
        }
        guard digits > 0 else { throw failure("hexadecimal digits", at: start) }
        return value
    }

    private mutating func decimal() throws(PromQLError) -> Double {
        let start = position
        var text = digits()
        let isInteger = next != Byte.dot && (next ?? 0) | 0x20 != UInt8(ascii: "e")
        // As in Go, a whole number that begins with 0 is octal, if its digits allow.
        if isInteger, text.utf8.count > 1, text.utf8.first == 48, text.utf8.allSatisfy({ $0 < 56 }) {
            return text.utf8.reduce(0.0) { $0 * 8 + Double($1 - 48) }
        }
        if text.isEmpty { text = "0" }
        if next == Byte.dot {
            position += 1
            let fraction = digits()
            text += "." + (fraction.isEmpty ? "0" : fraction)
        }
        if let mark = next, mark | 0x20 == UInt8(ascii: "e") {
            position += 1
            text += "e"
            if let sign = next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") {
                text.unicodeScalars.append(Unicode.Scalar(sign))
                position += 1
            }
            let exponent = digits()
            guard !exponent.isEmpty else { throw failure("digits of an exponent") }
            text += exponent
        }
        guard let value = Double(text) else { throw failure("a number", at: start) }
        return value
    }

    /// Decimal digits without the underscores between them.
    private mutating func digits() -> String {
        var text: [UInt8] = []
        while let byte = next {
            if Byte.isDigit(byte) {
                text.append(byte)
            } else if byte != UInt8(ascii: "_") || text.isEmpty || self.byte(after: 1).map(Byte.isDigit) != true {
                break
            }
            position += 1
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Seconds of a duration: whole numbers with units, the largest unit first.
    mutating func duration() throws(PromQLError) -> Double {
        let start = position
        var total: Int64 = 0
        var smallest = -1
        repeat {
            var count: Int64 = 0
            guard let first = next, Byte.isDigit(first) else { throw failure("digits of a duration") }
            while let byte = next, Byte.isDigit(byte) {
                count = min(count * 10 + Int64(byte - 48), DurationText.longest)
                position += 1
            }
            let unitStart = position
            while let byte = next, Byte.isWord(byte), !Byte.isDigit(byte), position - unitStart < 3 { position += 1 }
            let name = String(decoding: bytes[unitStart..<position], as: UTF8.self)
            guard let unit = DurationText.units.firstIndex(where: { $0.name == name }) else {
                throw failure("a number or a unit of time (ms, s, m, h, d, w, y)", at: unitStart)
            }
            guard unit > smallest else { throw failure("a smaller unit of time", at: unitStart) }
            smallest = unit
            let (size, overflow) = count.multipliedReportingOverflow(by: DurationText.units[unit].milliseconds)
            guard !overflow, size <= DurationText.longest - total else {
                throw failure("a duration of less than 292 years", at: start)
            }
            total += size
        } while next.map(Byte.isWord) == true
        return Double(total) / 1000
    }

    /// A duration where only one can stand, in seconds: `5m`, or a plain number of seconds.
    mutating func requireDuration(_ purpose: String) throws(PromQLError) -> Double {
        skipSpace()
        guard isAtNumber else { throw failure("a duration \(purpose)") }
        let start = position
        let milliseconds = (try number() * 1000).rounded()
        guard milliseconds <= Double(DurationText.longest) else {
            throw failure("a duration of less than 292 years", at: start)
        }
        return milliseconds / 1000
    }
}
