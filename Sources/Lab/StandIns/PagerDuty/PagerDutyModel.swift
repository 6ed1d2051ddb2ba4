import Core

/// A scenario's or an estate's paging data in PagerDuty's shapes.
struct PagerDutyModel: Sendable {
    let paging: Scenario.Paging
    let day: ScenarioDay
    /// Such as `http://127.0.0.1:34567`.
    let address: String

    var incidents: [Scenario.PagingIncident] { paging.incidents }

    func serviceID(_ service: String) -> String? { paging.services.first { $0.service == service }?.id }

    /// The address of the incident that an investigation starts from.
    var mainIncidentURL: String {
        let main = paging.incidents.first { $0.main == true } ?? paging.incidents.first
        return "\(address)/incidents/\(main?.id ?? "")"
    }

    // MARK: References

    func reference(_ id: String, _ type: String, _ plural: String, _ summary: String) -> JSONValue {
        [
            "id": .string(id), "type": .string(type + "_reference"), "summary": .string(summary),
            "self": .string("\(address)/\(plural)/\(id)"), "html_url": .string("\(address)/\(plural)/\(id)"),
        ]
    }

    func reference(_ incident: Scenario.PagingIncident) -> JSONValue {
        [
            "id": .string(incident.id), "created_at": .string(day.rfc3339(incident.created)),
            "self": .string("\(address)/incidents/\(incident.id)"), "title": .string(incident.title),
        ]
    }

    private func user(_ id: String) -> JSONValue {
        reference(id, "user", "users", paging.users.first { $0.id == id }?.name ?? id)
    }

    private func service(_ name: String) -> JSONValue { reference(serviceID(name) ?? name, "service", "services", name) }

    private var policy: JSONValue {
        reference(
            paging.escalationPolicy.id, "escalation_policy", "escalation_policies", paging.escalationPolicy.summary)
    }

    private var team: JSONValue { reference(paging.team.id, "team", "teams", paging.team.summary) }

    private func agent(_ id: String?, service name: String) -> JSONValue { id.map { user($0) } ?? service(name) }

    // MARK: Objects

    func incident(_ incident: Scenario.PagingIncident) -> JSONValue {
        let url = "\(address)/incidents/\(incident.id)"
        let resolved = incident.alerts.count
        return [
            "id": .string(incident.id), "type": "incident",
            "summary": .string("[#\(incident.number)] \(incident.title)"), "self": .string(url), "html_url": .string(url),
            "incident_number": .number(incident.number), "title": .string(incident.title),
            "description": .string(incident.title), "created_at": .string(day.rfc3339(incident.created)),
            "updated_at": .string(day.rfc3339(incident.resolved.at)), "status": "resolved",
            "incident_key": .string(incident.alerts.first?.key ?? incident.id), "service": service(incident.service),
            "assignments": [], "assigned_via": "escalation_policy", "acknowledgements": [],
            "last_status_change_at": .string(day.rfc3339(incident.resolved.at)),
            "last_status_change_by": agent(incident.resolved.user, service: incident.service),
            "resolved_at": .string(day.rfc3339(incident.resolved.at)),
            "first_trigger_log_entry": incident.log.first.map {
                reference($0.id, "trigger_log_entry", "log_entries", $0.summary)
            } ?? .null,
            "alert_counts": ["all": .number(resolved), "triggered": 0, "resolved": .number(resolved)],
            "is_mergeable": true, "escalation_policy": policy, "teams": [team],
            "impacted_services": [service(incident.service)],
            "pending_actions": [], "alert_grouping": nil,
            "priority": priority(incident.priority),
            "urgency": .string(incident.urgency), "resolve_reason": nil, "conference_bridge": nil,
        ]
    }

    private func priority(_ name: String?) -> JSONValue {
        guard let name else { return .null }
        return [
            "id": .string("PRIO\(name)"), "type": "priority", "summary": .string(name), "name": .string(name),
            "self": .string("\(address)/priorities/PRIO\(name)"), "html_url": nil,
        ]
    }

    func alerts(_ incident: Scenario.PagingIncident) -> [JSONValue] {
        incident.alerts.map { alert in
            let url = "\(address)/incidents/\(incident.id)/alerts/\(alert.id)"
            return [
                "id": .string(alert.id), "type": "alert", "summary": .string(alert.summary), "self": .string(url),
                "html_url": .string("\(address)/alerts/\(alert.id)"), "created_at": .string(day.rfc3339(alert.at)),
                "status": "resolved", "resolved_at": .string(day.rfc3339(incident.resolved.at)),
                "alert_key": .string(alert.key), "service": service(incident.service), "severity": .string(alert.severity),
                "suppressed": false,
                "incident": reference(incident.id, "incident", "incidents", "[#\(incident.number)] \(incident.title)"),
                "integration": reference("PINTPROM", "events_api_v2_inbound_integration", "integrations", "Prometheus"),
                "body": [
                    "type": "alert_body", "contexts": [],
                    "details": alert.details.value,
                    "cef_details": [
                        "severity": .string(alert.severity), "message": .string(alert.summary),
                        "dedup_key": .string(alert.key), "source_component": .string(incident.service),
                        "creation_time": .string(day.rfc3339(alert.at)), "details": alert.details.value, "version": "1.0",
                        "client": "Alertmanager",
                    ],
                ],
            ]
        }
    }

    func logEntries(_ incident: Scenario.PagingIncident, expanded: Bool) -> [JSONValue] {
        incident.log.map { entry in
            let url = "\(address)/incidents/\(incident.id)/log_entries/\(entry.id)"
            var channel: JSONObject = ["type": .string(entry.channel)]
            if entry.type == "trigger" {
                channel["summary"] = .string(incident.title)
                channel["service_key"] = "0123456789abcdef0123456789abcdef"
                if expanded { channel["details"] = incident.alerts.first?.details.value ?? .null }
            }
            if entry.type == "notify" {
                channel["notification"] = ["type": "push_notification", "status": "success", "address": nil]
            }
            if entry.type == "annotate" { channel["summary"] = .string(entry.summary) }
            var value: JSONObject = [
                "id": .string(entry.id), "type": .string(entry.type + "_log_entry"), "summary": .string(entry.summary),
                "self": .string(url), "html_url": nil, "created_at": .string(day.rfc3339(entry.at)),
                "agent": agent(entry.user, service: incident.service), "channel": .object(channel),
                "service": service(incident.service),
                "incident": reference(incident.id, "incident", "incidents", "[#\(incident.number)] \(incident.title)"),
                "teams": [team], "contexts": [],
            ]
            switch entry.type {
            case "trigger": value["event_details"] = ["description": .string(incident.title)]
            case "notify": value["user"] = entry.user.map { user($0) } ?? .null
            case "acknowledge": value["acknowledgement_timeout"] = 1800
            case "assign": value["assignees"] = .array(entry.user.map { [user($0)] } ?? [])
            default: break
            }
            return .object(value)
        }
    }

    func notes(_ incident: Scenario.PagingIncident) -> [JSONValue] {
        incident.notes.map { note in
            [
                "id": .string(note.id), "user": user(note.user), "channel": ["summary": "The PagerDuty website or APIs"],
                "content": .string(note.content), "created_at": .string(day.rfc3339(note.at)),
            ]
        }
    }

    var services: [JSONValue] {
        paging.services.map { service in
            let last = paging.incidents.filter { $0.service == service.service }.map(\.created.offset).max()
            return [
                "id": .string(service.id), "type": "service", "summary": .string(service.service),
                "self": .string("\(address)/services/\(service.id)"),
                "html_url": .string("\(address)/service-directory/\(service.id)"), "name": .string(service.service),
                "description": .string(service.description), "created_at": .string(day.rfc3339(service.created)),
                "updated_at": .string(day.rfc3339(service.created)), "status": "active", "teams": [team],
                "alert_creation": "create_alerts_and_incidents", "addons": [], "scheduled_actions": [],
                "support_hours": nil,
                "last_incident_timestamp": last.map { .string(day.rfc3339(When(offset: $0))) } ?? .null,
                "escalation_policy": policy,
                "incident_urgency_rule": ["type": "constant", "urgency": "high"], "acknowledgement_timeout": 1800,
                "auto_resolve_timeout": nil, "integrations": [],
                "alert_grouping_parameters": ["type": nil, "config": nil],
            ]
        }
    }

    var users: [JSONValue] {
        paging.users.map { user in
            [
                "id": .string(user.id), "type": "user", "summary": .string(user.name),
                "self": .string("\(address)/users/\(user.id)"), "html_url": .string("\(address)/users/\(user.id)"),
                "name": .string(user.name), "email": .string(user.email), "time_zone": "Etc/UTC", "color": "purple",
                "role": .string(user.role), "description": nil, "invitation_sent": false, "job_title": .string(user.title),
                "teams": [team], "contact_methods": [], "notification_rules": [],
            ]
        }
    }

    var escalationPolicy: JSONValue {
        [
            "id": .string(paging.escalationPolicy.id), "type": "escalation_policy",
            "summary": .string(paging.escalationPolicy.summary), "name": .string(paging.escalationPolicy.summary),
            "self": .string("\(address)/escalation_policies/\(paging.escalationPolicy.id)"), "html_url": nil,
            "escalation_rules": [
                [
                    "id": "PRULE01", "escalation_delay_in_minutes": 15,
                    "targets": .array(paging.users.prefix(1).map { user($0.id) }),
                ]
            ],
            "services": .array(paging.services.map { service($0.service) }), "num_loops": 2, "teams": [team],
            "description": nil, "on_call_handoff_notifications": "if_has_services",
        ]
    }

    var maintenanceWindows: [JSONValue] {
        paging.maintenanceWindows.map { window in
            [
                "id": .string(window.id), "type": "maintenance_window", "summary": .string(window.description),
                "self": .string("\(address)/maintenance_windows/\(window.id)"), "html_url": nil, "sequence_number": 1,
                "start_time": .string(day.rfc3339(window.from)), "end_time": .string(day.rfc3339(window.to)),
                "description": .string(window.description), "services": [service(window.service)], "teams": [team],
                "created_by": user(window.user),
            ]
        }
    }

    var changeEvents: [JSONValue] {
        paging.changeEvents.map { event in
            [
                "id": .string(event.id), "type": "change_event", "summary": .string(event.summary),
                "self": .string("\(address)/change_events/\(event.id)"), "html_url": nil,
                "timestamp": .string(day.rfc3339(event.at)), "services": [service(event.service)],
                "integration": reference("PINTARGO", "inbound_integration", "integrations", "Argo CD"),
                "source": .string(event.source), "links": [], "images": [], "routing_key": "****************",
                "custom_details": event.details.value,
            ]
        }
    }
}
