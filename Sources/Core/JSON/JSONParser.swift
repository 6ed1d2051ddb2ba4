/// What is wrong with a JSON text, and where.
public struct JSONError: Error, Sendable, Hashable, CustomStringConvertible {
    /// Bytes from the start of the text.
    public var offset: Int
    public var reason: String

    public var description: String { "not valid JSON at byte \(offset): \(reason)" }
}

extension JSONValue {
    /// Nesting deeper than this is refused, so that hostile input cannot exhaust the stack.
    public static let maximumDepth = 256

    /// Reads one JSON document (RFC 8259). Invalid UTF-8 inside strings is replaced, a name that occurs twice is an error.
    public init(parsing bytes: [UInt8]) throws(JSONError) {
        self = try JSONParser.read(bytes, level: 0) { parser throws(JSONError) in try parser.document() }.get()
    }

    /// - Precondition: a document with these bytes was parsed, and an element of an array of its begins there.
    init(element bytes: [UInt8], from start: Int, level: Int) {
        let result = JSONParser.read(bytes, level: level) { parser throws(JSONError) in
            parser.position = start
            return try parser.value()
        }
        guard case .success(let value) = result else { preconditionFailure("a part of a valid document is not valid") }
        self = value
    }

    public init(parsing text: String) throws(JSONError) { try self.init(parsing: Array(text.utf8)) }
}

private struct JSONParser {
    let bytes: UnsafeBufferPointer<UInt8>
    /// The same, for what stays text.
    let whole: [UInt8]
    /// How many arrays that stay text this is within.
    let level: Int
    var position = 0
    var depth = 0
    /// Elements and members of the containers that are not yet closed. A closed one takes its own in an array of just their
    /// number, so that a document of many small containers needs no memory for growth.
    var elements: [JSONValue] = []
    var members: [(name: String, value: JSONValue)] = []
    /// Where the elements of arrays that are not yet closed begin, of the outermost first.
    var starts: [UInt32] = []

    private init(_ bytes: UnsafeBufferPointer<UInt8>, _ whole: [UInt8], level: Int) {
        self.bytes = bytes
        self.whole = whole
        self.level = level
    }

    static func read(
        _ bytes: [UInt8], level: Int, _ body: (inout JSONParser) throws(JSONError) -> JSONValue
    ) -> Result<JSONValue, JSONError> {
        bytes.withUnsafeBufferPointer { buffer in
            var parser = JSONParser(buffer, bytes, level: level)
            do throws(JSONError) { return .success(try body(&parser)) } catch { return .failure(error) }
        }
    }

    mutating func document() throws(JSONError) -> JSONValue {
        let value = try self.value()
        skipSpace()
        guard position == bytes.count else { throw fail("text after the end of the document") }
        return value
    }

    private func fail(_ reason: String) -> JSONError { JSONError(offset: position, reason: reason) }

    private mutating func skipSpace() {
        while position < bytes.count {
            switch bytes[position] {
            case 0x20, 0x0A, 0x0D, 0x09: position += 1
            default: return
            }
        }
    }

    mutating func value() throws(JSONError) -> JSONValue {
        skipSpace()
        guard position < bytes.count else { throw fail("the text ends where a value should be") }
        switch bytes[position] {
        case UInt8(ascii: "{"): return try nested { parser throws(JSONError) in .object(try parser.object()) }
        case UInt8(ascii: "["): return try nested { parser throws(JSONError) in .array(try parser.array()) }
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"): return try literal("true", .bool(true))
        case UInt8(ascii: "f"): return try literal("false", .bool(false))
        case UInt8(ascii: "n"): return try literal("null", .null)
        default: return try number()
        }
    }

    private mutating func nested(
        _ body: (inout JSONParser) throws(JSONError) -> JSONValue
    ) throws(JSONError) -> JSONValue {
        guard depth < JSONValue.maximumDepth else { throw fail("nested deeper than \(JSONValue.maximumDepth)") }
        depth += 1
        let value = try body(&self)
        depth -= 1
        return value
    }

    private mutating func object() throws(JSONError) -> JSONObject {
        position += 1
        skipSpace()
        if take(UInt8(ascii: "}")) { return JSONObject() }
        let start = members.count
        var index: [String: Int] = [:]
        while true {
            skipSpace()
            guard position < bytes.count, bytes[position] == UInt8(ascii: "\"") else { throw fail("expected a member's name") }
            let name = try string()
            guard isNew(name, since: start, &index) else { throw fail("the name \"\(name.prefix(40))\" occurs twice") }
            skipSpace()
            guard take(UInt8(ascii: ":")) else { throw fail("expected ':'") }
            members.append((name, try value()))
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            if take(UInt8(ascii: "}")) {
                return JSONObject(distinct: Self.take(&members, from: start), index: index)
            }
            throw fail(position == bytes.count ? "the text ends inside an object" : "expected ',' or '}'")
        }
    }

    /// Whether no member from `start` on has the name. Past the size of small objects, the index is kept and asked.
    private func isNew(_ name: String, since start: Int, _ index: inout [String: Int]) -> Bool {
        let place = members.count - start
        if index.isEmpty {
            guard !members[start...].contains(where: { $0.name == name }) else { return false }
            guard place == JSONObject.largestWithoutIndex else { return true }
            for (place, member) in members[start...].enumerated() { index[member.name] = place }
        }
        return index.updateValue(place, forKey: name) == nil
    }

    private mutating func array() throws(JSONError) -> JSONArray {
        let beginning = position
        position += 1
        skipSpace()
        if take(UInt8(ascii: "]")) { return [] }
        let start = elements.count
        let firstStart = starts.count
        let canStayText = level < JSONArrayText.levels && bytes.count <= Int(UInt32.max)
        var staysText = false
        while true {
            skipSpace()
            if canStayText { starts.append(UInt32(position)) }
            elements.append(try value())
            if canStayText, position - beginning >= JSONArrayText.shortest, starts.count - firstStart >= JSONArrayText.fewest {
                staysText = true
                elements.removeSubrange(start...)
            }
            skipSpace()
            if take(UInt8(ascii: ",")) { continue }
            guard take(UInt8(ascii: "]")) else {
                throw fail(position == bytes.count ? "the text ends inside an array" : "expected ',' or ']'")
            }
            defer { starts.removeSubrange(firstStart...) }
            guard staysText else { return JSONArray(Self.take(&elements, from: start)) }
            return JSONArray(JSONArrayText(whole, starts: Array(starts[firstStart...]), level: level + 1))
        }
    }

    /// Moves the elements from a place on out; all of them without a copy.
    private static func take<Element>(_ elements: inout [Element], from start: Int) -> [Element] {
        var taken: [Element] = []
        if start == 0 {
            swap(&taken, &elements)
        } else {
            taken = Array(elements[start...])
            elements.removeSubrange(start...)
        }
        return taken
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < bytes.count, bytes[position] == byte else { return false }
        position += 1
        return true
    }

    private mutating func literal(_ word: StaticString, _ value: JSONValue) throws(JSONError) -> JSONValue {
        let count = word.utf8CodeUnitCount
        guard position + count <= bytes.count else { throw fail("expected '\(word)'") }
        for offset in 0..<count where bytes[position + offset] != word.utf8Start[offset] { throw fail("expected '\(word)'") }
        position += count
        return value
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        _ = take(UInt8(ascii: "-"))
        let whole = digits()
        guard whole > 0 else { throw JSONError(offset: start, reason: "expected a value") }
        if whole > 1, bytes[position - whole] == UInt8(ascii: "0") { throw fail("a number with a leading zero") }
        if take(UInt8(ascii: ".")) {
            guard digits() > 0 else { throw fail("a number that ends in '.'") }
        }
        if take(UInt8(ascii: "e")) || take(UInt8(ascii: "E")) {
            if !take(UInt8(ascii: "+")) { _ = take(UInt8(ascii: "-")) }
            guard digits() > 0 else { throw fail("a number with an empty exponent") }
        }
        return .number(JSONNumber(literal: String(decoding: bytes[start..<position], as: UTF8.self)))
    }

    private mutating func digits() -> Int {
        let start = position
        while position < bytes.count, (0x30...0x39).contains(bytes[position]) { position += 1 }
        return position - start
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        let start = position
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\"") {
                let text = String(decoding: bytes[start..<position], as: UTF8.self)
                position += 1
                return text
            }
            if byte == UInt8(ascii: "\\") { return try escapedString(from: start) }
            guard byte >= 0x20 else { throw fail("a control character inside a string") }
            position += 1
        }
        throw fail("the text ends inside a string")
    }

    private mutating func escapedString(from start: Int) throws(JSONError) -> String {
        var text = Array(bytes[start..<position])
        while position < bytes.count {
            let byte = bytes[position]
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw fail("a control character inside a string")
            default: text.append(byte)
            }
        }
        throw fail("the text ends inside a string")
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONError) {
        guard position < bytes.count else { throw fail("the text ends inside a string") }
        let byte = bytes[position]
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try unicodeEscape()).utf8)
        default: throw fail("an unknown escape")
        }
    }

    private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
        let first = try hexadecimal()
        if (0xD800..<0xDC00).contains(first), position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        {
            let mark = position
            position += 2
            let second = try hexadecimal()
            if (0xDC00..<0xE000).contains(second) {
                return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00)) ?? "\u{FFFD}"
            }
            position = mark
        }
        return Unicode.Scalar(first) ?? "\u{FFFD}"
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard position + 4 <= bytes.count else { throw fail("the text ends inside an escape") }
        var value: UInt32 = 0
        for _ in 0..<4 {
            guard let digit = Character(Unicode.Scalar(bytes[position])).hexDigitValue else {
                throw fail("expected four hexadecimal digits")
            }
            value = value << 4 | UInt32(digit)
            position += 1
        }
        return value
    }
}
