import Alerting
import Connectors
import Core

/// A configuration with alerts and silences over some seconds, from a seed, in which no event falls so near a moment at which
/// a group looks that the outcome would be chance.
struct NotifyScenario: Sendable {
    struct Firing: Sendable {
        var labels: [String: String]
        /// Seconds from the scenario's start.
        var at: Double
        /// How long before that it began.
        var age: Double
        var until: Double?
        /// Whether its end is told when it has come, and not with its beginning.
        var endsByMessage: Bool
    }

    struct Quiet: Sendable {
        var matchers: [Silence.Matcher]
        var from: Double
        var to: Double
    }

    static let length = 17.0
    let seed: Int
    let yaml: String
    let tree: RoutingTree
    private(set) var firings: [Firing] = []
    private(set) var quiets: [Quiet] = []

    /// The first scenario from a seed on that is robust and in which something is sent.
    static func make(seed: Int, start: Instant, port: Int) throws -> NotifyScenario {
        for attempt in 0..<200 {
            let scenario = try NotifyScenario(seed: seed, attempt: attempt, start: start, port: port)
            if scenario.isRobust(start) { return scenario }
        }
        throw LocalSocket.Failure(description: "seed \(seed) has no robust scenario")
    }

    private init(seed: Int, attempt: Int, start: Instant, port: Int) throws {
        self.seed = seed
        var text = RoutingText(seed: seed * 1000 + attempt)
        text.address = { "http://127.0.0.1:\(port)/\(seed)/\($0)/\($1)" }
        text.intervals = NotifyScenario.intervals(start)
        yaml = text.configuration(
            timings: ["group_wait: 1s", "group_interval: 2s", "repeat_interval: \(text.numbers.pick(["5s", "7s", "1h"]))"],
            others: ["group_wait: 2s", "group_interval: 3s", "repeat_interval: 5s", "group_wait: 500ms"],
            inhibitions: text.numbers.below(3))
        let configuration = try AlertmanagerConfiguration(yaml: yaml)
        tree = RoutingTree(configuration.routing)
        addEvents(&text)
    }

    private mutating func addEvents(_ text: inout RoutingText) {
        let sets = (0..<(3 + text.numbers.below(4))).map { _ in text.labels() }
        for labels in Set(sets).sorted(by: { $0.description < $1.description }) {
            var at = Double(text.numbers.below(60)) / 10 + 0.5
            for _ in 0..<(text.numbers.chance(35) ? 2 : 1) {
                let until = at + 1 + Double(text.numbers.below(70)) / 10
                let isEndless = text.numbers.chance(35)
                firings.append(
                    Firing(
                        labels: labels, at: at, age: text.numbers.chance(20) ? 60 : 0, until: isEndless ? nil : until,
                        endsByMessage: text.numbers.chance(50)))
                at = until + 1 + Double(text.numbers.below(30)) / 10
                if isEndless || at > 12 { break }
            }
        }
        for _ in 0..<text.numbers.below(3) {
            let labels = text.numbers.pick(sets)
            guard let name = labels.keys.sorted().randomElement(using: &text.numbers), let value = labels[name] else {
                continue
            }
            let matcher = Silence.Matcher(name: name, value: value, isEqual: true)
            let other = Silence.Matcher(
                name: "severity", value: "page|critical", isRegex: true, isEqual: text.numbers.chance(50))
            let from = Double(text.numbers.below(60)) / 10 + 0.5
            quiets.append(
                Quiet(
                    matchers: text.numbers.chance(40) ? [matcher, other] : [matcher], from: from,
                    to: from + 2 + Double(text.numbers.below(80)) / 10))
        }
    }

    /// Intervals that hold always, never, and up to and from the next full minute on.
    private static func intervals(_ start: Instant) -> [(String, String)] {
        let minute = start.components.hour * 60 + start.components.minute + 1
        func clock(_ minute: Int) -> String {
            let minute = min(max(minute, 0), 1440)
            return "\(minute < 600 ? "0" : "")\(minute / 60):\(minute % 60 < 10 ? "0" : "")\(minute % 60)"
        }
        func times(_ from: Int, _ to: Int) -> String { "{start_time: '\(clock(from))', end_time: '\(clock(to))'}" }
        let year = start.components.year
        return [
            ("always", "[{}]"), ("never", "[{years: ['\(year - 3):\(year - 2)']}]"),
            ("before", minute < 1440 ? "[{times: [\(times(minute - 30, minute))]}]" : "[{times: [\(times(1380, 1440))]}]"),
            ("after", minute < 1440 ? "[{times: [\(times(minute, minute + 30))], months: ['1:12']}]" : "[{months: ['13']}]"),
            ("week", "[{weekdays: ['monday:friday'], days_of_month: ['1:15', '-3:-1'], location: 'UTC'}]"),
        ]
    }

    /// What would be sent if alerts were received this much later.
    func timeline(_ start: Instant, received: [Double]? = nil, late: Double = 0) -> NotificationTimeline {
        let alerts = firings.enumerated().map { index, firing in
            let at = start.adding(seconds: firing.at)
            return RoutedAlert(
                labels: firing.labels, startsAt: at.adding(seconds: -firing.age),
                endsAt: firing.until.map { start.adding(seconds: $0 + (firing.endsByMessage ? late : 0)) },
                receivedAt: start.adding(seconds: (received?[index] ?? firing.at) + late))
        }
        let silences = quiets.enumerated().map { index, quiet in
            Silence(
                id: "\(index)", matchers: quiet.matchers, startsAt: start.adding(seconds: quiet.from),
                endsAt: start.adding(seconds: quiet.to), createdBy: Person(id: "test"), comment: "test", state: "")
        }
        return NotificationTimeline(
            alerts, through: tree, silences: silences, startedAt: start.adding(seconds: -2),
            until: start.adding(seconds: NotifyScenario.length))
    }

    private func isRobust(_ start: Instant) -> Bool {
        let plain = timeline(start)
        guard !plain.notifications.isEmpty, plain.undecided.isEmpty else { return false }
        let shape = NotifyOracle.shape(plain, self, start)
        // Each alert somewhat earlier or later than the others, whose coming sets when their groups look.
        return (0..<6).allSatisfy { pattern in
            let received = firings.indices.map { index in
                firings[index].at + ((index >> (pattern % 3)) % 2 == pattern / 3 ? 0.2 : 0)
            }
            let other = timeline(start, received: received)
            return NotifyOracle.same(shape, NotifyOracle.shape(other, self, start))
        }
    }
}
