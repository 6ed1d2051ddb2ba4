import Core

/// A group of alerts on its way through time.
struct GroupRun {
    let group: AlertGroup
    let route: AlertRouting.Route
    let hours: RouteHours
    let integrations: [AlertRouting.Integration]
    /// When the group next looks at its alerts, as far as something may have changed by then; `nil`: never.
    private(set) var next: Instant?

    private let alerts: [RoutedAlert]
    private let labelSets: [Int]
    /// The group's alerts by the time at which they come.
    private let arrivals: [Int]
    private var arrived = 0
    /// Times at which something may change, in order.
    private let changes: [Instant]
    private let startedAt: Instant
    /// The latest alert of each label set.
    private var members: [Int: Int] = [:]
    /// Whether the group exists, and since when it has had no alerts.
    private var isThere = false
    private var emptySince: Instant?
    private var notes: [Int: AlertNotice] = [:]
    private var noticeOrder: [Int] = []

    init(
        _ group: AlertGroup, _ arrivals: [Int], _ tree: RoutingTree, _ circumstances: inout Circumstances, startedAt: Instant,
        end: Instant
    ) {
        self.group = group
        route = tree.routing.routes[group.route]
        hours = RouteHours(route, in: tree.routing)
        // Of a receiver that is not known it is assumed that it reaches someone.
        integrations =
            tree.receiver(of: group.route)?.integrations ?? [AlertRouting.Integration(kind: "unknown", sendsResolved: true)]
        let alerts = circumstances.alerts
        self.alerts = alerts
        self.arrivals = arrivals
        self.startedAt = startedAt
        var changes: Set<Instant> = []
        for alert in arrivals {
            changes.insert(alerts[alert].receivedAt)
            if let end = alerts[alert].endsAt { changes.insert(end) }
        }
        let labelSets = circumstances.labelSets
        self.labelSets = labelSets
        for set in Set(arrivals.map { labelSets[$0] }) { changes.formUnion(circumstances.changes(about: set)) }
        if let first = arrivals.first.map({ alerts[$0].receivedAt }), first < end {
            changes.formUnion(hours.edges(in: TimeWindow(from: first, to: end)))
        }
        self.changes = changes.sorted()
        create()
    }

    func logKey(_ place: Int) -> String { "\(place)/" + route.receiver }

    /// Makes the group with its next alert.
    private mutating func create() {
        isThere = arrived < arrivals.count
        emptySince = nil
        guard isThere else { return next = nil }
        var time = alerts[arrivals[arrived]].receivedAt.adding(seconds: max(0, route.groupWait))
        // An alert that began longer ago than the group waits makes it look at once.
        for alert in arrivals[arrived...].map({ alerts[$0] }) {
            guard alert.receivedAt <= time else { break }
            if alert.startsAt.adding(seconds: max(0, route.groupWait)) < alert.receivedAt { time = alert.receivedAt }
        }
        next = time
    }

    /// Takes in the alerts that have come by a time, and gives all that the group then has, in the order of the list.
    mutating func arrive(at time: Instant) -> [Int] {
        while arrived < arrivals.count, alerts[arrivals[arrived]].receivedAt <= time {
            let alert = arrivals[arrived]
            arrived += 1
            members[labelSets[alert]] = alert
            guard notes[alert] == nil else { continue }
            let hindrance = AlertNotice.Hindrance(obstacle: .waiting, from: alerts[alert].receivedAt, to: time)
            notes[alert] = AlertNotice(alert: alert, group: group, notifiedAt: nil, hindrances: [hindrance])
            noticeOrder.append(alert)
        }
        return members.values.sorted()
    }

    /// Forgets what is over and finds the next time to look.
    mutating func leave(at time: Instant, repeats: [Instant]) {
        for (set, alert) in members where alerts[alert].isOver(at: time) {
            if notes[alert]?.notifiedAt == nil { note(.over, of: alert, at: time) }
            members[set] = nil
        }
        if members.isEmpty, arrived < arrivals.count {
            // Groups without alerts are forgotten every 30 seconds.
            let period: Int64 = 30_000_000_000
            let passed = time.nanoseconds &- startedAt.nanoseconds
            let sweep = Instant(nanoseconds: time.nanoseconds &+ (period - ((passed % period) + period) % period))
            if alerts[arrivals[arrived]].receivedAt >= sweep { return create() }
        } else if members.isEmpty {
            return next = nil
        }
        let change = changes.firstIndex(after: time).map { changes[$0] }
        let due = repeats.filter { $0 > time }.min()
        guard let moment = [change, due].compactMap({ $0 }).min() else { return next = nil }
        next = tick(from: time, notBefore: moment)
    }

    private func tick(from time: Instant, notBefore moment: Instant) -> Instant? {
        // Alertmanager refuses intervals of nothing.
        let interval = route.groupInterval > 1e-3 ? Int64(min(route.groupInterval, 1e9) * 1e9) : 1_000_000_000
        let distance = moment.nanoseconds.subtractingReportingOverflow(time.nanoseconds)
        guard !distance.overflow else { return nil }
        let count = max(1, distance.partialValue / interval + (distance.partialValue % interval == 0 ? 0 : 1))
        let (span, isTooFar) = count.multipliedReportingOverflow(by: interval)
        let (sum, isTooLate) = time.nanoseconds.addingReportingOverflow(span)
        return isTooFar || isTooLate ? nil : Instant(nanoseconds: sum)
    }
}

extension GroupRun {
    /// Why an integration is told, or `nil` when it is not (`DedupStage` in `notify/notify.go` of Alertmanager).
    static func reason(
        _ told: DispatchSimulation.Told?, _ firing: Set<Int>, _ resolved: Set<Int>, _ integration: AlertRouting.Integration,
        repeats: Double, at time: Instant
    ) -> SentNotification.Reason? {
        guard let told else { return firing.isEmpty ? nil : .first }
        if !firing.isSubset(of: told.firing) { return told.firing.isEmpty ? .first : .newAlerts }
        if firing.isEmpty { return told.firing.isEmpty ? nil : .allResolved }
        if integration.sendsResolved, !resolved.isSubset(of: told.resolved) { return .someResolved }
        return told.time.adding(seconds: repeats) < time ? .repeated : nil
    }

    mutating func note(_ obstacle: AlertNotice.Obstacle, of alerts: [Int], at time: Instant) {
        for alert in alerts { note(obstacle, of: alert, at: time) }
    }

    /// Notes what keeps an alert back from now on, unless somebody was told of it.
    mutating func note(_ obstacle: AlertNotice.Obstacle, of alert: Int, at time: Instant) {
        guard var notice = notes[alert], notice.notifiedAt == nil else { return }
        if let last = notice.hindrances.last, last.obstacle == obstacle || last.obstacle == .over { return }
        notice.close(at: time)
        // An alert that is over is kept back by nothing else any more.
        let isOver = alerts[alert].isOver(at: time)
        notice.hindrances.append(.init(obstacle: isOver ? .over : obstacle, from: time, to: time))
        notes[alert] = notice
    }

    mutating func notified(_ alert: Int, at time: Instant) {
        guard notes[alert]?.notifiedAt == nil else { return }
        notes[alert]?.close(at: time)
        notes[alert]?.notifiedAt = time
    }

    func notices(until end: Instant) -> [AlertNotice] {
        var result = noticeOrder.compactMap { notes[$0] }
        for index in result.indices where result[index].notifiedAt == nil {
            let alert = alerts[result[index].alert]
            result[index].close(at: min(end, alert.endsAt ?? end))
        }
        // Alerts that came after the group last looked still wait.
        for alert in arrivals[arrived...] where alerts[alert].receivedAt <= end {
            let hindrance = AlertNotice.Hindrance(obstacle: .waiting, from: alerts[alert].receivedAt, to: end)
            result.append(AlertNotice(alert: alert, group: group, notifiedAt: nil, hindrances: [hindrance]))
        }
        return result
    }
}

extension AlertNotice {
    /// The last hindrance lasts until now.
    fileprivate mutating func close(at time: Instant) {
        guard let last = hindrances.last else { return }
        hindrances[hindrances.count - 1].to = max(last.from, time)
    }
}

extension [Instant] {
    /// The place of the first element after a time, in a sorted list.
    fileprivate func firstIndex(after time: Instant) -> Int? {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low < count ? low : nil
    }
}
