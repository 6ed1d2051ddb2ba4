import Core

/// A document as a tree, read from YAML or from JSON: both forms of a policy go through one reader and its checks.
struct PolicyNode {
    enum Content {
        /// A scalar's value, and its text as it was written.
        case scalar(JSONValue, text: String)
        case list([PolicyNode])
        case map([Member])
    }

    struct Member {
        var name: String
        /// Line of the name.
        var line: Int?
        var value: PolicyNode
    }

    var content: Content
    /// From 1; `nil` for JSON.
    var line: Int?

    init(_ content: Content, line: Int? = nil) {
        self.content = content
        self.line = line
    }

    /// A JSON document. Its depth is bounded by the JSON parser.
    init(_ value: JSONValue) {
        switch value {
        case .array(let elements): self.init(.list(elements.map { PolicyNode($0) }))
        case .object(let object):
            self.init(.map(object.members.map { Member(name: $0.name, line: nil, value: PolicyNode($0.value)) }))
        default: self.init(.scalar(value, text: value.scalarText ?? "null"))
        }
    }
}

extension JSONValue {
    /// A string, a number as it was written, `true` or `false`; `nil` for anything else.
    var scalarText: String? {
        switch self {
        case .string(let text): text
        case .number(let number): number.text
        case .bool(let value): value ? "true" : "false"
        default: nil
        }
    }
}
