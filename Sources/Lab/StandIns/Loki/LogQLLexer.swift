/// Splits LogQL into tokens with the column (counted from 1) where each begins.
struct LogQLLexer {
    enum Token: Equatable {
        case identifier(String)
        case string(String)
        case number(String)
        case duration(Int64)
        case symbol(String)
        case end

        /// What Loki's messages call it.
        var name: String {
            switch self {
            case .identifier: "IDENTIFIER"
            case .string: "STRING"
            case .number: "NUMBER"
            case .duration: "DURATION"
            case .symbol(let text): text
            case .end: "$end"
            }
        }
    }

    private let characters: [Character]
    private var position = 0

    static func tokens(_ text: String) throws -> [(token: Token, column: Int)] {
        var lexer = LogQLLexer(text)
        var tokens: [(Token, Int)] = []
        while let next = try lexer.next() { tokens.append(next) }
        return tokens + [(.end, tokens.isEmpty ? 0 : text.count + 1)]
    }

    private init(_ text: String) { characters = Array(text) }

    private mutating func next() throws -> (Token, Int)? {
        while position < characters.count, characters[position].isWhitespace { position += 1 }
        guard position < characters.count else { return nil }
        let start = position
        let first = characters[position]
        if first == "\"" || first == "`" { return (.string(try string(until: first)), start + 1) }
        if first.isLetter || first == "_" {
            let word = take { $0.isLetter || $0.isNumber || $0 == "_" }
            return (.identifier(word), start + 1)
        }
        if first.isNumber {
            let word = take { $0.isLetter || $0.isNumber || $0 == "." }
            if let nanoseconds = Self.duration(word) { return (.duration(nanoseconds), start + 1) }
            return (.number(word), start + 1)
        }
        for symbol in ["|=", "|~", "!=", "!~", "=~", ">=", "<=", "=="] where starts(with: symbol) {
            position += 2
            return (.symbol(symbol), start + 1)
        }
        position += 1
        return (.symbol(String(first)), start + 1)
    }

    private func starts(with symbol: String) -> Bool {
        position + 1 < characters.count && characters[position] == symbol.first && characters[position + 1] == symbol.last
    }

    private mutating func take(_ condition: (Character) -> Bool) -> String {
        let start = position
        while position < characters.count, condition(characters[position]) { position += 1 }
        return String(characters[start..<position])
    }

    private mutating func string(until quote: Character) throws -> String {
        let start = position
        position += 1
        var text = ""
        while position < characters.count, characters[position] != quote {
            if quote == "\"", characters[position] == "\\", position + 1 < characters.count {
                position += 1
                switch characters[position] {
                case "n": text.append("\n")
                case "t": text.append("\t")
                case "r": text.append("\r")
                default: text.append(characters[position])
                }
            } else {
                text.append(characters[position])
            }
            position += 1
        }
        guard position < characters.count else {
            throw LogQLError(message: "parse error at line 1, col \(start + 1): literal not terminated")
        }
        position += 1
        return text
    }

    /// A Go or Prometheus duration, such as `5m`, `1h30m`, `1d`, in nanoseconds. `nil` when it is not one.
    static func duration(_ text: String) -> Int64? {
        let units: [(String, Double)] = [
            ("ns", 1), ("us", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 60e9), ("h", 3600e9), ("d", 86_400e9), ("w", 604_800e9),
            ("y", 31_536_000e9),
        ]
        var rest = text[...]
        var sum = 0.0
        while !rest.isEmpty {
            let digits = rest.prefix { $0.isNumber || $0 == "." }
            let unit = rest.dropFirst(digits.count).prefix { $0.isLetter }
            guard let value = Double(digits), let scale = units.first(where: { $0.0 == unit }) else { return nil }
            sum += value * scale.1
            rest = rest.dropFirst(digits.count + unit.count)
        }
        return text.isEmpty || sum > 9e18 ? nil : Int64(sum)
    }
}
