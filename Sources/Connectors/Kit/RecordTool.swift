public import Core

/// A read of one document, of which a few members are worth citing: whose credential this is, which version answers.
public struct RecordTool: Tool {
    /// A member of the evidence, and where the document has it.
    public struct Field: Sendable {
        var name: String
        var path: [String]
        public init(_ name: String, at path: [String]) {
            self.name = name
            self.path = path
        }
        public init(_ name: String) { self.init(name, at: [name]) }
    }

    public let description: ToolDescription
    private let call: HTTPCall
    private let title: String
    private let fields: [Field]

    /// - Parameter call: a `GET` whose path is the tool's only route.
    public init(_ name: String, _ summary: String, title: String, call: HTTPCall, fields: [Field]) {
        description = ToolDescription(
            name: name, summary: summary, input: Schema.object([]), routes: [.http(call.method, call.path)])
        self.call = call
        self.title = title
        self.fields = fields
    }

    public func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input, of: description)
        return OneRound([.http(call)]) { [title, fields, call] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                let document = try outcome.json()
                guard document.object != nil else { throw ReadingError(.failed, "answered what is no object") }
                return .done([
                    Evidence(
                        .record(Record(title: title, fields: Self.members(fields, of: document))), from: [outcome.key],
                        query: "GET " + call.encodedPath)
                ])
            } catch {
                return .done([], [error.diagnostic(title, outcome)])
            }
        }
    }

    /// Scalars only; texts are cut at 200 characters.
    static func members(_ fields: [Field], of document: JSONValue?) -> JSONObject {
        var found = JSONObject()
        for field in fields {
            switch field.path.reduce(document, { $0?[$1] }) {
            case .string(let text): found[field.name] = .string(String(text.prefix(200)))
            case .number(let number): found[field.name] = .number(number)
            case .bool(let flag): found[field.name] = .bool(flag)
            default: break
            }
        }
        return found
    }
}
