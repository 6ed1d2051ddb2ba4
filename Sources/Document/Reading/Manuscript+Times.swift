public import Core

// What a document is about: its times and the services that it names.
extension Manuscript {
    /// Clock times that the document states, in seconds since midnight, and the days that it names, as their beginnings.
    private var times: (clocks: [Double], days: [Instant], instants: [Instant]) {
        let reader = MentionReader(services: [])
        var clocks: [Double] = []
        var days: Set<Instant> = []
        var instants: [Instant] = []
        for statement in statements where statement.role != .code {
            for mention in reader.mentions(in: statement.text) {
                switch mention.value {
                case .clock(let nanoseconds, _): clocks.append(Double(nanoseconds) / 1e9)
                case .date(let day): days.insert(day)
                case .instant(let instant, _):
                    instants.append(instant)
                    days.insert(instant.floored(toStep: 86_400))
                default: break
                }
            }
        }
        return (clocks, days.sorted(), instants)
    }

    /// Can the document be of this window? It can when the window has one of the days that the document names, or when it names
    /// none, and at least half of the clock times that it states.
    public func meets(_ window: TimeWindow) -> Bool {
        let (clocks, days, _) = times
        let first = window.from.floored(toStep: 86_400)
        let touched = days.filter { window.overlaps(TimeWindow(from: $0, to: $0.adding(seconds: 86_399))) }
        guard days.isEmpty || !touched.isEmpty else { return false }
        guard !clocks.isEmpty else { return !days.isEmpty }
        let candidates = touched.isEmpty ? [first, first.adding(seconds: 86_400)] : touched
        let inside = clocks.count { clock in candidates.contains { window.contains($0.adding(seconds: clock)) } }
        return inside * 2 >= clocks.count
    }

    /// Does the document name one of the services?
    public func names(anyOf services: [String]) -> Bool { services.contains(where: names) }

    public func names(_ service: String) -> Bool {
        !service.isEmpty && statements.contains { TextSearch.hasWord(service, in: $0.text) }
    }

    /// The stretch of time that the document is about, with half an hour around it; `nil` when it names no day, or several that
    /// are more than a day apart.
    public var window: TimeWindow? {
        let (clocks, days, instants) = times
        guard let day = days.first else { return nil }
        let all = instants + (days.count == 1 || instants.isEmpty ? clocks.map { day.adding(seconds: $0) } : [])
        guard let first = all.min(), let last = all.max(), last.seconds(since: first) <= 23 * 3600 else { return nil }
        return TimeWindow(from: first, to: last).widened(before: 1800, after: 1800)
    }
}
