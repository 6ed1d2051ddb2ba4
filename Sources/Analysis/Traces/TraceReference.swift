public import Core

/// The trace that a log line belongs to.
public enum TraceReference {
    /// The trace's id, 32 lower-case hex digits with leading zeros, from a label or from the line's own text in JSON or logfmt:
    /// `trace_id`, `traceId`, `trace.id`, or a W3C `traceparent` (w3.org/TR/trace-context).
    public static func id(of line: LogLines.Line) -> String? {
        for (name, value) in line.labels.sorted(by: { $0.key < $1.key }) {
            if let id = id(value, named: name) { return id }
        }
        // Most lines carry none: the search for fields is for those that may.
        guard line.text.utf8.prefix(8000).contains(where: { $0 == 0x3D || $0 == 0x3A }) else { return nil }
        return LogFields.pairs(in: line.text).lazy.compactMap { id($0.value, named: $0.name) }.first
    }

    /// The span's id as its trace has it, where a label of the line names one: `span_id`, `spanId`, `span.id`.
    static func span(of line: LogLines.Line) -> String? {
        line.labels.sorted { $0.key < $1.key }.first { name, _ in
            ["spanid", "otelspanid", "ddspanid"].contains(name.lowercased().filter(\.isLetter))
        }?.value
    }

    /// Is the line an error, by its severity or its words?
    public static func isError(_ line: LogLines.Line) -> Bool { line.isError }

    private static func id(_ value: String, named name: String) -> String? {
        let letters = letters(of: name)
        if ids.contains(letters) { return normal(value) }
        guard letters == parent else { return nil }
        let parts = value.split(separator: "-")
        return parts.count >= 3 ? normal(String(parts[1])) : nil
    }

    private static let ids = ["traceid", "oteltraceid", "ddtraceid"].map { Array($0.utf8) }
    private static let parent = Array("traceparent".utf8)

    /// Its letters in lower case; none where it is not all ASCII, or too long for a name that is looked for.
    private static func letters(of name: String) -> [UInt8] {
        guard name.utf8.count <= 32 else { return [] }
        var letters: [UInt8] = []
        for byte in name.utf8 {
            if byte >= 0x80 { return [] }
            if (0x61...0x7A).contains(byte | 0x20) { letters.append(byte | 0x20) }
        }
        return letters
    }

    /// 32 lower-case digits; sources that drop leading zeros, and ids of 64 bits, are filled up.
    public static func normal(_ text: String) -> String? {
        let digits = text.utf8
        guard (14...32).contains(digits.count), digits.allSatisfy(ValueText.isHexDigit), digits.contains(where: { $0 != 0x30 })
        else { return nil }
        return String(repeating: "0", count: 32 - digits.count) + text.lowercased()
    }
}
