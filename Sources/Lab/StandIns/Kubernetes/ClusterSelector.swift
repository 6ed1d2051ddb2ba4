import Core
import Foundation

/// A label or field selector.
struct ClusterSelector: Sendable {
    struct Requirement: Sendable {
        var name: String
        /// `nil` asks whether the name is there.
        var values: [String]?
        var isNegated: Bool

        func keeps(_ value: String?) -> Bool {
            guard let values else { return (value != nil) != isNegated }
            return value.map(values.contains) == true ? !isNegated : isNegated
        }
    }

    var requirements: [Requirement] = []

    /// `app=checkout,tier!=db,env in (a, b),!canary`
    init(labels text: String) throws {
        var rest = text[...]
        while !rest.isEmpty {
            var depth = 0
            let end = rest.firstIndex { character in
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return character == "," && depth == 0
            }
            let part = rest[..<(end ?? rest.endIndex)]
            rest = end.map { rest[rest.index(after: $0)...] } ?? ""
            requirements.append(try Self.label(Self.trim(part), of: text))
        }
    }

    /// `reason=Killing,type!=Normal`. A field that the resource does not select by is refused.
    init(fields text: String, supported: (String) -> Bool, refusal: (String) -> String) throws {
        for part in text.split(separator: ",").map({ Self.trim($0) }) {
            guard let (name, op, value) = Self.comparison(part) else {
                throw Refusal("invalid selector: '\(text)'; can't understand '\(part)'")
            }
            guard supported(name) else { throw Refusal(refusal(name)) }
            requirements.append(Requirement(name: name, values: [value], isNegated: op == "!="))
        }
    }

    func keeps(_ value: (String) -> String?) -> Bool { requirements.allSatisfy { $0.keeps(value($0.name)) } }

    struct Refusal: Error {
        var message: String
        init(_ message: String) { self.message = message }
    }

    private static func trim(_ text: Substring) -> String {
        String(text.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
    }

    private static func comparison(_ text: String) -> (String, String, String)? {
        for op in ["!=", "==", "="] {
            guard let range = text.range(of: op) else { continue }
            return (trim(text[..<range.lowerBound]), op, trim(text[range.upperBound...]))
        }
        return nil
    }

    private static func label(_ text: String, of whole: String) throws -> Requirement {
        if let (name, op, value) = comparison(text) {
            return Requirement(name: name, values: [value], isNegated: op == "!=")
        }
        for (word, negated) in [(" notin ", true), (" in ", false)] {
            guard let range = text.range(of: word), let open = text.firstIndex(of: "("), text.hasSuffix(")") else { continue }
            let values = text[text.index(after: open)...].dropLast().split(separator: ",").map { trim($0) }
            return Requirement(name: trim(text[..<range.lowerBound]), values: values, isNegated: negated)
        }
        let name = text.hasPrefix("!") ? String(text.dropFirst()) : text
        guard !name.isEmpty, !name.contains(where: { " ()<>".contains($0) }) else {
            throw Refusal("unable to parse requirement: found '\(name)', expected: identifier")
        }
        return Requirement(name: name, values: nil, isNegated: text.hasPrefix("!"))
    }
}
