import Core

/// Runs every group of alerts through time, from one moment at which something may change to the next.
struct DispatchSimulation {
    /// What an integration was last told of a group.
    struct Told {
        var time: Instant
        var firing: Set<Int>
        var resolved: Set<Int>
    }

    /// So often groups of one key may look: every five minutes for a year.
    static let lookLimit = 100_000

    let tree: RoutingTree
    let end: Instant
    private let startedAt: Instant
    var circumstances: Circumstances
    var notifications: [SentNotification] = []
    var notices: [AlertNotice] = []

    init(_ alerts: [RoutedAlert], _ tree: RoutingTree, _ silences: [Silence], startedAt: Instant?, end: Instant) {
        self.tree = tree
        self.end = end
        circumstances = Circumstances(alerts, silences, tree.routing.inhibitions)
        self.startedAt = startedAt ?? alerts.map(\.receivedAt).min() ?? end
    }

    mutating func run() {
        // What was told is remembered by the group's key and the receiver, which two routes may share.
        var byKey: [String: [AlertGroup: [Int]]] = [:]
        let order = circumstances.alerts.indices.sorted {
            (circumstances.alerts[$0].receivedAt, $0) < (circumstances.alerts[$1].receivedAt, $1)
        }
        var ends: [Int: [AlertGroup]] = [:]
        for alert in order where circumstances.alerts[alert].receivedAt <= end {
            let set = circumstances.labelSets[alert]
            let groups = ends[set] ?? groups(of: circumstances.alerts[alert].labels)
            ends[set] = groups
            for group in groups { byKey[group.key, default: [:]][group, default: []].append(alert) }
        }
        for key in byKey.keys.sorted() {
            let sharing = (byKey[key] ?? [:]).sorted { $0.key.route < $1.key.route }
            run(sharing.map { GroupRun($0.key, $0.value, tree, &circumstances, startedAt: startedAt, end: end) })
        }
    }

    private mutating func groups(of labels: [String: String]) -> [AlertGroup] {
        let walk = tree.walk { labels[$0] ?? "" }
        for node in walk.possibleEnds { circumstances.decideNot("whether alerts come to route \(tree.path(of: node))") }
        return walk.ends.map { tree.group(of: labels, at: $0) }
    }

    /// Groups that share what was told of them, in the order in which they look.
    private mutating func run(_ groups: [GroupRun]) {
        var groups = groups
        var told: [String: Told] = [:]
        var looks = 0
        while let next = groups.indices.min(by: { order(groups[$0]) < order(groups[$1]) }), let time = groups[next].next {
            guard time <= end else { break }
            looks += 1
            guard looks <= DispatchSimulation.lookLimit else {
                circumstances.decideNot("what group \(groups[next].group.key) is told after \(time)")
                break
            }
            look(&groups[next], at: time, &told)
        }
        for group in groups { notices += group.notices(until: end) }
    }

    private func order(_ run: GroupRun) -> (Instant, Int) {
        (run.next ?? Instant(nanoseconds: .max), run.group.route)
    }

    /// A group looks: filters its alerts, tells the receiver's integrations if there is something to tell, and forgets alerts
    /// that are over.
    private mutating func look(_ run: inout GroupRun, at time: Instant, _ told: inout [String: Told]) {
        let members = run.arrive(at: time)
        var passing: [Int] = []
        let hours = run.hours.state(at: time)
        if case .unknown(let names) = hours { circumstances.decideNot("time intervals \(names.joined(separator: ", "))") }
        for alert in members {
            let obstacle = obstacle(of: alert, hours, at: time)
            if let obstacle { run.note(obstacle, of: alert, at: time) } else { passing.append(alert) }
        }
        if !passing.isEmpty { tell(&run, passing, at: time, &told) }
        run.leave(at: time, repeats: repeats(run, told))
    }

    private mutating func obstacle(of alert: Int, _ hours: RouteHours.State, at time: Instant) -> AlertNotice.Obstacle? {
        if let (source, rule) = circumstances.inhibitor(of: alert, at: time) { return .inhibited(by: source, rule: rule) }
        switch hours {
        case .inactive(let names): return .inactive(names)
        case .muted(let name): return .muted(by: name)
        case .open, .unknown: break
        }
        let silences = circumstances.silences(of: alert, at: time)
        return silences.isEmpty ? nil : .silenced(by: silences)
    }

    private mutating func tell(_ run: inout GroupRun, _ alerts: [Int], at time: Instant, _ told: inout [String: Told]) {
        var firing: Set<Int> = []
        var resolved: Set<Int> = []
        for alert in alerts {
            let set = circumstances.labelSets[alert]
            if circumstances.alerts[alert].isOver(at: time) { resolved.insert(set) } else { firing.insert(set) }
        }
        if run.integrations.isEmpty { run.note(.noIntegration, of: alerts, at: time) }
        var isAnyTold = false
        for (place, integration) in run.integrations.enumerated() {
            let log = run.logKey(place)
            guard
                let reason = GroupRun.reason(
                    told[log], firing, resolved, integration, repeats: run.route.repeatInterval, at: time)
            else { continue }
            told[log] = Told(time: time, firing: firing, resolved: resolved)
            let sent = integration.sendsResolved ? alerts : alerts.filter { !circumstances.alerts[$0].isOver(at: time) }
            guard !sent.isEmpty else { continue }
            isAnyTold = true
            notifications.append(
                SentNotification(
                    time: time, group: run.group, receiver: run.route.receiver, integration: integration, place: place,
                    alerts: sent.map { .init(alert: $0, isFiring: !circumstances.alerts[$0].isOver(at: time)) },
                    reason: reason))
        }
        guard !run.integrations.isEmpty else { return }
        for alert in alerts where !circumstances.alerts[alert].isOver(at: time) {
            if isAnyTold { run.notified(alert, at: time) } else { run.note(.known, of: alert, at: time) }
        }
    }

    /// When the first of the integrations has to be told again though nothing changes.
    private func repeats(_ run: GroupRun, _ told: [String: Told]) -> [Instant] {
        run.integrations.indices.compactMap { place in
            guard let last = told[run.logKey(place)] else { return nil }
            return last.time.adding(seconds: run.route.repeatInterval).adding(seconds: 1e-9)
        }
    }
}
