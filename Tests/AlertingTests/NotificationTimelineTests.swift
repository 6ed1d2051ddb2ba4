import Alerting
import Core
import Testing

@Suite struct NotificationTimelineTests {
    private static let zero = Instant(seconds: 1_764_000_000)

    private func routing(
        _ receiver: AlertRouting.Receiver = .init(name: "a", integrations: [.init(kind: "webhook", sendsResolved: true)]),
        mute: [AlertTimeInterval] = [], inhibitions: [AlertRouting.Inhibition] = []
    ) -> RoutingTree {
        RoutingTree(
            AlertRouting(
                routes: [
                    .init(depth: 0, receiver: "a", matchers: []),
                    .init(
                        depth: 1, receiver: "a", matchers: [.init(name: "team", value: "x")], groupBy: ["team"], groupWait: 30,
                        groupInterval: 300, repeatInterval: 3600, muteTimeIntervals: mute.map(\.name)),
                ], inhibitions: inhibitions, receivers: [receiver], timeIntervals: mute))
    }

    private func alert(_ name: String, from: Double, to: Double? = nil, late: Double = 0) -> RoutedAlert {
        let start = Self.zero.adding(seconds: from)
        return RoutedAlert(
            labels: ["alertname": name, "team": "x"], startsAt: start, endsAt: to.map { Self.zero.adding(seconds: $0) },
            receivedAt: start.adding(seconds: late))
    }

    private func timeline(
        _ alerts: [RoutedAlert], _ tree: RoutingTree? = nil, silences: [Silence] = [], until: Double = 1800
    ) -> NotificationTimeline {
        NotificationTimeline(
            alerts, through: tree ?? routing(), silences: silences, until: Self.zero.adding(seconds: until))
    }

    private func text(_ timeline: NotificationTimeline) -> [String] {
        timeline.notifications.map { sent in
            let alerts = sent.alerts.map { "\($0.alert)\($0.isFiring ? "!" : "-")" }.joined(separator: " ")
            return "\(Int(sent.time.seconds(since: Self.zero))) \(sent.reason.rawValue) \(alerts)"
        }
    }

    @Test("a group waits, tells at its interval of what is new and over, and is then done")
    func groups() {
        let timeline = timeline([alert("a", from: 0, to: 700), alert("b", from: 10), alert("c", from: 100, to: 900)])
        #expect(text(timeline) == ["30 first 0! 1!", "330 newAlerts 0! 1! 2!", "930 someResolved 0- 1! 2-"])
        #expect(timeline.notices.map { $0.notifiedAt?.seconds(since: Self.zero) } == [30, 30, 330])
        #expect(timeline.notices[2].hindrances.map(\.obstacle) == [.waiting])
        #expect(timeline.undecided.isEmpty)
    }

    @Test("all over is told, a repeat comes after the repeat interval at the next look, and an old alert is told of at once")
    func repeats() {
        #expect(text(timeline([alert("a", from: 0, to: 400)])) == ["30 first 0!", "630 allResolved 0-"])
        // A repeat interval that is a multiple of the group's comes one look later.
        #expect(text(timeline([alert("a", from: 0)], until: 4000)) == ["30 first 0!", "3930 repeated 0!"])
        #expect(text(timeline([alert("a", from: 0, late: 100)])) == ["100 first 0!"])
    }

    @Test("an integration that does not tell of the end still forgets it")
    func quiet() {
        let tree = routing(.init(name: "a", integrations: [.init(kind: "slack", sendsResolved: false)]))
        let alerts = [alert("a", from: 0, to: 100), alert("a", from: 500)]
        #expect(text(timeline(alerts, tree)) == ["30 first 0!", "530 first 1!"])
    }

    @Test("silenced, inhibited and muted alerts are left out, and told of when that ends")
    func obstacles() {
        let silence = Silence(
            id: "s", matchers: [.init(name: "alertname", value: "a")], startsAt: Self.zero,
            endsAt: Self.zero.adding(seconds: 400), createdBy: Person(id: "p"), comment: "", state: "")
        let silenced = timeline([alert("a", from: 0)], silences: [silence])
        #expect(text(silenced) == ["630 first 0!"])
        #expect(silenced.notices.first?.hindrances.map(\.obstacle) == [.waiting, .silenced(by: ["s"])])
        let inhibition = AlertRouting.Inhibition(
            source: [.init(name: "alertname", value: "a")], target: [.init(name: "alertname", value: "b")], equal: ["team"])
        let inhibited = timeline(
            [alert("a", from: 0, to: 400), alert("b", from: 0)], routing(inhibitions: [inhibition]))
        #expect(text(inhibited) == ["30 first 0!", "630 newAlerts 0- 1!"])
        #expect(inhibited.notices.last?.hindrances.map(\.obstacle) == [.waiting, .inhibited(by: 0, rule: 0)])
        let never = AlertTimeInterval(name: "always", periods: [.init()])
        let muted = timeline([alert("a", from: 0)], routing(mute: [never]))
        #expect(text(muted).isEmpty)
        #expect(muted.notices.first?.hindrances.map(\.obstacle) == [.waiting, .muted(by: "always")])
        #expect(muted.notices.first?.hindrances.last?.to == Self.zero.adding(seconds: 1800))
    }

    @Test("what ends before its group looks, or has a receiver without integration, is told to nobody")
    func nobody() {
        let short = timeline([alert("a", from: 0, to: 20)])
        #expect(text(short).isEmpty)
        #expect(short.notices.first?.hindrances.map(\.obstacle) == [.waiting, .over])
        let empty = timeline([alert("a", from: 0)], routing(.init(name: "a", integrations: [])))
        #expect(text(empty).isEmpty)
        #expect(empty.notices.first?.hindrances.map(\.obstacle) == [.waiting, .noIntegration])
    }

    @Test("what was told of before and comes again while nobody knows of its end is known already")
    func known() {
        let silence = Silence(
            id: "s", matchers: [], startsAt: Self.zero.adding(seconds: 100), endsAt: Self.zero.adding(seconds: 500),
            createdBy: Person(id: "p"), comment: "", state: "")
        let timeline = timeline([alert("a", from: 0, to: 200), alert("a", from: 600)], silences: [silence])
        #expect(text(timeline) == ["30 first 0!"])
        #expect(timeline.notices.last?.hindrances.map(\.obstacle) == [.waiting, .known])
    }

    @Test("odd numbers neither trap nor run on")
    func odd() {
        let route = AlertRouting.Route(
            depth: 0, receiver: "x", matchers: [.init(name: "a", value: "(", isRegex: true)], groupWait: .nan,
            groupInterval: -.infinity, repeatInterval: 0)
        let tree = RoutingTree(AlertRouting(routes: [route]))
        let alerts = [
            RoutedAlert(labels: [:], startsAt: Instant(nanoseconds: .min), endsAt: Instant(nanoseconds: .max)),
            RoutedAlert(labels: ["a": "b"], startsAt: Instant(nanoseconds: .max), endsAt: Instant(nanoseconds: .min)),
        ]
        let timeline = NotificationTimeline(alerts, through: tree, until: Instant(nanoseconds: .max))
        #expect(timeline.notifications.isEmpty)
        #expect(timeline.undecided.count == 1)
        var all = route
        all.matchers = []
        let odd = NotificationTimeline(
            alerts + [alert("a", from: 0)], through: RoutingTree(AlertRouting(routes: [all])),
            until: Self.zero.adding(seconds: 5))
        #expect(odd.notices.count == 2)
    }
}
