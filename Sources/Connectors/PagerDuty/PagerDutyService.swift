import Core

/// How one service is set up.
struct PagerDutyService: Tool {
    let description = ToolDescription(
        name: "pagerduty_service",
        summary: "How a service is set up: whom it pages, what opens an incident, and what closes one by itself.",
        input: Schema.object([("id", Schema.string("The service's id, such as PIJ90N7"))], required: ["id"]),
        routes: [.http(.get, ["services", "*"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let id = try Input(input).string("id")
        guard PagerDutyReference.isID(id) else { throw InputError("id", "expected a service's id, such as PIJ90N7") }
        return Asking(id: id)
    }

    private struct Asking: Conversation {
        let id: String

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else {
                let include = ["escalation_policies", "integrations", "teams"].map { HTTPCall.Field("include[]", $0) }
                return .calls([.http(PagerDutyAPI.get(["services", id], include))])
            }
            do throws(ReadingError) {
                guard let service = try PagerDutyAPI.document(outcome)["service"], service.object != nil else {
                    throw ReadingError(.failed, "answered without a service")
                }
                let name = PagerDutyAPI.name(service) ?? id
                return .done([
                    Evidence(
                        .record(Record(title: "PagerDuty service \(name)", fields: fields(service))), from: [outcome.key],
                        service: name, query: "service \(id)",
                        link: PagerDutyAPI.link(service["html_url"], or: "/service-directory/\(id)"))
                ])
            } catch {
                return .done([], [error.diagnostic("service \(id)", outcome)])
            }
        }

        /// Settings only: a service's status and last incident move by themselves.
        private func fields(_ service: JSONValue) -> JSONObject {
            var fields = JSONObject()
            fields["name"] = PagerDutyAPI.name(service).map { .string($0) }
            fields["disabled"] = .bool(service["status"]?.string == "disabled")
            for name in [
                "description", "alert_creation", "acknowledgement_timeout", "auto_resolve_timeout", "alert_grouping",
                "alert_grouping_timeout", "alert_grouping_parameters", "incident_urgency_rule", "support_hours",
                "auto_pause_notifications_parameters",
            ] {
                if let value = service[name], !value.isNull { fields[name] = value }
            }
            let policy = service["escalation_policy"]
            fields["escalation_policy"] = PagerDutyAPI.name(policy).map { .string($0) }
            fields["escalation_rules"] = policy?["escalation_rules"]?.array.map { .number($0.count) }
            for name in ["integrations", "teams"] {
                let names = (service[name]?.array ?? []).compactMap { PagerDutyAPI.name($0) }.sorted()
                fields[name] = .array(names.map { .string($0) })
            }
            return fields
        }
    }
}
