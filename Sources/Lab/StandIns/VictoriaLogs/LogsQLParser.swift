import Core

/// Why a LogsQL query is refused.
struct LogsQLError: Error {
    var message: String
}

/// Reads the part of LogsQL that the stand-in has. As in the recorded server, a pipe whose name it does not know is a filter.
struct LogsQLParser {
    private let text: [Character]
    private var place = 0
    private let now: Int64

    static func parse(_ query: String, now: Int64) throws -> (filter: LogsQLFilter, pipes: [LogsQLPipe]) {
        var parser = LogsQLParser(query, now: now)
        guard parser.peek != nil else { throw parser.fail("missing query", context: "") }
        let filter = try parser.or()
        var pipes: [LogsQLPipe] = []
        while parser.take("|") { pipes.append(try parser.pipe()) }
        guard parser.peek == nil else { throw parser.fail("unexpected unparsed tail") }
        return (filter, pipes)
    }

    private init(_ query: String, now: Int64) {
        text = Array(query)
        self.now = now
    }

    // MARK: Scanning

    func fail(_ reason: String, context: String? = nil) -> LogsQLError {
        let rest = context ?? String(text[min(place, text.count)...].prefix(1))
        return LogsQLError(message: "cannot parse query [\(String(text))]: \(reason); context: [\(rest)]")
    }

    private mutating func skip() { while place < text.count, text[place].isWhitespace { place += 1 } }

    private var peek: Character? {
        mutating get {
            skip()
            return place < text.count ? text[place] : nil
        }
    }

    private mutating func take(_ symbol: String) -> Bool {
        skip()
        guard text[place...].starts(with: symbol) else { return false }
        place += symbol.count
        return true
    }

    private mutating func require(_ symbol: String) throws {
        guard take(symbol) else { throw fail("missing '\(symbol)'") }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.-/*+@$".contains(character)
    }

    /// The next word without moving on.
    private mutating func word() -> String {
        skip()
        return String(text[place...].prefix { Self.isWord($0) })
    }

    private mutating func takeWord(_ expected: String) -> Bool {
        guard word().lowercased() == expected else { return false }
        place += expected.count
        return true
    }

    /// A word or a quoted text.
    private mutating func string() throws -> String {
        guard let quote = peek else { throw fail("unexpected end of query") }
        guard "\"'`".contains(quote) else {
            let found = word()
            guard !found.isEmpty else { throw fail("unexpected token") }
            place += found.count
            return found
        }
        let start = place
        place += 1
        var result = ""
        while place < text.count, text[place] != quote {
            if text[place] == "\\", quote != "`", place + 1 < text.count {
                place += 1
                result.append(["n": "\n", "t": "\t", "r": "\r"][text[place]] ?? text[place])
            } else {
                result.append(text[place])
            }
            place += 1
        }
        guard place < text.count else {
            place = start
            throw fail("improperly quoted string")
        }
        place += 1
        return result
    }

    private mutating func names() throws -> [String] {
        try require("(")
        var names: [String] = []
        while !take(")") {
            names.append(try string())
            if !take(","), peek != ")" { throw fail("missing ',' or ')'") }
        }
        return names
    }

    /// A list with or without parentheses.
    private mutating func list() throws -> [String] {
        if peek == "(" { return try names() }
        var names = [try string()]
        while take(",") { names.append(try string()) }
        return names
    }

    private mutating func number() throws -> Int {
        guard let value = Int(try string()), value >= 0 else { throw fail("cannot parse number") }
        return value
    }

    // MARK: Filters

    private mutating func or(field: String = "_msg") throws -> LogsQLFilter {
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

    // MARK: Pipes

    private mutating func pipe() throws -> LogsQLPipe {
        let start = place
        let name = word()
        if name.isEmpty { return .filter(try or()) }
        place += name.count
        switch name {
        case "filter", "where": return .filter(try or())
        case "sort", "order": return try sort()
        case "limit", "head": return .limit(try number())
        case "offset", "skip": return .offset(try number())
        case "fields", "keep": return .fields(try list())
        case "delete", "del", "rm", "drop": return .delete(try list())
        case "copy", "cp": return .copy(try pairs())
        case "rename", "mv": return .rename(try pairs())
        case "unpack_json": return try unpack(isJSON: true)
        case "unpack_logfmt": return try unpack(isJSON: false)
        case "collapse_nums":
            let field = takeWord("at") ? try string() : "_msg"
            return .collapseNumbers(field: field, prettify: takeWord("prettify"))
        case "stats": return try stats()
        case "count": place = start; return try stats()
        case "top":
            let limit = Int(word()) != nil ? try number() : 10
            _ = takeWord("by")
            return .top(limit, try list())
        case "uniq":
            _ = takeWord("by")
            let fields = try list()
            let counted = takeWord("with") && takeWord("hits")
            return .unique(fields, counted: counted)
        default:
            place = start
            return .filter(try or())
        }
    }

    private mutating func sort() throws -> LogsQLPipe {
        var keys: [(field: String, descending: Bool)] = []
        if takeWord("by") || peek == "(" {
            try require("(")
            while !take(")") {
                let field = try string()
                keys.append((field, takeWord("desc")))
                if !keys[keys.count - 1].descending { _ = takeWord("asc") }
                if !take(","), peek != ")" { throw fail("missing ',' or ')'") }
            }
        }
        if takeWord("desc") { keys = keys.map { ($0.field, !$0.descending) } }
        var (offset, limit) = (0, Int?.none)
        while true {
            if takeWord("offset") {
                offset = try number()
            } else if takeWord("limit") {
                limit = try number()
            } else {
                return .sort(keys.isEmpty ? [("_time", false)] : keys, offset: offset, limit: limit)
            }
        }
    }

    private mutating func pairs() throws -> [(String, String)] {
        var pairs: [(String, String)] = []
        repeat {
            let old = try string()
            _ = takeWord("as")
            pairs.append((old, try string()))
        } while take(",")
        return pairs
    }

    private mutating func unpack(isJSON: Bool) throws -> LogsQLPipe {
        let from = takeWord("from") ? try string() : "_msg"
        return .unpack(isJSON: isJSON, from: from, fields: takeWord("fields") ? try names() : nil)
    }

    private mutating func stats() throws -> LogsQLPipe {
        var groups: [LogsQLGroup] = []
        if takeWord("by") || peek == "(" {
            try require("(")
            while !take(")") {
                let field = try string()
                var step: Int64?
                if take(":") {
                    let text = try string()
                    guard let width = LogQLLexer.duration(text) else { throw fail("cannot parse bucket size \(text)") }
                    step = width
                }
                groups.append(LogsQLGroup(field: field, step: step))
                if !take(","), peek != ")" { throw fail("missing ',' or ')'") }
            }
        }
        var stats: [LogsQLStat] = []
        repeat { stats.append(try stat()) } while take(",")
        return .stats(groups, stats)
    }

    private mutating func stat() throws -> LogsQLStat {
        let word = try string()
        guard let function = LogsQLStat.Function(rawValue: word) else { throw fail("unknown stats func \"\(word)\"") }
        var arguments = peek == "(" ? try names() : []
        var stat = LogsQLStat(function: function, fields: [], name: "")
        if function == .quantile {
            guard let first = arguments.first, let phi = Double(first) else { throw fail("cannot parse phi") }
            stat.phi = phi
            arguments.removeFirst()
        }
        stat.fields = arguments.filter { $0 != "*" }
        if takeWord("if") {
            try require("(")
            stat.condition = try or()
            try require(")")
        }
        stat.name = "\(word)(\(arguments.isEmpty ? "*" : arguments.joined(separator: ", ")))"
        if takeWord("as") {
            stat.name = try string()
        } else if let next = peek, next != ",", next != "|", next != ")" {
            stat.name = try string()
        }
        return stat
    }
}
