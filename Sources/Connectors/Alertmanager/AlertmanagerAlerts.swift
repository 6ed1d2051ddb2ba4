import Core

/// `GET /api/v2/alerts`. An alert's `endsAt` lies in the future while it is active (the resolve timeout), so it is no end.
enum AlertmanagerAlerts {
    static func read(_ document: JSONValue, _ key: CallKey) -> Step {
        guard let list = document.array else {
            return .done([], [Diagnostic(.failed, "alerts: the answer is not a list", exchange: key)])
        }
        guard !list.isEmpty else {
            let nothing = Evidence(
                .nothing("alerts that are active or suppressed now"), from: [key], link: "/#/alerts", completeness: .noneThere)
            return .done([nothing])
        }
        var unread = 0
        var unknownStates: Set<String> = []
        var found: [(order: String, evidence: Evidence)] = []
        for alert in list {
            var labels = strings(alert["labels"])
            guard let began = alert["startsAt"]?.string.flatMap(Stamp.init(rfc3339:)), !labels.isEmpty else {
                unread += 1
                continue
            }
            let status = alert["status"]
            let state = status?["state"]?.string ?? "active"
            if !["active", "unprocessed", "suppressed"].contains(state) { unknownStates.insert(state) }
            let order = labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: "\u{0}")
            let episode = AlertEpisode(
                name: labels.removeValue(forKey: "alertname") ?? "", state: state == "suppressed" ? .suppressed : .firing,
                labels: labels, from: began, silencedBy: (status?["silencedBy"]?.array ?? []).compactMap(\.string).sorted())
            let service = ["service", "service_name", "app"].lazy.compactMap { labels[$0] }.first
            found.append(
                (
                    order + "\u{0}\(began.text)",
                    Evidence(.alert(episode), from: [key], service: service, stamp: began, link: "/#/alerts")
                ))
        }
        var diagnostics: [Diagnostic] = []
        if unread > 0 {
            diagnostics.append(Diagnostic(.partial, "alerts: \(unread) without labels or a start were left out", exchange: key))
        }
        if !unknownStates.isEmpty {
            let says = "alerts: unknown states are read as firing: \(unknownStates.sorted().prefix(5).joined(separator: ", "))"
            diagnostics.append(Diagnostic(.note, says, exchange: key))
        }
        return .done(found.sorted { $0.order < $1.order }.map(\.evidence), diagnostics)
    }

    private static func strings(_ value: JSONValue?) -> [String: String] {
        let pairs = (value?.object?.members ?? []).compactMap { name, value in value.string.map { (name, $0) } }
        return Dictionary(pairs, uniquingKeysWith: { $1 })
    }
}
