public import Core

/// When a route may notify, by its mute and active time intervals.
public struct RouteHours: Sendable {
    public enum State: Sendable, Hashable {
        case open
        /// Within a mute time interval.
        case muted(by: String)
        /// Within none of its active time intervals.
        case inactive([String])
        /// That depends on intervals that are not defined where they could be read, or whose time zone is not known.
        case unknown([String])
    }

    /// A stretch in which the route is in one state.
    public struct Span: Sendable, Hashable {
        public var from: Instant
        /// The end, which is not in it.
        public var to: Instant
        public var state: State
    }

    private let mute: [(name: String, interval: AlertTimeInterval?)]
    private let active: [(name: String, interval: AlertTimeInterval?)]

    public init(_ route: AlertRouting.Route, in routing: AlertRouting) {
        func find(_ names: [String]) -> [(String, AlertTimeInterval?)] {
            names.map { name in (name, routing.timeIntervals.last { $0.name == name }) }
        }
        mute = find(route.muteTimeIntervals)
        active = find(route.activeTimeIntervals)
    }

    /// Whether the route names any interval.
    public var areRestricted: Bool { !mute.isEmpty || !active.isEmpty }

    public func state(at time: Instant) -> State {
        var unknown: [String] = []
        for (name, interval) in mute {
            switch interval?.contains(time) {
            case .some(true): return .muted(by: name)
            case .some(false): break
            case .none: unknown.append(name)
            }
        }
        let answers = active.map { ($0.name, $0.interval?.contains(time)) }
        if !answers.isEmpty, !answers.contains(where: { $0.1 == true }) {
            let open = answers.filter { $0.1 == nil }.map(\.0)
            if open.isEmpty { return .inactive(active.map(\.name)) }
            unknown += open
        }
        return unknown.isEmpty ? .open : .unknown(unknown)
    }

    /// The states from a window's start to its end, at most 4000 days on, one after the other.
    public func spans(in window: TimeWindow) -> [Span] {
        var spans: [Span] = []
        for edge in [window.from] + edges(in: window) {
            let state = state(at: edge)
            if let last = spans.last, last.state == state { continue }
            if !spans.isEmpty { spans[spans.count - 1].to = edge }
            spans.append(Span(from: edge, to: window.to, state: state))
        }
        return spans
    }

    /// Times after a window's start and not after its end at which the state may change, in order.
    func edges(in window: TimeWindow) -> [Instant] {
        let periods = (mute + active).flatMap { $0.interval?.periods ?? [] }
        guard !periods.isEmpty else { return [] }
        var minutesOfZones: [String: Set<Int>] = [:]
        for period in periods {
            let minutes = period.minutes.flatMap { [$0.first, $0.last] }.filter { (0...1440).contains($0) }
            minutesOfZones[period.location ?? "UTC", default: [0]].formUnion(minutes)
        }
        let first = window.from.floored(toStep: 86_400).wholeSeconds / 86_400 - 1
        let last = min(window.to.floored(toStep: 86_400).wholeSeconds / 86_400 + 1, first + 4000)
        guard first <= last else { return [] }
        var edges: Set<Instant> = []
        for (zone, minutes) in minutesOfZones {
            for day in first...last {
                let start = day * 86_400
                guard let before = TimeZoneRules.offset(of: zone, at: Instant(seconds: start)),
                    let after = TimeZoneRules.offset(of: zone, at: Instant(seconds: start + 86_400))
                else { continue }
                var found = minutes.flatMap { [start + Int64($0) * 60 - before, start + Int64($0) * 60 - after] }
                // Clocks are changed at a full or half hour.
                if before != after { found += (0..<48).map { start + $0 * 1800 } }
                edges.formUnion(found.map { Instant(seconds: $0) }.filter { window.from < $0 && $0 <= window.to })
            }
        }
        return edges.sorted()
    }
}
