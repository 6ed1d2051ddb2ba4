import Core

/// One message of a channel, as read.
struct SlackMessage: Sendable {
    enum Kind { case message, deleted, housekeeping }

    var value: JSONValue
    var exchange: CallKey
    var channel: String
    var ts: String
    var stamp: Stamp

    /// `nil` when the message has no time that can be read, or nothing that was said.
    init?(_ value: JSONValue, exchange: CallKey, channel: String) {
        guard let ts = value["ts"]?.string, let stamp = SlackTime.stamp(ts),
            ["text", "attachments", "files"].contains(where: { value[$0]?.string != nil || value[$0]?.array != nil })
        else { return nil }
        self.value = value
        self.exchange = exchange
        self.channel = channel
        self.ts = ts
        self.stamp = stamp
    }

    var kind: Kind {
        switch value["subtype"]?.string {
        case "tombstone": .deleted
        case "channel_join", "channel_leave", "group_join", "group_leave", "bot_add", "bot_remove": .housekeeping
        default: .message
        }
    }

    /// The thread that starts here has answers.
    var startsThread: Bool { (value["reply_count"]?.int ?? 0) > 0 }

    private var thread: String? {
        guard let thread = value["thread_ts"]?.string, thread != ts, SlackTime.instant(thread) != nil else { return nil }
        return thread
    }

    func evidence(_ directory: SlackDirectory, channelName: String, window: TimeWindow) -> Evidence {
        let isBot = value["bot_id"]?.string != nil || value["subtype"]?.string == "bot_message"
        let message = ChatMessage(
            id: ts, channel: channelName, author: author(directory), isBot: isBot, text: SlackText.body(value, directory),
            replyTo: thread, wasEdited: value["edited"]?.object != nil)
        var link = "/archives/\(PercentEncoding.segment(channel))/p\(ts.filter { $0 != "." })"
        if let thread { link += "?thread_ts=\(thread)&cid=\(PercentEncoding.segment(channel))" }
        return Evidence(
            .message(message), from: [exchange], stamp: stamp, window: window, query: "in:#\(channelName)", link: link)
    }

    /// A bot's message may have no user; then the name that it was posted under stands for it.
    private func author(_ directory: SlackDirectory) -> Person {
        let bot = value["bot_profile"]?["name"]?.string ?? value["username"]?.string
        if let user = value["user"]?.string {
            var person = directory.person(user)
            if person.name == nil { person.name = bot }
            return person
        }
        return Person(id: value["bot_id"]?.string ?? "unknown", name: bot)
    }
}
