public import Core

/// Which notifications an Alertmanager would send when, and why not others: its dispatcher and its pipeline (0.25) without
/// failures of delivery, a cluster, or restarts.
///
/// - Every node of the tree that takes an alert puts it into a group. A new group looks after `group_wait`, or at once if its
///   alert began longer ago than that, and then every `group_interval`.
/// - When it looks it leaves out alerts that are inhibited, silenced, or that come in time that is muted, and forgets those that
///   are over. It tells a receiver of the rest if an alert fires of which the last message did not tell; if all are over and
///   the last message told of one that fires; if one is over of which the last message did not tell so, for an integration
///   that tells so; or when the repeat interval has passed.
/// - A group without alerts is forgotten within 30 seconds; what was last told of it is not.
public struct NotificationTimeline: Sendable {
    public var notifications: [SentNotification]
    /// One for each alert and each route that takes it, in the order of the alerts.
    public var notices: [AlertNotice]
    /// What could not be decided, in words, and was taken not to keep alerts back.
    public var undecided: [String]

    /// - Parameters:
    ///   - alerts: In any order. Stretches of the same labels that overlap count as one.
    ///   - silences: As they were in force; one that was ended early has the earlier end.
    ///   - startedAt: When the dispatcher started, by which it forgets groups; `nil`: with the first alert.
    ///   - end: Nothing after it is told.
    public init(
        _ alerts: [RoutedAlert], through tree: RoutingTree, silences: [Silence] = [], startedAt: Instant? = nil,
        until end: Instant
    ) {
        var simulation = DispatchSimulation(alerts, tree, silences, startedAt: startedAt, end: end)
        simulation.run()
        notifications = simulation.notifications.sorted { left, right in
            (left.time, left.group.route, left.group.key, left.place) < (
                right.time, right.group.route, right.group.key, right.place
            )
        }
        notices = simulation.notices.sorted { ($0.alert, $0.group.route) < ($1.alert, $1.group.route) }
        undecided = simulation.circumstances.undecided.sorted()
    }
}
