import Core

/// A conversation that reads one list to its end and then concludes.
struct PagerDutyListing: Conversation {
    var pager: PagerDutyPager
    /// What the items become. Given all items, in the order of the list.
    let conclude: @Sendable (PagerDutyPager) -> (evidence: [Evidence], unreadable: Int)
    /// What stands there when nothing does, such as "no change event in the window".
    let nothing: String
    var window: TimeWindow?
    let query: String
    let link: String

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard let outcome = outcomes.first else { return .calls([.http(pager.call)]) }
        pager.take(outcome)
        guard pager.isFinished else { return .calls([.http(pager.call)]) }
        guard !pager.failed else { return .done([], pager.diagnostics) }
        let (evidence, unreadable) = conclude(pager)
        var diagnostics = pager.diagnostics
        if unreadable > 0 {
            diagnostics.append(
                Diagnostic(.partial, "\(pager.what): \(unreadable) could not be read", exchange: pager.exchanges.last))
        }
        guard evidence.isEmpty, diagnostics.isEmpty, pager.completeness == .complete else {
            return .done(evidence, diagnostics)
        }
        return .done(
            [
                Evidence(
                    .nothing(nothing), from: pager.exchanges, window: window, query: query, link: link,
                    completeness: .noneThere)
            ], diagnostics)
    }
}

// Lists that are read over a window of time.
extension PagerDutyListing {
    static let window = Schema.object(
        [
            ("from", Schema.time("Start of the window")),
            ("to", Schema.time("End of the window; no more than 180 days after 'from'")),
        ], required: ["from", "to"])

    /// The items as evidence, in order of time; the service may give more than the window that it was asked for.
    static func records(
        in window: TimeWindow, _ read: @escaping @Sendable (PagerDutyPager.Item) -> Evidence?
    ) -> @Sendable (PagerDutyPager) -> (evidence: [Evidence], unreadable: Int) {
        { pager in
            var unreadable = 0
            var evidence: [Evidence] = []
            for item in pager.items {
                guard var found = read(item), let time = found.stamp?.time else {
                    unreadable += 1
                    continue
                }
                guard time <= window.to.adding(seconds: 1), window.from.adding(seconds: -1) <= time else { continue }
                found.window = window
                evidence.append(found)
            }
            var completeness = pager.completeness
            if unreadable > 0, completeness == .complete {
                completeness = .cutOff(reason: "\(unreadable) could not be read")
            }
            for place in evidence.indices { evidence[place].completeness = completeness }
            return (PagerDutyRecords.byTime(evidence), unreadable)
        }
    }
}
