/// Reads LogQL. Errors have Loki's form: `parse error at line 1, col 21: syntax error: unexpected IDENTIFIER, ...`.
struct LogQLParser {
    private let tokens: [(token: LogQLLexer.Token, column: Int)]
    private var position = 0

    static func parse(_ text: String) throws -> LogQL {
        var parser = LogQLParser(tokens: try LogQLLexer.tokens(text))
        let query = try parser.expression()
        guard parser.peek == .end else { throw parser.unexpected() }
        return query
    }

    /// A selector alone, as `match[]` and `query` of the label endpoints hold it.
    static func parseSelector(_ text: String) throws -> LogSelector {
        guard case .lines(let selector) = try parse(text) else {
            throw LogQLError(message: "only label matchers are supported")
        }
        return selector
    }

    private init(tokens: [(token: LogQLLexer.Token, column: Int)]) { self.tokens = tokens }

    private var peek: LogQLLexer.Token { tokens[position].token }

    private func unexpected(_ expecting: String? = nil) -> LogQLError {
        let (token, column) = tokens[position]
        let tail = expecting.map { ", expecting \($0)" } ?? ""
        let line = token == .end && column == 0 ? 0 : 1
        return LogQLError(message: "parse error at line \(line), col \(column): syntax error: unexpected \(token.name)\(tail)")
    }

    private mutating func advance() { position = min(position + 1, tokens.count - 1) }

    private mutating func take(_ symbol: String) -> Bool {
        guard peek == .symbol(symbol) else { return false }
        advance()
        return true
    }

    private mutating func require(_ symbol: String) throws {
        guard take(symbol) else { throw unexpected(symbol) }
    }

    private mutating func expression() throws -> LogQL {
        switch peek {
        case .symbol("{"): return .lines(try selector())
        case .symbol("("):
            advance()
            let inner = try expression()
            try require(")")
            return inner
        case .identifier(let word):
            if let operation = Aggregation.Operation(rawValue: word) { return try aggregation(operation) }
            guard let function = RangeFunction(rawValue: word) else { throw unexpected() }
            advance()
            return try range(function)
        default: throw unexpected()
        }
    }

    private mutating func aggregation(_ operation: Aggregation.Operation) throws -> LogQL {
        advance()
        var grouping = try self.grouping()
        try require("(")
        var parameter = 0
        if operation == .topk || operation == .bottomk {
            guard case .number(let text) = peek, let value = Int(text), value > 0 else { throw unexpected("NUMBER") }
            parameter = value
            advance()
            try require(",")
        }
        let inner = try expression()
        if case .lines = inner { throw unexpected() }
        try require(")")
        if case .none = grouping { grouping = try self.grouping() }
        return .aggregate(Aggregation(operation: operation, grouping: grouping, parameter: parameter), inner)
    }

    private mutating func grouping() throws -> Aggregation.Grouping {
        guard case .identifier(let word) = peek, word == "by" || word == "without" else { return .none }
        advance()
        try require("(")
        var names: [String] = []
        while case .identifier(let name) = peek {
            names.append(name)
            advance()
            guard take(",") else { break }
        }
        try require(")")
        return word == "by" ? .by(names) : .without(names)
    }

    private mutating func range(_ function: RangeFunction) throws -> LogQL {
        try require("(")
        var selector = try selector()
        try require("[")
        guard case .duration(let nanoseconds) = peek else { throw unexpected("DURATION") }
        advance()
        try require("]")
        var offset: Int64 = 0
        if peek == .identifier("offset") {
            advance()
            guard case .duration(let value) = peek else { throw unexpected("DURATION") }
            offset = value
            advance()
        }
        selector.stages += try stages()
        try require(")")
        return .range(function, selector, range: nanoseconds, offset: offset)
    }

    private mutating func selector() throws -> LogSelector {
        try require("{")
        var matchers: [LabelMatcher] = []
        while case .identifier(let name) = peek {
            advance()
            matchers.append(try matcher(name))
            guard take(",") else { break }
        }
        try require("}")
        guard matchers.contains(where: { !$0.acceptsEmpty }) else {
            let first = matchers.first.map { "\($0.name)\($0.op)\"\($0.pattern.text)\"" } ?? "{}"
            let name = matchers.first?.name ?? "app"
            throw LogQLError(
                message: "parse error : queries require at least one regexp or equality matcher that does not have an "
                    + "empty-compatible value. For instance, \(first) does not meet this requirement, but \(name)=~\".+\" will")
        }
        return LogSelector(matchers: matchers, stages: try stages())
    }

    private mutating func matcher(_ name: String) throws -> LabelMatcher {
        guard case .symbol(let op) = peek, ["=", "!=", "=~", "!~"].contains(op) else { throw unexpected("= or != or =~ or !~") }
        advance()
        guard case .string(let value) = peek else { throw unexpected("STRING") }
        advance()
        return LabelMatcher(name: name, op: op, pattern: try TextPattern(value, isRegex: op.hasSuffix("~")))
    }

    private mutating func stages() throws -> [LogStage] {
        var stages: [LogStage] = []
        while case .symbol(let symbol) = peek {
            switch symbol {
            case "|=", "!=", "|~", "!~":
                advance()
                stages.append(.line(try lineFilter(symbol)))
            case "|":
                advance()
                guard case .identifier(let name) = peek else { throw unexpected() }
                advance()
                if ["json", "logfmt", "pattern", "regexp", "unpack", "line_format", "label_format", "unwrap"].contains(name) {
                    throw LogQLError(message: "the Lab's stand-in for Loki does not have the stage '\(name)'")
                }
                stages.append(.label(try labelFilter(name)))
            default: return stages
            }
        }
        return stages
    }

    private mutating func labelFilter(_ name: String) throws -> [LabelMatcher] {
        var matchers = [try matcher(name)]
        while peek == .identifier("or") {
            advance()
            guard case .identifier(let name) = peek else { throw unexpected() }
            advance()
            matchers.append(try matcher(name))
        }
        return matchers
    }

    private mutating func lineFilter(_ op: String) throws -> LineFilter {
        var patterns: [TextPattern] = []
        repeat {
            if !patterns.isEmpty { advance() }
            guard case .string(let text) = peek else { throw unexpected("STRING or ip") }
            advance()
            patterns.append(try TextPattern(text, isRegex: op.hasSuffix("~")))
        } while peek == .identifier("or")
        return LineFilter(op: op, patterns: patterns)
    }
}
