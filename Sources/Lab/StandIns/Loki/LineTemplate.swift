import Core

/// A log line with placeholders: `<ts>`, `<order>`, `<trace>` (the same within one line and its metadata), `<hex 8>`,
/// `<int 1-99>`, `<pick a|b|c>`. Anything else between angle brackets stays as it is.
struct LineTemplate: Sendable {
    private enum Part: Sendable {
        case literal([UInt8])
        case time
        case order
        case trace
        case hex(Int)
        case number(Int64, Int64)
        case pick([[UInt8]])
    }

    private let parts: [Part]

    init(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        var literal = ""
        while let open = rest.firstIndex(of: "<") {
            literal += rest[..<open]
            let after = rest[rest.index(after: open)...]
            if let close = after.firstIndex(of: ">"), let part = Self.part(after[..<close]) {
                if !literal.isEmpty { parts.append(.literal(Array(literal.utf8))) }
                literal = ""
                parts.append(part)
                rest = after[after.index(after: close)...]
            } else {
                literal += "<"
                rest = after
            }
        }
        literal += rest
        if !literal.isEmpty { parts.append(.literal(Array(literal.utf8))) }
        self.parts = parts
    }

    private static func part(_ text: Substring) -> Part? {
        let words = text.split(separator: " ", maxSplits: 1)
        switch (words.first, words.count) {
        case ("ts", 1): return .time
        case ("order", 1): return .order
        case ("trace", 1): return .trace
        case ("hex", 2): return Int(words[1]).map(Part.hex)
        case ("pick", 2): return .pick(words[1].split(separator: "|").map { Array($0.utf8) })
        case ("int", 2):
            let bounds = words[1].split(separator: "-").compactMap { Int64($0) }
            return bounds.count == 2 && bounds[0] <= bounds[1] ? .number(bounds[0], bounds[1]) : nil
        default: return nil
        }
    }

    /// The line at a time. `seed` is the line's own: equal seeds give equal lines.
    func text(time: Int64, seed: UInt64) -> String {
        var text: [UInt8] = []
        write(time: time, seed: seed, into: &text)
        return String(decoding: text, as: UTF8.self)
    }

    /// Appends the line's UTF-8.
    func write(time: Int64, seed: UInt64, into text: inout [UInt8]) {
        for (index, part) in parts.enumerated() {
            let bits = Noise.bits(seed, UInt64(index) + 16)
            switch part {
            case .literal(let literal): text += literal
            case .time: Self.writeTime(Instant(nanoseconds: time).components, into: &text)
            case .order:
                text += Self.orderPrefix
                Self.writeDecimal(700_000 + Noise.bits(seed, 1) % 200_000, digits: 6, into: &text)
            case .trace:
                Self.writeHex(Noise.bits(seed, 2), 16, into: &text)
                Self.writeHex(Noise.bits(seed, 3), 16, into: &text)
            case .hex(let digits): Self.writeHex(bits, digits, into: &text)
            case .number(let low, let high): text += String(low + Int64(bits % UInt64(high - low + 1))).utf8
            case .pick(let choices): text += choices[Int(bits % UInt64(max(1, choices.count)))]
            }
        }
    }

    private static let orderPrefix = Array("ord-".utf8)

    /// RFC 3339 in UTC with milliseconds, cut.
    private static func writeTime(_ parts: Instant.Components, into text: inout [UInt8]) {
        let fields: [(value: Int, digits: Int, mark: UInt8)] = [
            (parts.year, 4, UInt8(ascii: "-")), (parts.month, 2, UInt8(ascii: "-")), (parts.day, 2, UInt8(ascii: "T")),
            (parts.hour, 2, UInt8(ascii: ":")), (parts.minute, 2, UInt8(ascii: ":")), (parts.second, 2, UInt8(ascii: ".")),
            (parts.nanosecond / 1_000_000, 3, UInt8(ascii: "Z")),
        ]
        for field in fields {
            writeDecimal(UInt64(field.value), digits: field.digits, into: &text)
            text.append(field.mark)
        }
    }

    private static func writeDecimal(_ value: UInt64, digits: Int, into text: inout [UInt8]) {
        var scale: UInt64 = 1
        for _ in 1..<digits { scale *= 10 }
        while scale > 0 {
            text.append(UInt8(ascii: "0") + UInt8(value / scale % 10))
            scale /= 10
        }
    }

    /// The last digits of 16.
    private static func writeHex(_ bits: UInt64, _ digits: Int, into text: inout [UInt8]) {
        for place in (0..<min(16, max(0, digits))).reversed() {
            let digit = UInt8(truncatingIfNeeded: bits >> UInt64(place * 4)) & 15
            text.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") - 10 + digit)
        }
    }
}
