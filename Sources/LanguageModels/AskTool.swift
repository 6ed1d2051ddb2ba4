import Connectors
import Core

/// One question to a model, as a tool: what it answers is a record that proves what was said and nothing else.
struct AskTool: Tool {
    let description: ToolDescription
    private let provider: any ModelProvider

    init(_ provider: any ModelProvider) {
        description = provider.asking
        self.provider = provider
    }

    static func description(_ name: String, path: [String]) -> ToolDescription {
        ToolDescription(
            name: name, summary: "Asks the model one thing. What is asked leaves for whoever runs the model.",
            effect: .disclose,
            input: Schema.object([("prompt", Schema.string("What is asked"))], required: ["prompt"]),
            routes: [.http(.post, path)])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let prompt = try Input(input, of: description).string("prompt")
        let request = ModelRequest(
            system: "", messages: [ModelMessage(.user, [.text(prompt)])], maxOutputTokens: provider.settings.maxOutputTokens)
        return OneRound([.http(provider.call(for: request))]) { [provider] outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ModelError) {
                let reply = try provider.reply(from: outcome)
                var fields: JSONObject = ["text": .string(reply.text)]
                if let usage = reply.usage { fields["tokens"] = .number(usage.total) }
                let completeness: Completeness = reply.isCut ? .cutOff(reason: "the answer ends early") : .complete
                return .done([
                    Evidence(
                        .record(Record(title: "answer of model \(provider.settings.name)", fields: fields)),
                        from: [outcome.key], completeness: completeness)
                ])
            } catch {
                return .done([], [Diagnostic(error.kind == .denied ? .denied : .failed, "\(error)", exchange: outcome.key)])
            }
        }
    }
}
