import Core

/// `chat.postMessage`. The text is sent as plain text: escaped, without markup, mentions, links or previews.
struct SlackPostMessage: Tool {
    /// Slack advises against more, and cuts at 40,000.
    static let longest = 4000

    let description = ToolDescription.write(
        "slack_post_message",
        "Posts a plain text to a channel, or as an answer in a thread. Mentions, markup and links in it have no effect.",
        [
            ("channel", Schema.string("The channel's id, such as C012AB3CD; no name")),
            ("text", Schema.string("Plain text, 4000 characters at most")),
            ("threadTS", Schema.string("The id of the message to answer, such as 1763649780.123456")),
        ], required: ["channel", "text"], route: .http(.post, ["api", "chat.postMessage"]))

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input, of: description)
        let channel = try input.string("channel")
        guard SlackChannelName.isID(channel), channel.utf8.count <= 20 else {
            throw InputError("channel", "expected a channel's id, such as C012AB3CD; its page in Slack shows it")
        }
        let text = try input.text("text", most: Self.longest)
        var document: JSONObject = ["channel": .string(channel), "text": .string(Self.escaped(text))]
        if let thread = try input.optionalString("threadTS") {
            guard Self.isMessageID(thread) else {
                throw InputError("threadTS", "expected a message's id, such as 1763649780.123456")
            }
            document["thread_ts"] = .string(thread)
        }
        document["parse"] = "none"
        for name in ["link_names", "mrkdwn", "unfurl_links", "unfurl_media"] { document[name] = false }
        let call = HTTPCall.posting(
            document, to: ["api", "chat.postMessage"], contentType: "application/json; charset=utf-8", credential: .bearer)
        return OneWrite(
            call, "message to \(channel)", whereToLook: "look at the channel",
            reading: .init(
                answer: { answer, key in Self.answer(answer, key, text: text) },
                reason: { $0["error"]?.string }))
    }

    /// Slack's own three: without `<` there is no mention, link or command.
    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
    }

    private static func isMessageID(_ text: String) -> Bool {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count == 2 && parts[1].utf8.count == 6 && SlackTime.instant(text) != nil
    }

    private static func answer(_ document: JSONValue, _ key: CallKey, text: String) -> OneWrite.Answer {
        guard document["ok"]?.bool != nil else { return .unknown("answered what is not one of Slack's answers") }
        if let refusal = SlackAPI.refusal(document) {
            // With these Slack may have done a part of it.
            let code = document["error"]?.string ?? ""
            let isUncertain = ["fatal_error", "internal_error", "request_timeout"].contains(code)
            return isUncertain ? .unknown(refusal.reason) : .refused(refusal.severity, refusal.reason)
        }
        guard let ts = document["ts"]?.string, isMessageID(ts), let stamp = SlackTime.stamp(ts),
            let channel = document["channel"]?.string, SlackChannelName.isID(channel)
        else { return .unknown("answered without the message's id") }
        let author = document["message"]?["user"]?.string ?? document["message"]?["bot_id"]?.string ?? "unknown"
        let posted = document["message"]?["text"]?.string.map { SlackText.plain($0, SlackDirectory()) }
        let message = ChatMessage(
            id: ts, channel: channel, author: Person(id: String(author.prefix(40))), isBot: true, text: posted ?? text,
            replyTo: document["message"]?["thread_ts"]?.string.flatMap { isMessageID($0) && $0 != ts ? $0 : nil })
        return .made(
            Evidence(
                .message(message), from: [key], stamp: stamp, query: "in:\(channel)",
                link: "/archives/\(channel)/p\(ts.filter { $0 != "." })"))
    }
}
