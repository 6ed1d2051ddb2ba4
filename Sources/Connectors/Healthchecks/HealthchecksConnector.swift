public import Core

/// Healthchecks, hosted (healthchecks.io) or one's own: checks that expect a ping of a job again and again, what came, and what
/// changed.
///
/// Written against the Management API v3 (`healthchecks/healthchecks`, `templates/docs/api.md`) and recordings of version 3.13.
/// The credential is a project's API key, in `X-Api-Key`; a read-only key shows neither pings nor integrations. Options:
///
/// - `api`: `v1`, `v2` or `v3`, the default.
/// - `services`: an object from tags, slugs or names of checks to names of services.
public struct HealthchecksConnector: Connector {
    public static let kind: SourceKind = "healthchecks"
    public static let dataClass = DataClass.alerts
    public static let optionNames: Set<String> = ["api", "services"]

    private let settings: HealthchecksSettings

    public init(_ source: SourceDescription) throws(InputError) { settings = try HealthchecksSettings(source.options) }

    public var tools: [any Tool] {
        [
            HealthchecksChecks(settings: settings), HealthchecksServiceChecks(settings: settings),
            HealthchecksFlips(settings: settings), HealthchecksPings(settings: settings),
            HealthchecksPingBody(settings: settings), HealthchecksChannels(settings: settings),
            HealthchecksBadges(settings: settings), HealthchecksStatus(settings: settings),
            HealthchecksWrite(.pause, settings: settings), HealthchecksWrite(.resume, settings: settings),
        ]
    }

    /// All checks and their flips once; the runs of the checks that mention a service for each service. What is given for the
    /// window is not given again for a service.
    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .window(let scope):
            let parts: JSONValue = ["checks", "flips", "runs"]
            return [
                Probe(
                    tool: "healthchecks_service_checks",
                    input: .object(JSONObject(scope.window.inputMembers + [("parts", parts)])),
                    purpose: "checks, their flips, and the runs of those that are silent or not up")
            ]
        case .service(let service, let scope):
            let parts: JSONValue = ["runs", "bodies"]
            let members = [("service", JSONValue.string(service.name))] + scope.window.inputMembers + [("parts", parts)]
            return [
                Probe(
                    tool: "healthchecks_service_checks", input: .object(JSONObject(members)),
                    purpose: "runs of the checks that mention \(service.name)")
            ]
        case .estate, .surroundings, .reference, .trace: return []
        }
    }

    public func auditProbes(over window: TimeWindow) -> [Probe] {
        let parts: JSONValue = ["checks", "flips"]
        return [
            Probe(
                tool: "healthchecks_service_checks", input: .object(JSONObject(window.inputMembers + [("parts", parts)])),
                purpose: "checks and their flips")
        ]
    }

    public var checkup: Probe {
        Probe(tool: "healthchecks_status", input: [:], purpose: "whether Healthchecks answers, and what the key may read")
    }
}
