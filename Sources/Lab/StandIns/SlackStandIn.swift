import Core

/// Slack's Web API: cursors over small pages, refusals as `ok: false` at status 200, times as decimal strings that are ids too.
struct SlackStandIn: StandIn {
    let scenario: Scenario
    let day: ScenarioDay
    let token: String
    /// A page is never longer than this, whatever `limit` says, as Slack may return fewer than were asked for.
    var largestPage = 8

    private var chat: Scenario.Chat { scenario.chat }

    func answer(_ request: WebRequest) -> WebAnswer {
        let parts = request.segments
        guard parts.count == 2, parts[0] == "api" else { return .text("Not Found\n", status: 404) }
        guard let given = request.header("authorization") ?? request["token"].map({ "Bearer " + $0 }) else {
            return refuse("not_authed")
        }
        guard given == "Bearer \(token)" else { return refuse("invalid_auth") }
        switch parts[1] {
        case "auth.test":
            return accept([
                "url": .string("https://\(chat.team).slack.com/"), "team": .string(chat.team), "user": "inquest",
                "team_id": .string(chat.teamID), "user_id": "U0INQUEST", "bot_id": "B0INQUEST", "is_enterprise_install": false,
            ])
        case "conversations.list":
            return page(chat.channels.map(channel), "channels", request)
        case "conversations.info":
            guard let found = find(request["channel"]) else { return refuse("channel_not_found") }
            return accept(["channel": channel(found)])
        case "conversations.members":
            guard let found = find(request["channel"]) else { return refuse("channel_not_found") }
            return page(found.members.map(JSONValue.string), "members", request)
        case "conversations.history":
            guard let found = find(request["channel"]) else { return refuse("channel_not_found") }
            let messages = found.messages.reversed().filter { inside($0, request) }.map { message($0, parent: nil) }
            return page(
                messages, "messages", request, extra: ["pin_count": 0, "channel_actions_ts": nil, "channel_actions_count": 0])
        case "conversations.replies":
            guard let found = find(request["channel"]) else { return refuse("channel_not_found") }
            guard let ts = request["ts"] else { return refuse("invalid_arguments") }
            guard let parent = found.messages.first(where: { self.ts($0.at) == ts || replied($0, ts) }) else {
                return refuse("thread_not_found")
            }
            let replies = (parent.replies ?? []).filter { inside($0, request) }.map { message($0, parent: parent) }
            return page([message(parent, parent: nil)] + replies, "messages", request)
        case "users.list":
            return page(chat.users.map(user), "members", request, extra: ["cache_ts": .number(Int(day.midnight.wholeSeconds))])
        case "users.info":
            guard let found = chat.users.first(where: { $0.id == request["user"] }) else { return refuse("user_not_found") }
            return accept(["user": user(found)])
        case "chat.getPermalink":
            guard let found = find(request["channel"]) else { return refuse("channel_not_found") }
            let digits = (request["message_ts"] ?? "").filter { $0 != "." }
            return accept([
                "channel": .string(found.id),
                "permalink": .string("https://\(chat.team).slack.com/archives/\(found.id)/p\(digits)"),
            ])
        default: return refuse("unknown_method")
        }
    }

    // MARK: Shapes

    /// Seconds with six digits of fraction.
    func ts(_ when: When) -> String {
        let text = String(day.instant(when).nanoseconds / 1000)
        return "\(text.dropLast(6)).\(text.suffix(6))"
    }

    private func replied(_ message: Scenario.Message, _ ts: String) -> Bool {
        (message.replies ?? []).contains { self.ts($0.at) == ts }
    }

    private func message(_ message: Scenario.Message, parent: Scenario.Message?) -> JSONValue {
        var value = JSONObject()
        if let subtype = message.subtype { value["subtype"] = .string(subtype) }
        if let user = message.user { value["user"] = .string(user) }
        value["type"] = "message"
        value["ts"] = .string(ts(message.at))
        if let bot = message.botID {
            value["bot_id"] = .string(bot)
            value["username"] = .string(message.botName ?? "")
        }
        value["text"] = .string(message.text)
        value["team"] = .string(chat.teamID)
        if let edited = message.edited, let user = message.user {
            value["edited"] = ["user": .string(user), "ts": .string(ts(edited))]
        }
        if let reactions = message.reactions {
            value["reactions"] = .array(
                reactions.sorted { $0.key < $1.key }.map { name, users in
                    [
                        "name": .string(name), "users": .array(users.map(JSONValue.string)), "count": .number(users.count),
                    ]
                })
        }
        if let parent {
            value["thread_ts"] = .string(ts(parent.at))
            if let user = parent.user { value["parent_user_id"] = .string(user) }
        } else if let replies = message.replies, let last = replies.last {
            let users = replies.compactMap(\.user).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
            value["thread_ts"] = .string(ts(message.at))
            value["reply_count"] = .number(replies.count)
            value["reply_users_count"] = .number(users.count)
            value["latest_reply"] = .string(ts(last.at))
            value["reply_users"] = .array(users.map(JSONValue.string))
            value["is_locked"] = false
            value["subscribed"] = false
        }
        return .object(value)
    }

    private func channel(_ channel: Scenario.Channel) -> JSONValue {
        let created = day.seconds(channel.created)
        return [
            "id": .string(channel.id), "name": .string(channel.name), "is_channel": true, "is_group": false, "is_im": false,
            "is_mpim": false, "is_private": false, "created": .number(Int(created)), "is_archived": false,
            "is_general": .bool(channel.name == "general"), "unlinked": 0, "name_normalized": .string(channel.name),
            "is_shared": false, "is_org_shared": false, "creator": .string(channel.members.first ?? ""), "is_member": true,
            "updated": .number(Int(created * 1000)),
            "topic": [
                "value": .string(channel.topic), "creator": .string(channel.members.first ?? ""),
                "last_set": .number(Int(created)),
            ],
            "purpose": ["value": "", "creator": "", "last_set": 0], "num_members": .number(channel.members.count),
        ]
    }

    private func user(_ user: Scenario.ChatUser) -> JSONValue {
        [
            "id": .string(user.id), "team_id": .string(chat.teamID), "name": .string(user.name), "deleted": false,
            "real_name": .string(user.realName), "tz": "Etc/UTC", "tz_label": "UTC", "tz_offset": 0,
            "profile": [
                "title": .string(user.title), "real_name": .string(user.realName), "display_name": .string(user.name),
                "real_name_normalized": .string(user.realName), "team": .string(chat.teamID),
            ],
            "is_admin": false, "is_bot": .bool(user.bot == true), "is_app_user": false, "updated": 1_752_000_000,
        ]
    }

    // MARK: Paging

    private func find(_ id: String?) -> Scenario.Channel? { chat.channels.first { $0.id == id } }

    /// `oldest` and `latest` are exclusive unless `inclusive` is set. Compared as microseconds, not as doubles.
    private func inside(_ message: Scenario.Message, _ request: WebRequest) -> Bool {
        let time = day.instant(message.at).nanoseconds / 1000
        let inclusive = request["inclusive"] == "true" || request["inclusive"] == "1"
        if let oldest = request["oldest"].flatMap(Self.microseconds), inclusive ? time < oldest : time <= oldest {
            return false
        }
        if let latest = request["latest"].flatMap(Self.microseconds), inclusive ? time > latest : time >= latest {
            return false
        }
        return true
    }

    private static func microseconds(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard let whole = parts.first.flatMap({ Int64($0) }), parts.count <= 2 else { return nil }
        let fraction = parts.count == 2 ? String((parts[1] + "000000").prefix(6)) : "0"
        return Int64(fraction).map { whole * 1_000_000 + $0 }
    }

    private func page(_ items: [JSONValue], _ name: String, _ request: WebRequest, extra: JSONObject = [:]) -> WebAnswer {
        guard let limit = Int(request["limit"] ?? "100"), limit > 0 else { return refuse("invalid_limit") }
        var start = 0
        if let cursor = request["cursor"], !cursor.isEmpty {
            guard cursor.hasPrefix("bmV4dDo"), cursor.hasSuffix("="), let position = Int(cursor.dropFirst(7).dropLast()),
                position <= items.count
            else { return refuse("invalid_cursor") }
            start = position
        }
        let slice = items.dropFirst(start).prefix(min(limit, largestPage))
        let end = start + slice.count
        let more = end < items.count
        var value: JSONObject = [:]
        value[name] = .array(Array(slice))
        if name == "messages" { value["has_more"] = .bool(more) }
        for member in extra.members { value[member.name] = member.value }
        value["response_metadata"] = ["next_cursor": .string(more ? "bmV4dDo\(end)=" : "")]
        return accept(value)
    }

    private func accept(_ members: JSONObject) -> WebAnswer {
        var value: JSONObject = ["ok": true]
        for member in members.members { value[member.name] = member.value }
        return .json(.object(value))
    }

    private func refuse(_ error: String) -> WebAnswer { .json(["ok": false, "error": .string(error)]) }
}
