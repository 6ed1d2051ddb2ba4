import Core

/// The messages of channels in a window, with the answers in threads.
struct SlackChannelMessages: Tool {
    let configured: [String]

    let description = ToolDescription(
        name: "slack_channel_messages",
        summary: "Messages of channels in a window with the answers in their threads, by time.",
        input: Schema.object(
            [
                ("channels", Schema.strings("Names or ids; when left out, the configured ones, or all the bot is a member of")),
                ("from", Schema.time("Start of the window")), ("to", Schema.time("End of the window, inclusive")),
                ("limit", Schema.integer("Most messages to read of a channel, 1 to 10000; 2000 when left out")),
            ], required: ["from", "to"]),
        routes: ["conversations.list", "users.list", "conversations.history", "conversations.replies"].map(SlackAPI.route))

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let given = try SlackChannelName.list(try input.strings("channels"), "channels")
        return SlackMessagesConversation(
            wanted: given.isEmpty ? configured : given, window: try input.window(),
            cap: try input.integer("limit", in: 1...10_000, default: 2000))
    }
}
