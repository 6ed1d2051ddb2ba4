import Core

/// A log line with placeholders: `<ts>`, `<order>`, `<trace>` (the same within one line and its metadata), `<hex 8>`,
/// `<int 1-99>`, `<pick a|b|c>`. Anything else between angle brackets stays as it is.
struct LineTemplate: Sendable {
    private enum Part: Sendable {
        case literal(String)
        case time
        case order
        case trace
        case hex(Int)
        case number(Int64, Int64)
        case pick([String])
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
                if !literal.isEmpty { parts.append(.literal(literal)) }
                literal = ""
                parts.append(part)
                rest = after[after.index(after: close)...]
            } else {
                literal += "<"
                rest = after
            }
        }
        literal += rest
        if !literal.isEmpty { parts.append(.literal(literal)) }
        self.parts = parts
    }

    private static func part(_ text: Substring) -> Part? {
        let words = text.split(separator: " ", maxSplits: 1)
        switch (words.first, words.count) {
        case ("ts", 1): return .time
        case ("order", 1): return .order
        case ("trace", 1): return .trace
        case ("hex", 2): return Int(words[1]).map(Part.hex)
        case ("pick", 2): return .pick(words[1].split(separator: "|").map(String.init))
        case ("int", 2):
            let bounds = words[1].split(separator: "-").compactMap { Int64($0) }
            return bounds.count == 2 && bounds[0] <= bounds[1] ? .number(bounds[0], bounds[1]) : nil
        default: return nil
        }
    }

    /// The line at a time. `seed` is the line's own: equal seeds give equal lines.
    func text(time: Int64, seed: UInt64) -> String {
        var text = ""
        for (index, part) in parts.enumerated() {
            let bits = Noise.bits(seed, UInt64(index) + 16)
            switch part {
            case .literal(let literal): text += literal
            case .time: text += Instant(nanoseconds: time).rfc3339(.milliseconds)
            case .order: text += "ord-" + String(700_000 + Noise.bits(seed, 1) % 200_000)
            case .trace: text += Self.hex(Noise.bits(seed, 2), 16) + Self.hex(Noise.bits(seed, 3), 16)
            case .hex(let digits): text += Self.hex(bits, digits)
            case .number(let low, let high): text += String(low + Int64(bits % UInt64(high - low + 1)))
            case .pick(let choices): text += choices[Int(bits % UInt64(max(1, choices.count)))]
            }
        }
        return text
    }

    private static func hex(_ bits: UInt64, _ digits: Int) -> String {
        let text = String(bits, radix: 16)
        return String((String(repeating: "0", count: 16 - text.count) + text).suffix(digits))
    }
}
