import Core

/// A log line while it is read: with its labels as one text, for comparing and sorting.
struct LogEntry: Sendable, Hashable {
    var line: LogLines.Line
    var labels: String

    /// Longer lines are cut, so that one line cannot fill the memory. Bytes.
    static let longestLine = 16_384

    static func == (left: Self, right: Self) -> Bool {
        left.line.time == right.line.time && left.labels == right.labels && left.line.text == right.line.text
    }

    func hash(into hasher: inout Hasher) {
        hasher.combine(line.time)
        hasher.combine(labels)
        hasher.combine(line.text)
    }

    /// Strings only, each cut at 2,000 characters.
    static func labels(_ value: JSONValue?) -> [String: String] {
        var labels: [String: String] = [:]
        for (name, value) in value?.object?.members ?? [] {
            if let text = value.string { labels[name] = String(text.prefix(2000)) }
        }
        return labels
    }

    /// `{app="checkout", level="error"}`, names sorted.
    static func text(of labels: [String: String]) -> String {
        let pairs = labels.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
        return "{" + pairs.map { "\($0.key)=\(LogLiteral.quoted($0.value))" }.joined(separator: ", ") + "}"
    }

    static func cut(_ text: String) -> String {
        guard text.utf8.count > longestLine else { return text }
        return String(decoding: text.utf8.prefix(longestLine), as: UTF8.self) + "…"
    }
}

extension [LogEntry] {
    /// By time; those of one moment by their labels, and within the same labels as the store had them.
    var inOrder: [LogEntry] {
        enumerated().sorted { left, right in
            if left.element.line.time != right.element.line.time { return left.element.line.time < right.element.line.time }
            if left.element.labels != right.element.labels {
                return left.element.labels.utf8.lexicographicallyPrecedes(right.element.labels.utf8)
            }
            return left.offset < right.offset
        }.map(\.element)
    }
}
