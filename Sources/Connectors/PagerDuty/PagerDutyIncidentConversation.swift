import Core

/// Asks for the incident and its alerts at once. The first page of alerts is enough: alerts are sorted by time, and those that
/// opened the incident are on it. More are read only while no alert has any label; when none has, the log entry that triggered the
/// incident may.
struct PagerDutyIncidentConversation: Conversation {
    let id: String
    private var incident: JSONValue?
    private var incidentKey: CallKey?
    private var incidentError: Diagnostic?
    private var isHopeless = false
    private var alerts: PagerDutyPager
    /// The first page of the log, asked for its trigger alone.
    private var entries: PagerDutyPager
    private var isReadingLog = false
    private var step = 0

    init(id: String) {
        self.id = id
        alerts = PagerDutyPager(
            ["incidents", id, "alerts"], member: "alerts", what: "alerts of incident \(id)",
            query: [.init("sort_by", "created_at:asc"), .init("time_zone", "UTC")], cap: 500)
        entries = PagerDutyPager.log(ofIncident: id)
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        defer { step += 1 }
        if step == 0 {
            let include = ["services", "assignees", "first_trigger_log_entries"].map { HTTPCall.Field("include[]", $0) }
            return .calls([.http(PagerDutyAPI.get(["incidents", id], include)), .http(alerts.call)])
        }
        var rest = outcomes[...]
        if step == 1, let outcome = rest.popFirst() {
            takeIncident(outcome)
            if isHopeless { return .done([], incidentError.map { [$0] } ?? []) }
        }
        if isReadingLog {
            if let outcome = rest.popFirst() { entries.take(outcome) }
            return conclude()
        }
        if let outcome = rest.popFirst() { alerts.take(outcome) }
        if !alerts.isFinished {
            if labels.isEmpty { return .calls([.http(alerts.call)]) }
            alerts.finish("the first \(alerts.items.count) were read; there are more")
        }
        guard labels.isEmpty, incident != nil, alerts.failure.map(PagerDutyAPI.isFinal) != true else { return conclude() }
        isReadingLog = true
        return .calls([.http(entries.call)])
    }

    /// A refusal of the incident itself is one of all that belongs to it.
    private mutating func takeIncident(_ outcome: Outcome) {
        do throws(ReadingError) {
            let document = try PagerDutyAPI.document(outcome)
            guard let found = document["incident"], found["id"]?.string != nil else {
                throw ReadingError(.failed, "answered without an incident")
            }
            incident = found
            incidentKey = outcome.key
        } catch {
            incidentError = error.diagnostic("incident \(id)", outcome)
            isHopeless = PagerDutyAPI.isFinal(error)
            if error.status == 404 {
                incidentError?.message += "; there is no incident \(id), or the API key may not see it"
            }
        }
    }

    private var labels: [String: String] {
        PagerDutyLabels.merged(
            alerts: alerts.items.lazy.map(\.value), entries: entries.items.lazy.map(\.value),
            trigger: incident?["first_trigger_log_entry"])
    }

    private func conclude() -> Step {
        var diagnostics = (incidentError.map { [$0] } ?? []) + alerts.diagnostics
        let labels = labels
        var evidence: [Evidence] = []
        var service = labels["service"]
        if let incident, let incidentKey {
            let labelled = labels.isEmpty ? [] : alerts.exchanges + entries.exchanges
            if var record = PagerDutyRecords.incident(incident, exchanges: [incidentKey] + labelled, labels: labels) {
                service = record.service
                if case .cutOff = alerts.completeness { record.completeness = alerts.completeness }
                evidence.append(record)
            } else {
                diagnostics.append(
                    Diagnostic(.failed, "incident \(id): has no time of creation that can be read", exchange: incidentKey))
            }
        }
        let made = alerts.items.map { PagerDutyRecords.alert($0, service: service) }
        evidence += made.compactMap { $0 }
        let unreadable = made.count { $0 == nil }
        if unreadable > 0 {
            let text = "incident \(id): \(unreadable) of its alerts could not be read"
            diagnostics.append(Diagnostic(.partial, text, exchange: incidentKey))
        }
        return .done(evidence, diagnostics)
    }
}
