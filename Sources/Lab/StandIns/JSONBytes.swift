import Core

/// Writes JSON to the byte as ``JSONValue/compact`` does, with less work for text that is mostly plain ASCII.
struct JSONBytes {
    private(set) var bytes: [UInt8] = []

    mutating func raw(_ text: String) { bytes += text.utf8 }

    mutating func raw(_ text: [UInt8]) { bytes += text }

    mutating func write(_ value: JSONValue) {
        switch value {
        case .null: raw("null")
        case .bool(let value): raw(value ? "true" : "false")
        case .number(let number): raw(number.text)
        case .string(let text): write(text)
        case .array(let elements):
            raw("[")
            for (position, element) in elements.enumerated() {
                if position > 0 { raw(",") }
                write(element)
            }
            raw("]")
        case .object(let object): write(object.members.lazy.map { ($0.name, $0.value) }) { $0.write($1) }
        }
    }

    /// An object of strings.
    mutating func write(_ pairs: [(name: String, value: String)]) {
        write(pairs.lazy.map { ($0.name, $0.value) }) { $0.write($1) }
    }

    private mutating func write<Value>(
        _ members: some Sequence<(String, Value)>, _ each: (inout JSONBytes, Value) -> Void
    ) {
        raw("{")
        var isFirst = true
        for (name, value) in members {
            if !isFirst { raw(",") }
            isFirst = false
            write(name)
            raw(":")
            each(&self, value)
        }
        raw("}")
    }

    mutating func write(_ text: String) {
        var text = text
        text.withUTF8 { write(utf8: $0) }
    }

    /// A string, given as UTF-8.
    mutating func write(utf8 text: UnsafeBufferPointer<UInt8>) {
        let mark = bytes.count
        bytes.append(UInt8(ascii: "\""))
        var start = 0
        for position in text.indices where !Self.isPlain[Int(text[position])] {
            let byte = text[position]
            guard byte < 0x80 else {
                // Which characters are escaped outside of ASCII is the shared writer's to say.
                bytes.removeLast(bytes.count - mark)
                return raw(JSONValue.string(String(decoding: text, as: UTF8.self)).compact)
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<position]))
            escape(byte)
            start = position + 1
        }
        bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func escape(_ byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): raw("\\\"")
        case UInt8(ascii: "\\"): raw("\\\\")
        case UInt8(ascii: "\n"): raw("\\n")
        case UInt8(ascii: "\r"): raw("\\r")
        case UInt8(ascii: "\t"): raw("\\t")
        default:
            raw(byte < 16 ? "\\u000" : "\\u00")
            raw(String(byte, radix: 16))
        }
    }

    private static let isPlain: [Bool] = (0..<256).map { byte in
        (0x20..<0x7f).contains(byte) && !"\"\\<>&".utf8.contains(UInt8(byte))
    }
}
