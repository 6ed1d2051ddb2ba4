import Alerting
import Core
import Foundation

/// Runs scenarios on real Alertmanagers that send to a webhook, and compares what they send with the timeline.
enum NotifyOracle {
    /// What one integration was told of one group, in order.
    struct Sent: Hashable {
        var seconds: Double
        var alerts: Set<String>
    }
    typealias Shape = [String: [Sent]]

    /// By receiver, place and group.
    static func shape(_ timeline: NotificationTimeline, _ scenario: NotifyScenario, _ start: Instant) -> Shape {
        var shape: Shape = [:]
        for notification in timeline.notifications {
            let key = "\(notification.receiver)/\(notification.place) \(notification.group.key)"
            let alerts = notification.alerts.map { member in
                (member.isFiring ? "firing " : "resolved ") + text(scenario.firings[member.alert].labels)
            }
            shape[key, default: []].append(Sent(seconds: notification.time.seconds(since: start), alerts: Set(alerts)))
        }
        return shape
    }

    /// What came, in the same form.
    static func shape(_ messages: [WebhookListener.Message], _ start: Instant) -> Shape {
        var shape: Shape = [:]
        for message in messages {
            let parts = message.path.split(separator: "/").dropFirst().map(String.init)
            // Patterns of the old form are written with the anchors that Alertmanager puts round them.
            let group = (message.body["groupKey"]?.string ?? "").replacing("~\"^(?:", with: "~\"").replacing(")$\"", with: "\"")
            let alerts = (message.body["alerts"]?.array ?? []).map { alert in
                let pairs = (alert["labels"]?.object?.members ?? []).map { ($0.name, $0.value.string ?? "") }
                return (alert["status"]?.string ?? "") + " " + text(Dictionary(pairs, uniquingKeysWith: { $1 }))
            }
            let seconds = message.time.timeIntervalSince1970 - start.seconds
            shape[parts.joined(separator: "/") + " " + group, default: []].append(Sent(seconds: seconds, alerts: Set(alerts)))
        }
        return shape
    }

    private static func text(_ labels: [String: String]) -> String {
        labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ",")
    }

    static func same(_ left: Shape, _ right: Shape, within tolerance: Double = 0.5) -> Bool {
        left.count == right.count
            && left.allSatisfy { key, sent in
                guard let other = right[key], other.count == sent.count else { return false }
                return zip(sent, other).allSatisfy { $0.alerts == $1.alerts && abs($0.seconds - $1.seconds) <= tolerance }
            }
    }

    /// Runs the scenarios of some seeds side by side. Of those whose Alertmanager sent something else than the timeline says,
    /// what differs, in words; and how many notifications were compared.
    ///
    /// What differs is run again, with fewer beside it and from the same second of a minute: an error of the timeline comes every
    /// time, and a machine that was busy for a moment does not.
    static func differences(seeds: Range<Int>, waitsForMinute: Bool, in directory: URL) throws -> (found: [String], sent: Int) {
        let first = try attempt(Array(seeds), waitsForMinute: waitsForMinute, in: directory)
        let second = first.start.seconds.truncatingRemainder(dividingBy: 60)
        var found = first.found
        for again in 1...2 where !found.isEmpty {
            print("again: \(found.keys.sorted())")
            let folder = directory.appendingPathComponent("again-\(again)")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            found = try attempt(found.keys.sorted(), waitsForMinute: waitsForMinute, at: second, in: folder).found
        }
        return (found.sorted { $0.key < $1.key }.map(\.value), first.sent)
    }

    /// What differs, by seed.
    private static func attempt(
        _ seeds: [Int], waitsForMinute: Bool, at second: Double? = nil, in directory: URL
    ) throws -> (found: [Int: String], sent: Int, start: Instant) {
        let listener = try WebhookListener()
        defer { listener.stop() }
        // On a busy machine it may take long until all are up: then again, with more time.
        for margin in [4 + Double(seeds.count) * 0.15, 15 + Double(seeds.count) * 0.5, 40 + Double(seeds.count)] {
            let start = start(after: margin, waitsForMinute: waitsForMinute, at: second)
            let scenarios = try seeds.map { try NotifyScenario.make(seed: $0, start: start, port: listener.port) }
            Thread.sleep(forTimeInterval: max(0, left(to: start) - min(12, margin)))
            var servers: [RealAlertmanager] = []
            defer { for server in servers { server.stop() } }
            for scenario in scenarios {
                servers.append(try RealAlertmanager(scenario.yaml, in: directory, name: "\(scenario.seed)"))
            }
            for server in servers { try server.waitUntilReady() }
            guard left(to: start) > 0 else { continue }
            let received = try play(scenarios, servers, start)
            Thread.sleep(forTimeInterval: max(0, left(to: start) + NotifyScenario.length - 0.1))
            let (found, sent) = compare(scenarios, listener, received, start)
            return (found, sent, start)
        }
        throw LocalSocket.Failure(description: "the machine is too busy to start \(seeds.count) Alertmanagers")
    }

    private static func left(to start: Instant) -> Double { start.seconds - Date().timeIntervalSince1970 }

    private static func start(after margin: Double, waitsForMinute: Bool, at second: Double?) -> Instant {
        var begin = Date().timeIntervalSince1970 + margin
        // The next full minute, at which intervals change, falls into the scenario.
        let place = begin.truncatingRemainder(dividingBy: 60)
        if let second {
            begin += (second - place + 60).truncatingRemainder(dividingBy: 60)
        } else if waitsForMinute, !(45...56).contains(place) {
            begin += (place < 45 ? 50 : 110) - place
        }
        return Instant(fractionalSeconds: begin.rounded())
    }

    private static func compare(
        _ scenarios: [NotifyScenario], _ listener: WebhookListener, _ received: [[Double]], _ start: Instant
    ) -> (found: [Int: String], sent: Int) {
        var found: [Int: String] = [:]
        var count = 0
        for (index, scenario) in scenarios.enumerated() {
            let real = shape(listener.messages(at: "/\(scenario.seed)/"), start)
            count += real.values.reduce(0) { $0 + $1.count }
            let ours = [0, 0.1, 0.25].map { late in
                shape(scenario.timeline(start, received: received[index], late: late), scenario, start)
            }
            guard !ours.contains(where: { same($0, real, within: 0.75) }) else { continue }
            found[scenario.seed] =
                "seed \(scenario.seed), start \(start)\nexpected:\n\(text(ours[0]))came:\n\(text(real))\(scenario.yaml)\n"
                + "received \(received[index])\n\(scenario.firings)\n\(scenario.quiets)"
        }
        return (found, count)
    }

    private static func text(_ shape: Shape) -> String {
        shape.sorted { $0.key < $1.key }.map { key, sent in
            "  \(key)\n" + sent.map { "    \($0.seconds) \($0.alerts.sorted())\n" }.joined()
        }.joined()
    }

    /// Tells the servers of alerts and silences at their times; gives when each alert was received, in seconds.
    private static func play(
        _ scenarios: [NotifyScenario], _ servers: [RealAlertmanager], _ start: Instant
    ) throws -> [[Double]] {
        var received = scenarios.map { $0.firings.map(\.at) }
        var events: [(seconds: Double, scenario: Int, firing: Int, isEnd: Bool)] = []
        for (index, scenario) in scenarios.enumerated() {
            for quiet in scenario.quiets { try servers[index].silence(quiet, start) }
            for (place, firing) in scenario.firings.enumerated() {
                events.append((firing.at, index, place, false))
                if let until = firing.until, firing.endsByMessage { events.append((until, index, place, true)) }
            }
        }
        for event in events.sorted(by: { $0.seconds < $1.seconds }) where event.seconds < NotifyScenario.length {
            Thread.sleep(forTimeInterval: max(0, left(to: start) + event.seconds))
            try servers[event.scenario].post(scenarios[event.scenario].firings[event.firing], start, isEnd: event.isEnd)
            if !event.isEnd { received[event.scenario][event.firing] = Date().timeIntervalSince1970 - start.seconds }
        }
        return received
    }
}
