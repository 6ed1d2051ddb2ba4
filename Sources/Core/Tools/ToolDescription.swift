/// What using a tool does to the world.
public enum Effect: String, Sendable, Hashable, Codable {
    case read
    case write
    /// Sends data to a model or another party outside.
    case disclose
    /// Attaches to running code, with limits on time and overhead.
    case instrument
}

/// What the gateway, a model and a person need to know of a tool.
public struct ToolDescription: Sendable, Hashable, Codable {
    /// Snake case, beginning with the kind of source: `prometheus_query_range`.
    public var name: String
    public var summary: String
    public var effect: Effect
    /// JSON Schema of the input.
    public var input: JSONValue
    /// The calls that the tool may make. The gateway refuses any other, whatever the connector says.
    public var routes: [Route]

    public init(name: String, summary: String, effect: Effect = .read, input: JSONValue, routes: [Route]) {
        self.name = name
        self.summary = summary
        self.effect = effect
        self.input = input
        self.routes = routes
    }

    /// A pattern that a call is held against.
    public enum Route: Sendable, Hashable, Codable {
        /// Segments match literally, `*` matches one segment: `get("api", "v1", "label", "*", "values")`.
        case http(HTTPCall.Method, [String])
        /// The program with its subcommand, `git log`.
        case process(ProcessCall.Program, subcommand: String)
        case file(FileCall.Operation)

        public func matches(_ call: Call) -> Bool {
            switch (self, call) {
            case (.http(let method, let pattern), .http(let call)):
                call.method == method && call.path.count == pattern.count
                    && zip(pattern, call.path).allSatisfy { $0 == "*" || $0 == $1 }
            case (.process(let program, let subcommand), .process(let call)):
                call.program == program && call.arguments.first == subcommand
            case (.file(let operation), .file(let call)): call.operation == operation
            default: false
            }
        }
    }
}
