/// As much of a LogsQL query as must be known before it is sent: its pipes. VictoriaLogs reads a pipe that it does not know as a
/// filter on words, so that a misspelt one answers 200 with nothing, as if there were no such lines.
struct LogsQLScan: Sendable {
    /// The names of the pipes outside parentheses, in their order.
    private(set) var pipes: [String] = []
    /// It has a comment, which would take in whatever is written after the query on the same line.
    private(set) var hasComment = false

    /// Pipes of LogsQL as of version 1.26; where there are two names, both.
    static let knownPipes: Set<String> = [
        "block_stats", "blocks_count", "collapse_nums", "copy", "cp", "decolorize", "del", "delete", "drop",
        "drop_empty_fields",
        "eval", "extract", "extract_regexp", "facets", "field_names", "field_values", "fields", "filter", "first", "format",
        "hash", "head", "join", "json_array_len", "keep", "last", "len", "limit", "math", "mv", "offset", "order", "pack_json",
        "pack_logfmt", "rename", "replace", "replace_regexp", "rm", "sample", "skip", "sort", "stats", "stream_context",
        "time_add", "top", "union", "uniq", "unpack_json", "unpack_logfmt", "unpack_syslog", "unpack_words", "unroll", "where",
    ]

    /// Pipes that leave each line a line, with its time, stream and message.
    static let keepingPipes: Set<String> = [
        "copy", "cp", "extract", "extract_regexp", "filter", "format", "hash", "json_array_len", "len", "math", "eval",
        "pack_json", "pack_logfmt", "time_add", "unpack_json", "unpack_logfmt", "unpack_syslog", "unpack_words", "where",
    ]

    /// Does the query leave lines as they are, so that they can be sorted and read in pages?
    var keepsLines: Bool { pipes.allSatisfy(LogsQLScan.keepingPipes.contains) }

    private let field: String

    init(_ text: String, field: String) throws(InputError) {
        self.field = field
        guard text.utf8.count <= 20_000 else { throw InputError(field, "is longer than 20,000 bytes") }
        guard text.contains(where: { !$0.isWhitespace }) else { throw InputError(field, "is empty; * selects every line") }
        let bytes = Array(text.utf8)
        var position = 0
        var depth = 0
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"):
                position = try end(ofString: byte, in: bytes, from: position)
            case UInt8(ascii: "#"):
                hasComment = true
                while position < bytes.count, bytes[position] != 0x0A { position += 1 }
            case UInt8(ascii: "("), UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                guard depth >= 0 else { throw InputError(field, "has a closing bracket too many") }
            case UInt8(ascii: "|"):
                try pipe(in: bytes, from: position, isOuter: depth == 0)
            default:
                guard SelectorScanner.isNamePart(byte) else { continue }
                let word = LogsQLScan.word(in: bytes, from: position - 1)
                position += word.utf8.count - 1
                if word.lowercased() == "options", LogsQLScan.next(in: bytes, from: position) == UInt8(ascii: "(") {
                    throw InputError(field, "has options(…), which could take the time window away; leave them out")
                }
            }
            guard depth <= 100 else { throw InputError(field, "is nested too deeply") }
        }
        guard depth == 0 else { throw InputError(field, "has an opening bracket too many") }
    }

    private mutating func pipe(in bytes: [UInt8], from start: Int, isOuter: Bool) throws(InputError) {
        var position = start
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
        let word = LogsQLScan.word(in: bytes, from: position)
        guard LogsQLScan.knownPipes.contains(word) else {
            let name = word.isEmpty ? "a pipe without a name" : "the pipe '\(word.prefix(40))', which is not known"
            throw InputError(
                field, "has \(name): VictoriaLogs would take it for a filter and find nothing; write | filter … for a filter")
        }
        if isOuter { pipes.append(word) }
    }

    private func end(ofString quote: UInt8, in bytes: [UInt8], from start: Int) throws(InputError) -> Int {
        var position = start
        while position < bytes.count {
            if bytes[position] == quote { return position + 1 }
            position += bytes[position] == UInt8(ascii: "\\") && quote != UInt8(ascii: "`") ? 2 : 1
        }
        throw InputError(field, "has a quote that is not closed")
    }

    private static func word(in bytes: [UInt8], from start: Int) -> String {
        var end = start
        while end < bytes.count, SelectorScanner.isNamePart(bytes[end]) { end += 1 }
        return String(decoding: bytes[min(start, end)..<end], as: UTF8.self)
    }

    private static func next(in bytes: [UInt8], from start: Int) -> UInt8? {
        bytes[min(start, bytes.count)...].first { $0 > 0x20 }
    }
}
