import Core

/// Reads the part of LogsQL that the stand-in has. As in the recorded server, a pipe whose name it does not know is a filter.
struct LogsQLParser {
    let text: [Character]
    var place = 0
    let now: Int64

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

    mutating func skip() { while place < text.count, text[place].isWhitespace { place += 1 } }

    var peek: Character? {
        mutating get {
            skip()
            return place < text.count ? text[place] : nil
        }
    }

    mutating func take(_ symbol: String) -> Bool {
        skip()
        guard text[place...].starts(with: symbol) else { return false }
        place += symbol.count
        return true
    }

    mutating func require(_ symbol: String) throws {
        guard take(symbol) else { throw fail("missing '\(symbol)'") }
    }

    private static func isWord(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "_.-/*+@$".contains(character)
    }

    /// The next word without moving on.
    mutating func word() -> String {
        skip()
        return String(text[place...].prefix { Self.isWord($0) })
    }

    mutating func takeWord(_ expected: String) -> Bool {
        guard word().lowercased() == expected else { return false }
        place += expected.count
        return true
    }

    /// A word or a quoted text.
    mutating func string() throws -> String {
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

    mutating func names() throws -> [String] {
        try require("(")
        var names: [String] = []
        while !take(")") {
            names.append(try string())
            if !take(","), peek != ")" { throw fail("missing ',' or ')'") }
        }
        return names
    }

    /// A list with or without parentheses.
    mutating func list() throws -> [String] {
        if peek == "(" { return try names() }
        var names = [try string()]
        while take(",") { names.append(try string()) }
        return names
    }

    mutating func number() throws -> Int {
        guard let value = Int(try string()), value >= 0 else { throw fail("cannot parse number") }
        return value
    }
}
