import Core

/// A list of names that a newer endpoint answers, or an older one where the newer is not there.
struct TempoListing: Conversation {
    let what: String
    let window: TimeWindow?
    let query: String
    let newer: HTTPCall
    let older: HTTPCall
    /// Names that the list has in an answer of either endpoint.
    let lists: [String]
    /// The entries of an answer of either endpoint; `nil` when it is none.
    let entries: @Sendable (JSONValue) -> [Inventory.Entry]?
    private var asksOlder = false

    /// More entries than this are left out.
    static let mostEntries = 5000

    init(
        what: String, window: TimeWindow?, query: String, newer: HTTPCall, older: HTTPCall, lists: [String],
        entries: @escaping @Sendable (JSONValue) -> [Inventory.Entry]?
    ) {
        self.what = what
        self.window = window
        self.query = query
        self.newer = newer
        self.older = older
        self.lists = lists
        self.entries = entries
    }

    private var call: HTTPCall { asksOlder ? older : newer }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .calls([.http(call)]) }
        do throws(ReadingError) {
            let document = try outcome.json()
            guard let found = entries(document) else { throw ReadingError(.failed, "answered without a list") }
            var effort = TempoAPI.Effort(document)
            // An answer without any list may be of another kind, so what it read proves nothing.
            if !lists.contains(where: { document[$0]?.array != nil }) { effort.bytes = 0 }
            return conclude(found, effort, outcome)
        } catch {
            guard error.status == 404, !asksOlder else { return .done([], [error.diagnostic(what, outcome)]) }
            asksOlder = true
            return .calls([.http(call)])
        }
    }

    private func conclude(_ found: [Inventory.Entry], _ effort: TempoAPI.Effort, _ outcome: Outcome) -> Step {
        var seen: Set<String> = []
        let distinct = found.filter { seen.insert($0.name).inserted }.sorted { $0.name < $1.name }
        var completeness = Completeness.complete
        var diagnostics: [Diagnostic] = []
        func cut(_ reason: String) {
            completeness = .cutOff(reason: reason)
            diagnostics.append(Diagnostic(.partial, "\(what): \(reason)", exchange: outcome.key))
        }
        if window == nil {
            completeness = .sampled(reason: "no window was given, so Tempo looked at its most recent spans only")
        }
        if effort.isPartial { cut(effort.says) }
        if distinct.count > Self.mostEntries { cut("\(Self.mostEntries) of \(distinct.count) were kept") }
        var observation = Observation.inventory(
            Inventory(of: what, entries: Array(distinct.prefix(Self.mostEntries))))
        if distinct.isEmpty {
            observation = .nothing("\(what): none")
            if completeness == .complete {
                completeness = effort.bytes > 0 ? .noneThere : .sampled(reason: TempoAPI.nothingLookedAt)
            }
        }
        let evidence = Evidence(
            observation, from: [outcome.key], window: window, query: query, link: call.target, completeness: completeness)
        return .done([evidence], diagnostics)
    }
}
