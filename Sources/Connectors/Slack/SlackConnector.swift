public import Core

/// Slack: messages of channels with their threads, channels and people.
///
/// Written against the Web API (api.slack.com/methods, `slackapi/slack-api-specs`). The token is a bot's; its scopes are
/// `channels:read`, `channels:history`, `users:read`, and `groups:read`, `groups:history` for private channels; `chat:write` to
/// post.
public struct SlackConnector: Connector {
    public static let kind: SourceKind = "slack"
    public static let dataClass = DataClass.chat
    public static let optionNames: Set<String> = ["channels"]

    private let channels: [String]

    /// Option `channels`: names (`incidents` or `#incidents`) or ids of the channels to read; when left out, all that the bot
    /// is a member of.
    public init(_ source: SourceDescription) throws(InputError) {
        channels = try SlackChannelName.list(try Input(.object(source.options)).strings("channels"), "options.channels")
    }

    public var tools: [any Tool] {
        [SlackChannelMessages(configured: channels), SlackChannels(), SlackUsers(), SlackIdentity(), SlackPostMessage()]
    }

    public func probes(for subject: Subject) -> [Probe] {
        guard case .window(let scope) = subject else { return [] }
        let input = JSONValue.object(JSONObject(scope.window.inputMembers))
        return [Probe(tool: "slack_channel_messages", input: input, purpose: "messages in chat")]
    }

    public var checkup: Probe { Probe(tool: "slack_identity", input: [:], purpose: "whether Slack knows the token") }
}
