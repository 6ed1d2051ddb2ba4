/// Pipes.
extension LogsQLParser {
    mutating func pipe() throws -> LogsQLPipe {
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
