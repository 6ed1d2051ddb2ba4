import Core

/// One call that answers `{"status":"success","data":[…]}` with names or label sets.
struct LokiListing: Conversation {
    var call: HTTPCall
    var what: String
    var window: TimeWindow?
    var query: String
    /// How grave an answer without a list is. It proves nothing, but shows that the server answers.
    var emptySeverity = Diagnostic.Severity.partial

    /// More entries than this are left out.
    static let mostEntries = 5000

    static func window(_ input: Input) throws(InputError) -> TimeWindow? {
        let from = try input.optionalString("from")
        let to = try input.optionalString("to")
        guard from != nil || to != nil else { return nil }
        return try input.window(days: 30)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .calls([.http(call)]) }
        let document: JSONValue
        do throws(ReadingError) { document = try LokiAnswer.document(outcome) } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
        guard document["status"]?.string == "success" else {
            return .done([], [Diagnostic(.failed, "\(what): the answer is not one of Loki's", exchange: outcome.key)])
        }
        guard document["data"] == nil || document["data"]?.array != nil else {
            return .done([], [Diagnostic(.failed, "\(what): answered with data that is no list", exchange: outcome.key)])
        }
        // Loki leaves the member out when the list is empty, for a tenant that it does not know as for one without logs.
        guard let data = document["data"]?.array, !data.isEmpty else {
            let text = "\(what): Loki answered without a list, as it does for a tenant or a time it knows nothing of"
            return .done([], [Diagnostic(emptySeverity, text, exchange: outcome.key)])
        }
        var names: Set<String> = []
        var unreadable = 0
        for element in data {
            if let name = element.string {
                names.insert(name)
            } else if element.object != nil {
                names.insert(LogEntry.text(of: LogEntry.labels(element)))
            } else {
                unreadable += 1
            }
        }
        return conclude(names, unreadable: unreadable, outcome)
    }

    private func conclude(_ names: Set<String>, unreadable: Int, _ outcome: Outcome) -> Step {
        var diagnostics: [Diagnostic] = []
        if unreadable > 0 {
            diagnostics.append(Diagnostic(.partial, "\(what): \(unreadable) entries could not be read", exchange: outcome.key))
        }
        guard !names.isEmpty else { return .done([], diagnostics) }
        let kept = names.sorted().prefix(LokiListing.mostEntries)
        var completeness = Completeness.complete
        if kept.count < names.count {
            completeness = .cutOff(reason: "\(kept.count) of \(names.count) were kept")
            diagnostics.append(
                Diagnostic(.partial, "\(what): \(kept.count) of \(names.count) were kept", exchange: outcome.key))
        } else if window == nil {
            completeness = .sampled(reason: "no window was given, so Loki looked at its last hours only")
        }
        let inventory = Inventory(of: what, entries: kept.map { .init(name: String($0.prefix(4000))) })
        let evidence = Evidence(
            .inventory(inventory), from: [outcome.key], window: window, query: query, link: call.target,
            completeness: completeness)
        return .done([evidence], diagnostics)
    }
}
