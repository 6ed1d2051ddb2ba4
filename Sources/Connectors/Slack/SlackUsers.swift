import Core

/// The people of the workspace.
struct SlackUsers: Tool {
    let description = ToolDescription(
        name: "slack_users", summary: "People of the workspace with their job titles; no bots, none who have left.",
        input: Schema.object([]), routes: [SlackAPI.route("users.list")])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        return SlackInventory(list: .users(), of: "people", query: "people") { value in
            guard value["deleted"]?.bool != true, value["is_bot"]?.bool != true, let person = SlackDirectory.person(value)
            else {
                return nil
            }
            return .init(
                name: person.name ?? person.id, detail: ([person.role, person.id].compactMap { $0 }).joined(separator: ", "))
        }
    }
}

/// The channels of the workspace.
struct SlackChannels: Tool {
    let description = ToolDescription(
        name: "slack_channels", summary: "Channels that the bot can see, and whether it is a member.",
        input: Schema.object([]), routes: [SlackAPI.route("conversations.list")])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        return SlackInventory(list: .channels(), of: "channels", query: "channels") { value in
            guard let id = value["id"]?.string, let name = value["name"]?.string else { return nil }
            let member = value["is_member"]?.bool == true ? "member" : "not a member"
            let archived = value["is_archived"]?.bool == true ? ", archived" : ""
            return .init(name: name, detail: "\(id), \(member)\(archived)")
        }
    }
}
