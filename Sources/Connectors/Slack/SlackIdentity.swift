import Core

/// Whom the token belongs to.
struct SlackIdentity: Tool {
    let description = ToolDescription(
        name: "slack_identity", summary: "The workspace and the bot that the token belongs to.",
        input: Schema.object([]), routes: [SlackAPI.route("auth.test")])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        return OneRound([.http(SlackAPI.get("auth.test"))]) { outcomes in
            guard let outcome = outcomes.first else { return .done() }
            do throws(ReadingError) {
                let document = try SlackAPI.document(outcome)
                var fields = JSONObject()
                for name in ["team", "team_id", "user", "user_id", "bot_id", "url"] {
                    if let text = document[name]?.string { fields[name] = .string(String(text.prefix(200))) }
                }
                return .done([
                    Evidence(.record(Record(title: "Slack identity", fields: fields)), from: [outcome.key], query: "auth.test")
                ])
            } catch {
                return .done([], [error.diagnostic("the token's identity", outcome)])
            }
        }
    }
}
