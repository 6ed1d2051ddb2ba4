import Core

extension AlertDelivery {
    /// What became of an alert, by what a routing tree would have done with it; `nil` where no route takes it, or nothing says.
    ///
    /// - Parameters:
    ///   - place: of the alert in `alerts`.
    ///   - alerts: those that the timeline was made of.
    public init?(of place: Int, among alerts: [RoutedAlert], in timeline: NotificationTimeline, through tree: RoutingTree) {
        let notices = timeline.notices.filter { $0.alert == place }
        if let told = notices.compactMap(\.notifiedAt).min() {
            self = .notified(told)
            return
        }
        // Waiting comes before everything else, and says least.
        let told = notices.flatMap { notice in notice.hindrances.map { (notice, $0.obstacle) } }
        let decisive = told.first { $0.1 != .waiting && $0.1 != .over } ?? told.first
        guard let (notice, obstacle) = decisive, tree.routing.routes.indices.contains(notice.group.route) else { return nil }
        let route = tree.routing.routes[notice.group.route]
        switch obstacle {
        case .waiting, .over: self = .stillWaiting(groupWait: route.groupWait)
        case .muted(let name): self = .muted(by: name)
        case .inactive(let names): self = .muted(by: names.joined(separator: ", "))
        case .silenced(let ids):
            guard let first = ids.first else { return nil }
            self = .silenced(by: first)
        case .inhibited(let other, _):
            guard alerts.indices.contains(other) else { return nil }
            self = .inhibited(by: alerts[other].labels)
        case .noIntegration: self = .withoutReceiver(route.receiver)
        case .known: return nil
        }
    }
}
