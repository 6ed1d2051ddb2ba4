import Core

/// `alert.json`: `service, metric, threshold, observed, fired_at, severity, monitor, summary`; one, or a list of them.
struct DirectoryAlert: Sendable {
    var firedAt: Stamp
    var resolvedAt: Stamp?
    var service: String?
    var name: String
    var title: String
    var severity: String?
    /// Every scalar member but the times and the summary, and `alertname`.
    var labels: [String: String]

    init(_ value: JSONValue) throws(RecordFault) {
        guard let object = value.object else { throw RecordFault("is no object") }
        firedAt = try object.stamp("fired_at", "firedAt", "started_at", "startsAt", "timestamp")
        resolvedAt = RecordTime.stamp(object["resolved_at"] ?? object["resolvedAt"] ?? object["endsAt"])
        service = object.text("service", "service_name")
        let metric = object.text("metric")
        name = object.text("monitor", "alertname", "name", "rule") ?? metric ?? "alert"
        title = object.text("summary", "title", "description") ?? name
        severity = object.text("severity")
        labels = ["alertname": name]
        let others: Set<String> = [
            "fired_at", "firedAt", "started_at", "startsAt", "timestamp", "resolved_at", "resolvedAt", "endsAt", "summary",
            "title", "description",
        ]
        for member in object.members.prefix(50) where !others.contains(member.name) {
            if let text = member.value.scalarText(longest: 500) { labels[member.name] = text }
        }
    }

    func incident(recorded: TimeWindow?) -> IncidentRecord {
        IncidentRecord(
            id: name, title: title, service: service, status: resolvedAt == nil ? "fired" : "resolved", urgency: severity,
            createdAt: firedAt, resolvedAt: resolvedAt, labels: labels, recorded: recorded)
    }

    var episode: AlertEpisode { AlertEpisode(name: name, state: .firing, labels: labels, from: firedAt, to: resolvedAt) }
}
