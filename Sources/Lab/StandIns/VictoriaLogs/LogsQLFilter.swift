/// What a LogsQL query keeps.
indirect enum LogsQLFilter: Sendable {
    case all
    case and([LogsQLFilter])
    case or([LogsQLFilter])
    case not(LogsQLFilter)
    /// Nanoseconds, from inclusive, to exclusive.
    case time(from: Int64, to: Int64)
    /// Words that stand beside each other in a field; `isPrefix` when the last may go on.
    case phrase(field: String, String, isPrefix: Bool)
    case equal(field: String, [String])
    case pattern(field: String, TextPattern)
    case present(field: String)
    case number(field: String, op: String, Double)
    case stream([LabelMatcher])

    func keeps(_ row: LogRow) -> Bool {
        switch self {
        case .all: return true
        case .and(let parts): return parts.allSatisfy { $0.keeps(row) }
        case .or(let parts): return parts.contains { $0.keeps(row) }
        case .not(let part): return !part.keeps(row)
        case .time(let from, let to): return row.time >= from && row.time < to
        case .phrase(let field, let text, let isPrefix):
            return Self.contains(row[field], text, isPrefix: isPrefix)
        case .equal(let field, let values): return values.contains(row[field])
        case .pattern(let field, let pattern):
            var text = row[field]
            return text.withUTF8 { pattern.isFound(in: $0, isASCII: false) }
        case .present(let field): return !row[field].isEmpty
        case .number(let field, let op, let limit):
            guard let value = Double(row[field]) else { return false }
            switch op {
            case ">": return value > limit
            case ">=": return value >= limit
            case "<": return value < limit
            default: return value <= limit
            }
        case .stream(let matchers): return matchers.allSatisfy { $0.keeps(row[$0.name].isEmpty ? nil : row[$0.name]) }
        }
    }

    /// Whether a phrase stands in a text with no part of a word directly before or behind it.
    private static func contains(_ text: String, _ phrase: String, isPrefix: Bool) -> Bool {
        let (text, phrase) = (Array(text.utf8), Array(phrase.utf8))
        guard let first = phrase.first, let last = phrase.last else { return isPrefix ? !text.isEmpty : text.isEmpty }
        guard text.count >= phrase.count else { return false }
        for start in 0...(text.count - phrase.count) where text[start] == first {
            guard text[start..<start + phrase.count].elementsEqual(phrase) else { continue }
            let end = start + phrase.count
            let before = start > 0 && isWord(first) && isWord(text[start - 1])
            let behind = !isPrefix && end < text.count && isWord(last) && isWord(text[end])
            if !before && !behind { return true }
        }
        return false
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || byte == 0x5f
            || byte >= 0x80
    }
}
