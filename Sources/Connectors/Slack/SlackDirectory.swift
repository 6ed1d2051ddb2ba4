import Core

/// Names of people and channels, for writing mentions out.
struct SlackDirectory: Sendable {
    private var people: [String: Person] = [:]
    private var handles: [String: String] = [:]
    private var channels: [String: String] = [:]

    mutating func add(user value: JSONValue) {
        guard let id = value["id"]?.string else { return }
        people[id] = SlackDirectory.person(value)
        handles[id] = SlackDirectory.handle(value)
    }

    mutating func add(channel value: JSONValue) {
        if let id = value["id"]?.string, let name = value["name"]?.string { channels[id] = name }
    }

    func person(_ id: String) -> Person { people[id] ?? Person(id: id) }
    func handle(_ id: String) -> String { handles[id] ?? id }
    func channel(_ id: String) -> String? { channels[id] }

    /// A user with their job title as the role.
    static func person(_ value: JSONValue) -> Person? {
        guard let id = value["id"]?.string else { return nil }
        let profile = value["profile"]
        return Person(
            id: id,
            name: firstText(profile?["real_name"], value["real_name"], profile?["display_name"], value["name"]),
            role: firstText(profile?["title"]))
    }

    /// The name that mentions show.
    static func handle(_ value: JSONValue) -> String? {
        firstText(value["profile"]?["display_name"], value["name"], value["real_name"])
    }

    private static func firstText(_ values: JSONValue?...) -> String? {
        for value in values {
            if let text = value?.string, !text.isEmpty { return String(text.prefix(200)) }
        }
        return nil
    }
}
