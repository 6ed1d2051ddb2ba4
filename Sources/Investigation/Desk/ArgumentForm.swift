import Core

/// Whether arguments have the form that a tool's schema gives, and a size that a question has.
struct ArgumentForm: Sendable {
    static let totalBytes = 8_192
    static let stringBytes = 2_048
    static let elements = 64
    static let depth = 6

    /// A string in the arguments, with the place it stands at (`match[0]`) and what the schema says of it.
    struct Text: Sendable {
        var place: String
        var value: String
        var format: String?
        /// The member of the outermost object that it stands in.
        var member: String
    }

    private(set) var texts: [Text] = []
    private var bytes = 0

    /// Reads the arguments, or says what is wrong with them.
    init(_ arguments: JSONValue, schema: JSONValue) throws(DeskRefusal) {
        guard arguments.object != nil else { throw DeskRefusal(.form, "the arguments are not an object") }
        try take(arguments, schema, place: "", member: "", depth: 0)
    }

    private mutating func take(
        _ value: JSONValue, _ schema: JSONValue, place: String, member: String, depth: Int
    ) throws(DeskRefusal) {
        guard depth <= ArgumentForm.depth else { throw DeskRefusal(.form, "the arguments are nested too deeply") }
        let name = place.isEmpty ? "the arguments" : "'\(place)'"
        if let unknown = schema.object?.members.first(where: { !ArgumentForm.words.contains($0.name) }) {
            throw DeskRefusal(.form, "the tool's schema uses '\(unknown.name.prefix(40))', which is not understood here")
        }
        if let values = schema["enum"]?.array, !values.contains(value) {
            throw DeskRefusal(.form, "\(name) is not one of the values that the tool takes")
        }
        switch (value, schema["type"]?.string) {
        case (.object(let object), "object"): try take(object, schema, place: place, member: member, depth: depth)
        case (.array(let elements), "array"):
            guard elements.count <= ArgumentForm.elements else { throw DeskRefusal(.form, "\(name) has too many elements") }
            for (index, element) in elements.enumerated() {
                try take(
                    element, schema["items"] ?? [:], place: "\(place)[\(index)]", member: member, depth: depth + 1)
            }
        case (.string(let text), "string"):
            try count(text, name)
            texts.append(Text(place: place, value: text, format: schema["format"]?.string, member: member))
        case (.number(let number), "integer"):
            guard number.int != nil else { throw DeskRefusal(.form, "\(name) is not a whole number") }
            // A card's number is a number too.
            texts.append(Text(place: place, value: number.text, format: nil, member: member))
        case (.number(let number), "number"):
            guard number.text.utf8.count <= 32 else { throw DeskRefusal(.form, "\(name) has too many digits") }
            texts.append(Text(place: place, value: number.text, format: nil, member: member))
        case (.bool, "boolean"): break
        default: throw DeskRefusal(.form, "\(name) is not of the type that the tool takes")
        }
    }

    private mutating func take(
        _ object: JSONObject, _ schema: JSONValue, place: String, member: String, depth: Int
    ) throws(DeskRefusal) {
        let known = schema["properties"]?.object ?? JSONObject()
        guard object.count <= ArgumentForm.elements else { throw DeskRefusal(.form, "the arguments have too many members") }
        for (name, value) in object.members {
            // An unknown name is never let through, whatever the schema says of additional ones: nothing is known of its value.
            guard let inner = known[name] else {
                throw DeskRefusal(.form, "the arguments have a member that the tool does not take")
            }
            // What is null is left out, as the connectors read it.
            guard !value.isNull else { continue }
            let path = place.isEmpty ? name : "\(place).\(name)"
            try take(value, inner, place: path, member: member.isEmpty ? name : member, depth: depth + 1)
        }
        for required in schema["required"]?.array ?? [] {
            guard let name = required.string, object[name]?.isNull != false else { continue }
            throw DeskRefusal(.form, "'\(name)' is needed")
        }
    }

    private mutating func count(_ text: String, _ name: String) throws(DeskRefusal) {
        let size = text.utf8.count
        bytes += size
        guard size <= ArgumentForm.stringBytes else {
            throw DeskRefusal(.form, "\(name) is longer than \(ArgumentForm.stringBytes) bytes")
        }
        guard bytes <= ArgumentForm.totalBytes else {
            throw DeskRefusal(.form, "the arguments are longer than \(ArgumentForm.totalBytes) bytes")
        }
    }

    /// The words of JSON Schema that are understood, or that say nothing about what is valid. A schema with any other is refused,
    /// so that none is taken for less than it says.
    private static let words: Set<String> = [
        "type", "properties", "required", "additionalProperties", "items", "enum", "format", "description", "title", "default",
        "examples", "minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems",
    ]
}
