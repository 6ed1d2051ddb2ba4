import Core

/// PagerDuty's objects as evidence. `nil` for an object that lacks what it cannot be without.
enum PagerDutyRecords {
    static func incident(_ value: JSONValue, exchanges: [CallKey], labels: [String: String] = [:]) -> Evidence? {
        guard let id = value["id"]?.string, let created = stamp(value["created_at"]) else { return nil }
        let status = value["status"]?.string ?? "unknown"
        let resolved =
            stamp(value["resolved_at"]) ?? (status == "resolved" ? stamp(value["last_status_change_at"]) : nil)
        let service = PagerDutyAPI.name(value["service"])
        let record = IncidentRecord(
            id: id, number: value["incident_number"]?.int.map { String($0) },
            title: value["title"]?.string ?? PagerDutyAPI.name(value) ?? id, service: service, status: status,
            urgency: value["urgency"]?.string, createdAt: created, resolvedAt: resolved, labels: labels)
        return Evidence(
            .incident(record), from: exchanges, service: labels["service"] ?? service, stamp: created,
            query: "incident \(id)", link: PagerDutyAPI.link(value["html_url"], or: "/incidents/\(id)"))
    }

    static func alert(_ item: PagerDutyPager.Item, service: String?) -> Evidence? {
        let value = item.value
        guard let id = value["id"]?.string, let created = stamp(value["created_at"]) else { return nil }
        let labels = PagerDutyLabels.of(alert: value)
        let resolved = value["status"]?.string == "resolved" ? stamp(value["resolved_at"]) : nil
        let episode = AlertEpisode(
            name: labels["alertname"] ?? PagerDutyAPI.name(value) ?? id,
            state: value["suppressed"]?.bool == true ? .suppressed : .firing, labels: labels, from: created, to: resolved)
        return Evidence(
            .alert(episode), from: [item.exchange], service: labels["service"] ?? service, stamp: created,
            query: "alert \(id)", link: PagerDutyAPI.link(value["html_url"], or: "/alerts/\(id)"))
    }

    static func event(_ item: PagerDutyPager.Item, incident: String, service: String?) -> Evidence? {
        let value = item.value
        guard let id = value["id"]?.string, let created = stamp(value["created_at"]), let type = value["type"]?.string else {
            return nil
        }
        let kind = kind(ofEntry: type)
        // A notification's agent is the service; who was paged is its user.
        let notified = kind == .notified ? PagerDutyAPI.person(value["user"]) : nil
        let text = PagerDutyAPI.name(value) ?? type
        let event = IncidentEvent(
            kind: kind, incident: incident, actor: notified ?? PagerDutyAPI.person(value["agent"]), summary: text)
        return Evidence(
            .incidentEvent(event), from: [item.exchange], service: service, stamp: created,
            query: "log entry \(id)",
            link: PagerDutyAPI.link(value["html_url"], or: "/incidents/\(incident)/log_entries/\(id)"))
    }

    static func note(_ value: JSONValue, _ exchange: CallKey, incident: String, service: String?) -> Evidence? {
        guard let created = stamp(value["created_at"]), let content = value["content"]?.string else { return nil }
        let event = IncidentEvent(
            kind: .annotated, incident: incident, actor: PagerDutyAPI.person(value["user"]),
            summary: String(content.prefix(20_000)))
        return Evidence(
            .incidentEvent(event), from: [exchange], service: service, stamp: created,
            query: "notes of incident \(incident)", link: "/incidents/\(incident)")
    }

    static func byTime(_ evidence: [Evidence]) -> [Evidence] {
        evidence.enumerated().sorted { left, right in
            guard let first = left.element.stamp?.time, let second = right.element.stamp?.time, first != second else {
                return left.offset < right.offset
            }
            return first < second
        }.map(\.element)
    }

    static func stamp(_ value: JSONValue?) -> Stamp? { value?.string.flatMap { Stamp(rfc3339: $0) } }

    private static func kind(ofEntry type: String) -> IncidentEvent.Kind {
        let end = type.range(ofText: "_log_entry")
        switch end.map({ String(type[..<$0].dropLast("_log_entry".count)) }) ?? type {
        case "trigger": return .triggered
        case "notify": return .notified
        case "acknowledge": return .acknowledged
        case "escalate", "repeat_escalation_path", "exhaust_escalation_path": return .escalated
        case "assign", "delegate": return .assigned
        case "annotate": return .annotated
        case "snooze": return .snoozed
        case "resolve": return .resolved
        default: return .other
        }
    }
}
