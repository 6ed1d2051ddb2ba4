import Core

/// A question of one call to one resource.
struct AlertmanagerTool: Tool {
    let description: ToolDescription
    private let resource: String
    private let read: @Sendable (JSONValue, CallKey) -> Step

    /// - Parameter filters: whether the resource takes `filter` parameters.
    init(
        name: String, summary: String, resource: String, filters: Bool, read: @escaping @Sendable (JSONValue, CallKey) -> Step
    ) {
        let filter = ("filter", Schema.strings("Label matchers, such as service=\"checkout\"; all must hold"))
        description = ToolDescription(
            name: name, summary: summary, input: Schema.object(filters ? [filter] : []),
            routes: [.http(.get, ["api", "v2", resource])])
        self.resource = resource
        self.read = read
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let filters = try Input(input).strings("filter")
        for filter in filters where AlertmanagerMatchers.read(filter)?.count != 1 {
            throw InputError("filter", "'\(filter)' is not a label matcher such as service=\"checkout\"")
        }
        let call = HTTPCall(
            path: ["api", "v2", resource], query: filters.map { HTTPCall.Field("filter", $0) },
            headers: [HTTPCall.Field("Accept", "application/json")])
        return OneRound([.http(call)]) { [resource, read] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                var step = read(try Self.document(outcome), outcome.key)
                let query = filters.isEmpty ? nil : filters.joined(separator: ", ")
                for index in step.evidence.indices { step.evidence[index].query = query }
                return step
            } catch {
                return .done([], [error.diagnostic(resource, outcome)])
            }
        }
    }

    /// The document, or the reason in an error's body, which is a bare JSON string or `{"code": …, "message": "…"}`.
    private static func document(_ outcome: Outcome) throws(ReadingError) -> JSONValue {
        if case .reply(let reply) = outcome.result, reply.status >= 400, reply.status != 401, reply.status != 403,
            reply.body.count < 1 << 20, let bytes = try? reply.body.bytes(), let body = try? JSONValue(parsing: bytes),
            let reason = body.string ?? body["message"]?.string
        {
            throw ReadingError(.failed, "answered \(reply.status): \"\(printable(reason))\"", status: reply.status)
        }
        return try outcome.json()
    }

    private static func printable(_ text: String) -> String {
        let characters = text.unicodeScalars.prefix(300).map { $0.isUnprintable ? " " : Character($0) }
        return String(characters).split(separator: " ").joined(separator: " ")
    }
}
