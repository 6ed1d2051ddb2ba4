import Core

/// A tool given by its description and the conversation that its input starts.
struct PrometheusTool: Tool {
    let description: ToolDescription
    private let start: @Sendable (Input) throws(InputError) -> any Conversation

    init(
        _ name: String, _ summary: String, input: JSONValue, routes: [[String]], posts: [[String]] = [],
        start: @escaping @Sendable (Input) throws(InputError) -> any Conversation
    ) {
        description = ToolDescription(
            name: name, summary: summary, input: input,
            routes: routes.map { .http(.get, ["api", "v1"] + $0) } + posts.map { .http(.post, ["api", "v1"] + $0) })
        self.start = start
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation { try start(try Input(input)) }
}
