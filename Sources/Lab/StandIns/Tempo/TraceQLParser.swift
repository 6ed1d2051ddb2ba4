import Core

/// Reads TraceQL. What lies outside the subset is a parse error, as it is where a server is older.
struct TraceQLParser {
    private enum Token: Equatable {
        case symbol(String)
        case word(String)
        case string(String)
        case number(Double)
        case duration(Double)
        case end
    }

    private var tokens: [(token: Token, column: Int)] = []
    private var place = 0

    static func parse(_ text: String) throws -> TraceQL {
        var parser = TraceQLParser()
        try parser.scan(Array(text))
        var query = TraceQL(spans: try parser.spans())
        while parser.take("|") { try parser.stage(&query) }
        if parser.takeWord("with") { try parser.hints() }
        guard parser.peek == .end else { throw parser.unexpected() }
        return query
    }

    // MARK: Scanning

    private static let symbols = [
        ">>", "<<", "&&", "||", "=~", "!~", "!=", ">=", "<=", "{", "}", "(", ")", "|", ",", "=", ">", "<", "!", "~", "+", "-",
    ]

    private mutating func scan(_ text: [Character]) throws {
        var index = 0
        while index < text.count {
            let start = index
            let character = text[index]
            if character.isWhitespace {
                index += 1
                continue
            }
            if character == "\"" || character == "`" {
                index += 1
                var value = ""
                while index < text.count, text[index] != character {
                    if text[index] == "\\", character == "\"", index + 1 < text.count {
                        index += 1
                        value.append(["n": "\n", "t": "\t", "r": "\r"][text[index]] ?? text[index])
                    } else {
                        value.append(text[index])
                    }
                    index += 1
                }
                guard index < text.count else { throw Self.fail(start, "syntax error: unexpected $end") }
                index += 1
                tokens.append((.string(value), start + 1))
            } else if character.isNumber || (character == "." && index + 1 < text.count && text[index + 1].isNumber) {
                let run = text[index...].prefix { $0.isNumber || $0.isLetter || $0 == "." || $0 == "µ" }
                index += run.count
                if let number = Double(String(run)) {
                    tokens.append((.number(number), start + 1))
                } else if let duration = LogQLLexer.duration(String(run)) {
                    tokens.append((.duration(Double(duration)), start + 1))
                } else {
                    throw Self.fail(start, "syntax error: unexpected \(String(run))")
                }
            } else if character.isLetter || character == "_" || character == "." {
                var run = ""
                while index < text.count, text[index].isLetter || text[index].isNumber || "_.:-/\"".contains(text[index]) {
                    if text[index] == "\"" {
                        // An attribute's name may be quoted behind its scope.
                        guard run.hasSuffix(".") else { break }
                        index += 1
                        while index < text.count, text[index] != "\"" {
                            run.append(text[index])
                            index += 1
                        }
                        index += 1
                        continue
                    }
                    run.append(text[index])
                    index += 1
                }
                tokens.append((.word(run), start + 1))
            } else if let symbol = Self.symbols.first(where: { text[index...].starts(with: $0) }) {
                index += symbol.count
                tokens.append((.symbol(symbol), start + 1))
            } else {
                throw Self.fail(start, "syntax error: unexpected \(character)")
            }
        }
        tokens.append((.end, text.count + 1))
    }

    private static func fail(_ index: Int, _ message: String) -> TempoError {
        TempoError(message: "invalid TraceQL query: parse error at line 1, col \(index + 1): \(message)")
    }

    private func fail(_ message: String) -> TempoError { Self.fail(tokens[min(place, tokens.count - 1)].column - 1, message) }

    private func unexpected() -> TempoError {
        let name =
            switch peek {
            case .symbol(let symbol): symbol
            case .word: "IDENTIFIER"
            case .string: "STRING"
            case .number: "INTEGER"
            case .duration: "DURATION"
            case .end: "$end"
            }
        return fail("syntax error: unexpected \(name)")
    }

    private var peek: Token { tokens[min(place, tokens.count - 1)].token }

    private mutating func take(_ symbol: String) -> Bool {
        guard peek == .symbol(symbol) else { return false }
        place += 1
        return true
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard peek == .word(word) else { return false }
        place += 1
        return true
    }

    private mutating func require(_ symbol: String) throws { guard take(symbol) else { throw unexpected() } }

    // MARK: Spans

    private mutating func spans() throws -> TraceQL.Spans {
        var left = try spanset()
        while true {
            if take(">>") {
                left = .below(left, try spanset(), directly: false)
            } else if take(">") {
                left = .below(left, try spanset(), directly: true)
            } else if take("&&") {
                left = .both(left, try spanset())
            } else if take("||") {
                left = .either(left, try spanset())
            } else {
                return left
            }
        }
    }

    private mutating func spanset() throws -> TraceQL.Spans {
        if take("(") {
            let inner = try spans()
            try require(")")
            return inner
        }
        try require("{")
        if take("}") { return .filter(.always) }
        let condition = try or()
        try require("}")
        return .filter(condition)
    }

    private mutating func or() throws -> TraceQL.Condition {
        var left = try and()
        while take("||") { left = .or(left, try and()) }
        return left
    }

    private mutating func and() throws -> TraceQL.Condition {
        var left = try single()
        while take("&&") { left = .and(left, try single()) }
        return left
    }

    private mutating func single() throws -> TraceQL.Condition {
        if take("!") { return .not(try single()) }
        if take("(") {
            let inner = try or()
            try require(")")
            return inner
        }
        if takeWord("true") { return .always }
        let field = try field()
        let ops = ["=", "!=", ">", ">=", "<", "<=", "=~", "!~"]
        guard case .symbol(let op) = peek, ops.contains(op) else { throw unexpected() }
        place += 1
        let value = try value()
        try check(field, op, value)
        return .compare(field, op, value)
    }

    /// Values of another type than the field's are refused.
    private func check(_ field: TraceQL.Field, _ op: String, _ value: TraceQL.Value) throws {
        guard case .intrinsic(let name) = field else { return }
        let fits: Bool =
            switch (value, name.split(separator: ":").last.map(String.init) ?? name) {
            case (.none, _): true
            case (.duration, "duration"), (.duration, "traceDuration"): true
            case (.word, "status"), (.word, "kind"): true
            case (.number, "nestedSetParent"): true
            case (.text, let name): !["duration", "traceDuration", "status", "kind", "nestedSetParent"].contains(name)
            default: false
            }
        guard fits else {
            let text = if case .text(let text) = value { "`\(text)`" } else { "\(value)" }
            throw TempoError(
                message: "invalid TraceQL query: binary operations must operate on the same type: \(name) \(op) \(text)")
        }
    }

    private static let intrinsics: Set = [
        "status", "kind", "duration", "name", "statusMessage", "rootName", "rootServiceName", "traceDuration", "trace:id",
        "trace:duration", "trace:rootName", "trace:rootService", "span:id", "span:parentID", "span:duration", "span:name",
        "span:kind", "span:status", "span:statusMessage", "nestedSetParent", "event:name",
    ]

    private mutating func field() throws -> TraceQL.Field {
        guard case .word(let word) = peek else { throw unexpected() }
        if Self.intrinsics.contains(word) {
            place += 1
            return .intrinsic(word)
        }
        for scope in ["resource", "span", "event", "parent", "instrumentation", "link"] where word.hasPrefix(scope + ".") {
            place += 1
            return .attribute(scope: scope, String(word.dropFirst(scope.count + 1)))
        }
        guard word.hasPrefix("."), word.count > 1 else { throw fail("unknown identifier: \(word)") }
        place += 1
        return .attribute(scope: "", String(word.dropFirst()))
    }

    private static let words: Set = [
        "error", "ok", "unset", "server", "client", "internal", "producer", "consumer", "unspecified",
    ]

    private mutating func value() throws -> TraceQL.Value {
        let isNegative = take("-")
        let value: TraceQL.Value
        switch peek {
        case .string(let text): value = .text(text)
        case .number(let number): value = .number(isNegative ? -number : number)
        case .duration(let duration): value = .duration(duration)
        case .word("nil"): value = .none
        case .word("true"), .word("false"): value = .word(peek == .word("true") ? "true" : "false")
        case .word(let word) where Self.words.contains(word): value = .word(word)
        case .word(let word): throw fail("unknown identifier: \(word)")
        default: throw unexpected()
        }
        place += 1
        return value
    }

    // MARK: Stages

    private mutating func fields() throws -> [TraceQL.Field] {
        try require("(")
        var fields = [try field()]
        while take(",") { fields.append(try field()) }
        try require(")")
        return fields
    }

    private mutating func stage(_ query: inout TraceQL) throws {
        guard case .word(let word) = peek else {
            // A further filter keeps what both keep.
            query.spans = .both(query.spans, try spans())
            return
        }
        place += 1
        switch word {
        case "select": query.selected += try fields()
        case "count", "min", "max", "sum", "avg": query.aggregates.append(try aggregate(word))
        case "rate", "count_over_time", "min_over_time", "max_over_time", "avg_over_time", "sum_over_time",
            "quantile_over_time":
            query.metrics = try metrics(word)
        default:
            place -= 1
            throw fail("unknown identifier: \(word)")
        }
    }

    private mutating func aggregate(_ function: String) throws -> TraceQL.Aggregate {
        try require("(")
        let field = peek == .symbol(")") ? nil : try field()
        try require(")")
        guard case .symbol(let op) = peek, [">", ">=", "<", "<=", "=", "!="].contains(op) else { throw unexpected() }
        place += 1
        switch try value() {
        case .number(let number), .duration(let number):
            return TraceQL.Aggregate(function: function, field: field, op: op, value: number)
        default: throw unexpected()
        }
    }

    private mutating func metrics(_ function: String) throws -> TraceQL.Metrics {
        var metrics = TraceQL.Metrics(function: function)
        try require("(")
        if peek != .symbol(")") { metrics.field = try field() }
        while take(",") {
            guard case .number(let quantile) = peek else { throw unexpected() }
            metrics.quantiles.append(quantile)
            place += 1
        }
        try require(")")
        if takeWord("by") { metrics.groups = try fields() }
        return metrics
    }

    private mutating func hints() throws {
        try require("(")
        while peek != .symbol(")"), peek != .end { place += 1 }
        try require(")")
    }
}
