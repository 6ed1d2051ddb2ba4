import Core

/// Changes of alerts' states, from either form that a history takes: with Loki behind it the columns `time`, `line` (a JSON
/// object with `previous`, `current`, `labels`, `ruleUID`, `ruleTitle`) and `labels`; from annotations `time`, `text`, `prev`,
/// `next`.
struct GrafanaTransitions {
    struct Episode {
        var alert: AlertEpisode
        /// The change that began it lies before the window.
        var beganBefore: Bool
    }

    private struct Change {
        var time: Stamp
        var previous: String
        var current: String
        var name: String
        var labels: [String: String]
    }

    /// By the alert that they are about: its rule and its labels.
    private var changes: [String: [Change]] = [:]
    private(set) var malformed = 0

    init(_ frame: GrafanaFrame) {
        guard frame.count > 0 else { return }
        guard let times = frame.column("time") else {
            malformed = frame.count
            return
        }
        let lines = frame.column("line")
        let previous = frame.column("prev", "previous")
        let next = frame.column("next", "current")
        let texts = frame.column("text")
        for row in 0..<frame.count {
            guard let time = times.time(row) else {
                malformed += 1
                continue
            }
            if let line = lines?[row] {
                add(line: line, time)
            } else if let from = previous?[row]?.string, let to = next?[row]?.string {
                let ofRule = times.labels.merging(next?.labels ?? [:]) { $1 }
                let (name, labels) = Self.read(texts?[row]?.string ?? "")
                add(
                    Change(time: time, previous: from, current: to, name: name, labels: labels), of: ofRule["ruleUID"] ?? name)
            } else {
                malformed += 1
            }
        }
    }

    /// A line is an object, or the text of one.
    private mutating func add(line: JSONValue, _ time: Stamp) {
        var line = line
        if let text = line.string, let parsed = try? JSONValue(parsing: Array(text.utf8)) { line = parsed }
        guard let from = line["previous"]?.string, let to = line["current"]?.string else {
            malformed += 1
            return
        }
        var labels = (line["labels"]?.object ?? [:]).strings
        let name = line["ruleTitle"]?.string ?? labels["alertname"] ?? ""
        labels["alertname"] = nil
        let identity = line["ruleUID"]?.string ?? name
        add(Change(time: time, previous: from, current: to, name: name, labels: labels), of: identity)
    }

    /// An annotation's text: `CheckoutErrors {alertname=CheckoutErrors, service=checkout} - Alerting`.
    private static func read(_ text: String) -> (name: String, labels: [String: String]) {
        guard let open = text.firstRange(of: " {"), let close = text.lastIndex(of: "}"), open.upperBound <= close else {
            let end = text.ranges(of: " - ").last?.lowerBound ?? text.endIndex
            return (String(text[..<end]), [:])
        }
        var labels: [String: String] = [:]
        for pair in text[open.upperBound..<close].split(separator: ", ") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            if parts.count == 2 { labels[String(parts[0])] = String(parts[1]) }
        }
        labels["alertname"] = nil
        return (String(text[..<open.lowerBound]), labels)
    }

    private mutating func add(_ change: Change, of rule: String) {
        let labels = change.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let text = ([rule] + labels + (change.labels.isEmpty ? [change.name] : [])).joined(separator: "\u{0}")
        changes[text, default: []].append(change)
    }

    /// Stretches of pending and firing, by when they began, then by name and labels.
    func episodes(in window: TimeWindow) -> [Episode] {
        var found: [(Episode, String)] = []
        for (identity, list) in changes {
            // Changes of one moment are in the order in which they follow from one another, where that can be told.
            let sorted = list.enumerated().sorted { ($0.element.time.time, $0.offset) < ($1.element.time.time, $1.offset) }
            found += Self.episodes(of: sorted.map(\.element), in: window).map { ($0, identity) }
        }
        return found.sorted { left, right in
            let (a, b) = (left.0.alert, right.0.alert)
            return (a.from.time, a.name, left.1, a.state.rawValue) < (b.from.time, b.name, right.1, b.state.rawValue)
        }.map(\.0)
    }

    private static func episodes(of changes: [Change], in window: TimeWindow) -> [Episode] {
        var found: [Episode] = []
        var open: (state: Standing, from: Stamp, beganBefore: Bool)?
        if let first = changes.first, let state = Standing(first.previous) {
            open = (state, Stamp(window.from, precision: .seconds), true)
        }
        func close(_ change: Change, at end: Stamp?) {
            guard let open else { return }
            var labels = change.labels
            if open.state.alertname != nil { labels["rulename"] = change.name }
            found.append(
                Episode(
                    alert: AlertEpisode(
                        name: open.state.alertname ?? change.name, state: open.state.state, labels: labels, from: open.from,
                        to: end), beganBefore: open.beganBefore))
        }
        for change in changes {
            let state = Standing(change.current)
            guard state != open?.state else { continue }
            close(change, at: change.time)
            open = state.map { ($0, change.time, false) }
        }
        if let last = changes.last { close(last, at: nil) }
        return found
    }

    /// A state with an alert: `Alerting`, `Pending`, `Recovering`, `NoData`, `Error`, each perhaps with a reason in brackets.
    private struct Standing: Equatable {
        var state: AlertEpisode.State
        /// Without data, and on an error, Grafana raises an alert of its own.
        var alertname: String?

        init?(_ text: String) {
            switch text.prefix(while: { $0 != " " && $0 != "(" }) {
            case "Alerting", "Recovering": self.state = .firing
            case "Pending": self.state = .pending
            case "NoData":
                self.state = .firing
                alertname = "DatasourceNoData"
            case "Error":
                self.state = .firing
                alertname = "DatasourceError"
            default: return nil
            }
        }
    }
}
