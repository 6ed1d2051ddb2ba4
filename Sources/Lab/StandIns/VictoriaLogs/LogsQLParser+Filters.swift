/// Filters.
extension LogsQLParser {
    mutating func or(field: String = "_msg") throws -> LogsQLFilter {
        var parts = [try and(field)]
        while takeWord("or") { parts.append(try and(field)) }
        return parts.count == 1 ? parts[0] : .or(parts)
    }

    private mutating func and(_ field: String) throws -> LogsQLFilter {
        var parts: [LogsQLFilter] = []
        while let next = peek, next != "|", next != ")", word().lowercased() != "or" {
            if takeWord("and") { continue }
            parts.append(try single(field))
        }
        guard !parts.isEmpty else { throw fail("missing filter") }
        return parts.count == 1 ? parts[0] : .and(parts)
    }

    private mutating func single(_ field: String) throws -> LogsQLFilter {
        if take("!") || takeWord("not") { return .not(try single(field)) }
        if peek == "-" {
            place += 1
            return .not(try single(field))
        }
        if take("(") {
            let inner = try or(field: field)
            try require(")")
            return inner
        }
        if peek == "{" { return try stream() }
        if ["=", "~", ">", "<", "*"].contains(peek) { return try value(of: field) }
        let start = place
        let name = try string()
        guard take(":") else {
            place = start
            return try value(of: field)
        }
        switch name {
        case "_time": return try time()
        case "_stream": return try stream()
        default: return try value(of: name)
        }
    }

    private mutating func value(of field: String) throws -> LogsQLFilter {
        if take("(") {
            let inner = try or(field: field)
            try require(")")
            return inner
        }
        if take("!") { return .not(try value(of: field)) }
        if take("~") { return .pattern(field: field, try regex(try string())) }
        for op in [">=", "<=", ">", "<"] where take(op) {
            let text = try string()
            guard let limit = Double(text) else { throw fail("cannot parse number \(text)") }
            return .number(field: field, op: op, limit)
        }
        if take("=") { return .equal(field: field, [try string()]) }
        let isQuoted = peek.map { "\"'`".contains($0) } ?? false
        let text = try string()
        if !isQuoted, peek == "(", ["in", "exact", "i", "contains_any"].contains(text) {
            let values = try names()
            return text == "in" || text == "exact"
                ? .equal(field: field, values) : .or(values.map { .phrase(field: field, $0, isPrefix: false) })
        }
        if !isQuoted, text == "*" { return field == "_msg" ? .all : .present(field: field) }
        if !isQuoted, text.hasSuffix("*") { return .phrase(field: field, String(text.dropLast()), isPrefix: true) }
        if isQuoted, place < self.text.count, self.text[place] == "*" {
            place += 1
            return .phrase(field: field, text, isPrefix: true)
        }
        return .phrase(field: field, text, isPrefix: false)
    }

    private func regex(_ pattern: String) throws -> TextPattern {
        do { return try TextPattern(pattern, isRegex: true) } catch { throw fail("invalid regexp \"\(pattern)\"") }
    }

    private mutating func stream() throws -> LogsQLFilter {
        try require("{")
        var matchers: [LabelMatcher] = []
        while !take("}") {
            let name = try string()
            guard let op = ["=~", "!~", "!=", "="].first(where: { take($0) }) else { throw fail("unsupported operation") }
            let value = try string()
            matchers.append(
                LabelMatcher(
                    name: name, op: op, pattern: op.hasSuffix("~") ? try regex(value) : try TextPattern(value, isRegex: false)))
            if !take(","), peek != "}" { throw fail("missing ',' or '}'") }
        }
        return .stream(matchers)
    }

    /// `[a, b)`, a duration back from now, or one time with the width of its precision.
    private mutating func time() throws -> LogsQLFilter {
        skip()
        let open = peek
        guard open == "[" || open == "(" else {
            let raw = String(text[place...].prefix { !$0.isWhitespace && $0 != "|" && $0 != ")" })
            place += raw.count
            if let back = LogQLLexer.duration(raw) { return .time(from: now - back, to: now) }
            guard let time = LogsQLTime(raw) else { throw fail("cannot parse _time filter") }
            return .time(from: time.start, to: time.end)
        }
        place += 1
        let raw = String(text[place...].prefix { $0 != "]" && $0 != ")" })
        place += raw.count
        guard let close = peek else { throw fail("missing ')' or ']'") }
        place += 1
        let bounds = raw.split(separator: ",").map { LogsQLTime($0.filter { !$0.isWhitespace }) }
        guard bounds.count == 2, let from = bounds[0], let to = bounds[1] else { throw fail("cannot parse _time filter") }
        return .time(from: open == "[" ? from.start : from.end, to: close == "]" ? to.end : to.start)
    }
}
