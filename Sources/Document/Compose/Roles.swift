import Core

/// How the documents speak of people: by what they did here, unless the record says to name them.
struct Roles {
    let namesPeople: Bool

    func author(of message: ChatMessage) -> String {
        if message.isBot { return "a bot in chat" }
        return name(message.author) ?? "an engineer in chat"
    }

    func author(of silence: Silence) -> String { name(silence.createdBy) ?? "the author of the silence" }

    func author(of change: Change) -> String? {
        guard let author = change.author else { return nil }
        return name(author) ?? (change.kind == .commit ? "the commit's author" : "the author of the change")
    }

    func actor(of event: IncidentEvent) -> String? {
        guard let actor = event.actor else { return nil }
        return name(actor) ?? "the on-call responder"
    }

    /// For the evidence list: the name, or the pseudonym, with the role that the source gives.
    func label(_ person: Person) -> String {
        let who = name(person) ?? person.id
        return person.role.map { "\(who) (\($0))" } ?? who
    }

    private func name(_ person: Person) -> String? {
        guard namesPeople else { return nil }
        return person.name ?? person.id
    }
}
