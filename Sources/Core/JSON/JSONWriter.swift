extension JSONValue {
    /// The document on one line, members in the order they have.
    public var compact: String {
        var writer = JSONWriter(indent: nil, sorted: false)
        writer.write(self, level: 0)
        return writer.text
    }

    /// The document on one line with members sorted by name: equal documents give equal text.
    public var canonical: String {
        var writer = JSONWriter(indent: nil, sorted: true)
        writer.write(self, level: 0)
        return writer.text
    }

    /// The document over many lines, members in the order they have.
    public var pretty: String {
        var writer = JSONWriter(indent: 2, sorted: false)
        writer.write(self, level: 0)
        return writer.text + "\n"
    }
}

/// Writes UTF-8 directly: most text is ASCII that needs no escape, and goes over in runs.
private struct JSONWriter {
    let indent: Int?
    let sorted: Bool
    private var bytes: [UInt8] = []

    init(indent: Int?, sorted: Bool) {
        self.indent = indent
        self.sorted = sorted
    }

    var text: String { String(decoding: bytes, as: UTF8.self) }

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: put("null")
        case .bool(let value): put(value ? "true" : "false")
        case .number(let number): put(number.text)
        case .string(let string): write(string)
        case .array(let elements):
            list("[", "]", elements, level: level) { writer, element in writer.write(element, level: level + 1) }
        case .object(let object):
            let members =
                sorted ? object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : object.members
            list("{", "}", members, level: level) { writer, member in
                writer.write(member.name)
                writer.put(writer.indent == nil ? ":" : ": ")
                writer.write(member.value, level: level + 1)
            }
        }
    }

    private mutating func put(_ text: String) { bytes += text.utf8 }

    private mutating func list<Elements: Collection>(
        _ open: String, _ close: String, _ elements: Elements, level: Int,
        _ each: (inout JSONWriter, Elements.Element) -> Void
    ) {
        put(open)
        for (position, element) in elements.enumerated() {
            if position > 0 { put(",") }
            newline(level + 1)
            each(&self, element)
        }
        if !elements.isEmpty { newline(level) }
        put(close)
    }

    private mutating func newline(_ level: Int) {
        guard let indent else { return }
        bytes.append(0x0A)
        bytes.append(contentsOf: repeatElement(0x20, count: indent * level))
    }

    /// Escapes what JSON requires, and also control, line-separator and bidirectional characters and `<`, `>` and `&`, so
    /// that a document can stand in a terminal or an HTML script element without harm.
    private mutating func write(_ string: String) {
        bytes.append(0x22)
        let text = string.utf8
        var start = text.startIndex
        var place = start
        while place != text.endIndex {
            let byte = text[place]
            guard byte >= 0x7F || JSONWriter.mustEscape(byte) else {
                place = text.index(after: place)
                continue
            }
            bytes += text[start..<place]
            let scalar = string.unicodeScalars[place]
            write(scalar)
            place = string.unicodeScalars.index(after: place)
            start = place
        }
        bytes += text[start..<place]
        bytes.append(0x22)
    }

    /// Of ASCII.
    private static func mustEscape(_ byte: UInt8) -> Bool {
        byte < 0x20 || byte == 0x22 || byte == 0x5C || byte == 0x3C || byte == 0x3E || byte == 0x26
    }

    private mutating func write(_ scalar: Unicode.Scalar) {
        switch scalar {
        case "\"": put("\\\"")
        case "\\": put("\\\\")
        case "\n": put("\\n")
        case "\r": put("\\r")
        case "\t": put("\\t")
        case "<", ">", "&": escape(UInt16(scalar.value))
        default:
            if scalar.isUnprintable {
                for unit in UTF16.encode(scalar) ?? .init() { escape(unit) }
            } else {
                bytes += UTF8.encode(scalar) ?? .init()
            }
        }
    }

    private mutating func escape(_ unit: UInt16) {
        put("\\u")
        for shift in [12, 8, 4, 0] {
            let digit = UInt8(truncatingIfNeeded: unit >> shift) & 0xF
            bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}

extension Unicode.Scalar {
    /// Control characters, bidirectional controls, invisible format characters and separators that move or hide text.
    public var isUnprintable: Bool {
        if (0x20..<0x7F).contains(value) { return false }
        return switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}
