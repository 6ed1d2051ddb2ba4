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

private struct JSONWriter {
    let indent: Int?
    let sorted: Bool
    var text = ""

    mutating func write(_ value: JSONValue, level: Int) {
        switch value {
        case .null: text += "null"
        case .bool(let value): text += value ? "true" : "false"
        case .number(let number): text += number.text
        case .string(let string): write(string)
        case .array(let elements):
            list("[", "]", elements, level: level) { writer, element in writer.write(element, level: level + 1) }
        case .object(let object):
            let members =
                sorted ? object.members.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) } : object.members
            list("{", "}", members, level: level) { writer, member in
                writer.write(member.name)
                writer.text += writer.indent == nil ? ":" : ": "
                writer.write(member.value, level: level + 1)
            }
        }
    }

    private mutating func list<Element>(
        _ open: String, _ close: String, _ elements: [Element], level: Int, _ each: (inout JSONWriter, Element) -> Void
    ) {
        text += open
        for (position, element) in elements.enumerated() {
            if position > 0 { text += "," }
            newline(level + 1)
            each(&self, element)
        }
        if !elements.isEmpty { newline(level) }
        text += close
    }

    private mutating func newline(_ level: Int) {
        guard let indent else { return }
        text += "\n" + String(repeating: " ", count: indent * level)
    }

    /// Escapes what JSON requires, and also control, line-separator and bidirectional characters and `<`, `>` and `&`, so
    /// that a document can stand in a terminal or an HTML script element without harm.
    private mutating func write(_ string: String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "<", ">", "&": escape(scalar.value)
            default:
                if scalar.isUnprintable {
                    for unit in String(scalar).utf16 { escape(UInt32(unit)) }
                } else {
                    text.unicodeScalars.append(scalar)
                }
            }
        }
        text += "\""
    }

    private mutating func escape(_ unit: UInt32) {
        let digits = String(unit, radix: 16)
        text += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }
}

extension Unicode.Scalar {
    /// Control characters, bidirectional controls, invisible format characters and separators that move or hide text.
    public var isUnprintable: Bool {
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
        default: false
        }
    }
}
