import Core

/// A conversation that reads one list to its end and lists what is in it.
struct SlackInventory: Conversation {
    var list: SlackCursorList
    let subject: String
    let query: String
    let entry: @Sendable (JSONValue) -> Inventory.Entry?

    init(
        list: SlackCursorList, of subject: String, query: String, entry: @escaping @Sendable (JSONValue) -> Inventory.Entry?
    ) {
        self.list = list
        self.subject = subject
        self.query = query
        self.entry = entry
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .calls([.http(list.call)]) }
        list.take(outcome)
        guard list.isFinished else { return .calls([.http(list.call)]) }
        guard !list.failed else { return .done([], list.diagnostics) }
        let entries = list.items.compactMap { entry($0.value) }.sorted {
            ($0.name, $0.detail ?? "") < ($1.name, $1.detail ?? "")
        }
        let evidence = Evidence(
            .inventory(Inventory(of: subject, entries: entries)), from: list.exchanges, query: query,
            completeness: list.isWhole ? .complete : .cutOff(reason: "not every page was read"))
        return .done([evidence], list.diagnostics)
    }
}
