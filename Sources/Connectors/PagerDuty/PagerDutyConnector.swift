public import Core

/// PagerDuty: incidents with their alerts, log entries and notes, services, maintenance windows and change events.
///
/// Written against the REST API version 2 (developer.pagerduty.com, `PagerDuty/api-schema`). A read-only API key is enough
/// for all but notes.
public struct PagerDutyConnector: Connector {
    public static let kind: SourceKind = "pagerduty"
    public static let dataClass = DataClass.alerts
    public static let optionNames: Set<String> = ["from"]

    private let url: String?
    private let from: String?

    /// Option `from`: the e-mail address of the PagerDuty user in whose name notes are written. Reads do not need it.
    public init(_ source: SourceDescription) throws(InputError) {
        url = source.url
        from = try PagerDutyAddNote.address(try Input(.object(source.options)).optionalString("from"))
    }

    public var tools: [any Tool] {
        [
            PagerDutyIncident(), PagerDutyTimeline(), PagerDutyIncidents(), PagerDutyLog(), PagerDutyService(),
            PagerDutyServices(),
            PagerDutyMaintenanceWindows(), PagerDutyChangeEvents(), PagerDutyAddNote(from: from),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .reference(let text):
            guard let id = PagerDutyReference.incident(in: text, below: url) else { return [] }
            return [
                Probe(tool: "pagerduty_incident", input: ["id": .string(id)], purpose: "incident \(id)"),
                Probe(tool: "pagerduty_timeline", input: ["id": .string(id)], purpose: "timeline of incident \(id)"),
            ]
        case .window(let scope):
            let input = JSONValue.object(JSONObject(scope.window.inputMembers))
            return [
                Probe(tool: "pagerduty_incidents", input: input, purpose: "incidents of all services"),
                Probe(tool: "pagerduty_maintenance_windows", input: input, purpose: "maintenance windows"),
                Probe(tool: "pagerduty_change_events", input: input, purpose: "change events"),
            ]
        case .estate, .surroundings, .service, .trace: return []
        }
    }

    public func auditProbes(over window: TimeWindow) -> [Probe] {
        let input = JSONValue.object(JSONObject(window.inputMembers))
        return [
            Probe(tool: "pagerduty_incidents", input: input, purpose: "incidents of all services"),
            Probe(tool: "pagerduty_log", input: input, purpose: "what became of the incidents"),
            Probe(tool: "pagerduty_maintenance_windows", input: input, purpose: "maintenance windows"),
        ]
    }

    public var checkup: Probe {
        Probe(tool: "pagerduty_services", input: ["limit": 1], purpose: "whether PagerDuty answers")
    }
}
