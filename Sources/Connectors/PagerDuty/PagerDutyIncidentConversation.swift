import Core

/// Asks for the incident and its three lists at once, then for what is left of the lists.
struct PagerDutyIncidentConversation: Conversation {
    let id: String
    private var incident: JSONValue?
    private var incidentKey: CallKey?
    private var incidentError: Diagnostic?
    private var isHopeless = false
    private var notes: [JSONValue] = []
    private var notesKey: CallKey?
    private var noteDiagnostics: [Diagnostic] = []
    private var alerts: PagerDutyPager
    private var entries: PagerDutyPager
    private var started = false

    init(id: String) {
        self.id = id
        let utc = HTTPCall.Field("time_zone", "UTC")
        alerts = PagerDutyPager(
            ["incidents", id, "alerts"], member: "alerts", what: "alerts of incident \(id)",
            query: [.init("sort_by", "created_at:asc"), utc], cap: 500)
        entries = PagerDutyPager(
            ["incidents", id, "log_entries"], member: "log_entries", what: "log entries of incident \(id)",
            query: [.init("is_overview", "false"), .init("include[]", "channels"), utc])
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard started else {
            started = true
            let include = ["services", "assignees", "first_trigger_log_entries"].map { HTTPCall.Field("include[]", $0) }
            return .calls([
                .http(PagerDutyAPI.get(["incidents", id], include)), .http(alerts.call), .http(entries.call),
                .http(PagerDutyAPI.get(["incidents", id, "notes"])),
            ])
        }
        var rest = outcomes[...]
        if incident == nil, incidentError == nil {
            if let outcome = rest.popFirst() { takeIncident(outcome) }
            if !isHopeless, let outcome = rest.popFirst() { alerts.take(outcome) }
            if !isHopeless, let outcome = rest.popFirst() { entries.take(outcome) }
            if !isHopeless, let outcome = rest.popFirst() { takeNotes(outcome) }
        } else {
            if !alerts.isFinished, let outcome = rest.popFirst() { alerts.take(outcome) }
            if !entries.isFinished, let outcome = rest.popFirst() { entries.take(outcome) }
        }
        if isHopeless { return .done([], incidentError.map { [$0] } ?? []) }
        let more = [alerts, entries].filter { !$0.isFinished }.map { Call.http($0.call) }
        guard more.isEmpty else { return .calls(more) }
        return conclude()
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
            isHopeless = [401, 402, 403, 404].contains(error.status) || error.severity == .denied
            if error.status == 404 {
                incidentError?.message += "; there is no incident \(id), or the API key may not see it"
            }
        }
    }

    private mutating func takeNotes(_ outcome: Outcome) {
        do throws(ReadingError) {
            let document = try PagerDutyAPI.document(outcome)
            guard let list = document["notes"]?.array else { throw ReadingError(.failed, "answered without a list of notes") }
            notes = list
            notesKey = outcome.key
        } catch {
            noteDiagnostics.append(error.diagnostic("notes of incident \(id)", outcome))
        }
    }

    private func conclude() -> Step {
        var diagnostics = (incidentError.map { [$0] } ?? []) + alerts.diagnostics + entries.diagnostics + noteDiagnostics
        let labels = PagerDutyLabels.merged(
            alerts: alerts.items.map(\.value), entries: entries.items.map(\.value),
            trigger: incident?["first_trigger_log_entry"])
        var evidence: [Evidence] = []
        var service = labels["service"]
        if let incident, let incidentKey {
            let labelled = labels.isEmpty ? [] : alerts.exchanges
            if var record = PagerDutyRecords.incident(incident, exchanges: [incidentKey] + labelled, labels: labels) {
                service = record.service
                if case .cutOff = alerts.completeness { record.completeness = alerts.completeness }
                evidence.append(record)
            } else {
                diagnostics.append(
                    Diagnostic(.failed, "incident \(id): has no time of creation that can be read", exchange: incidentKey))
            }
        }
        var unreadable = 0
        func add(_ made: Evidence?) {
            if let made { evidence.append(made) } else { unreadable += 1 }
        }
        for item in alerts.items { add(PagerDutyRecords.alert(item, service: service)) }
        var events: [Evidence] = []
        for item in entries.items where !repeatsNote(item.value) {
            if let event = PagerDutyRecords.event(item, incident: id, service: service) {
                events.append(event)
            } else {
                unreadable += 1
            }
        }
        if let notesKey {
            for note in notes {
                if let event = PagerDutyRecords.note(note, notesKey, incident: id, service: service) {
                    events.append(event)
                } else {
                    unreadable += 1
                }
            }
        }
        evidence += PagerDutyRecords.byTime(events)
        if unreadable > 0 {
            let text = "incident \(id): \(unreadable) of its alerts, log entries and notes could not be read"
            diagnostics.append(Diagnostic(.partial, text, exchange: incidentKey))
        }
        return .done(evidence, diagnostics)
    }

    /// The log has an entry for each note, with the note's time.
    private func repeatsNote(_ entry: JSONValue) -> Bool {
        guard entry["type"]?.string?.hasPrefix("annotate_log_entry") == true, let time = entry["created_at"]?.string else {
            return false
        }
        return notes.contains { $0["created_at"]?.string == time && $0["content"]?.string != nil }
    }
}
