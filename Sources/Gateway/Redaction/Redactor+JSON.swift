public import Core
import Crypto

extension Redactor {
    /// Redacts the strings, member names and numbers of a document; the document stays valid. A member's name is context for
    /// its value: `{"password": "x y"}` loses the whole value, and so do `{"name": "password", "value": "x y"}` and what follows
    /// `"--password"` in a list. A number that is taken out becomes a string.
    ///
    /// Of two member names that become equal, the second gets `#2` at its end, and so on.
    public func redact(_ value: JSONValue) -> (value: JSONValue, counts: [RedactionClass: Int]) {
        var walk = JSONRedaction(setup: setup)
        return (walk.redact(value, name: nil, depth: 0), walk.counts)
    }
}

private struct JSONRedaction {
    let setup: Redactor.Setup
    var counts: [RedactionClass: Int] = [:]

    mutating func redact(_ value: JSONValue, name: String?, depth: Int) -> JSONValue {
        // Values that were not parsed may be nested deeper than the parser allows.
        guard depth <= JSONValue.maximumDepth else { return .string("(nested too deep)") }
        switch value {
        case .null, .bool: return value
        case .string(let text): return .string(string(text, name: name))
        case .number(let number):
            let text = string(number.text, name: name)
            return text == number.text ? value : .string(text)
        case .array(let elements):
            var option: String?
            return .array(
                elements.map { element in
                    defer { option = element.string.flatMap { $0.hasPrefix("--") ? $0 : nil } }
                    return redact(element, name: option ?? name, depth: depth + 1)
                })
        case .object(let object):
            var result = JSONObject()
            let naming = object["name"]?.string ?? object["key"]?.string
            for member in object.members {
                let clean = string(member.name, name: nil)
                var unique = clean
                var count = 1
                while result[unique] != nil {
                    count += 1
                    unique = "\(clean)#\(count)"
                }
                result[unique] = redact(
                    member.value, name: member.name == "value" ? naming ?? name ?? "value" : member.name, depth: depth + 1)
            }
            return .object(result)
        }
    }

    private mutating func string(_ text: String, name: String?) -> String {
        guard let name else { return engine(prefix: [], Array(text.utf8)) }
        let prefix = Array("\"\(name.prefix(256))\": \"".utf8)
        if let kind = wholeValue(prefix, text) {
            var code = setup.key?.code(kind)
            code?.update(data: TokenText.normalised(Array(text.utf8), kind))
            counts[kind, default: 0] += 1
            return TokenText.token(kind, code)
        }
        return engine(prefix: prefix, Array(text.utf8))
    }

    /// When a rule for values takes the value from its first byte, all of the string is that value. Bytes that would end the
    /// value in a text, such as quotation marks, do not end it here.
    private func wholeValue(_ prefix: [UInt8], _ text: String) -> RedactionClass? {
        let opaque = text.utf8.prefix(512).map { byte -> UInt8 in
            switch byte {
            case 0..<0x20, UInt8(ascii: "\""), UInt8(ascii: "'"), UInt8(ascii: "`"), UInt8(ascii: "\\"): UInt8(ascii: "~")
            default: byte
            }
        }
        var engine = RedactionEngine(setup, keepsOriginals: false, prefix: prefix.count)
        engine.write((prefix + opaque + [UInt8(ascii: "\"")])[...])
        engine.finish()
        guard engine.output.starts(with: "⟦".utf8), let first = engine.found.first,
            let rule = setup.rules.rules.first(where: { $0.id == first.rule }), rule.pattern.contains("<"),
            rule.kind == .secret,
            rule.closing == nil, engine.found.count == 1
        else { return nil }
        return first.kind
    }

    private mutating func engine(prefix: [UInt8], _ text: [UInt8]) -> String {
        var engine = RedactionEngine(setup, keepsOriginals: false, prefix: prefix.count)
        engine.write((prefix + text)[...])
        engine.finish()
        counts.merge(engine.counts, uniquingKeysWith: +)
        return String(decoding: engine.output, as: UTF8.self)
    }
}
