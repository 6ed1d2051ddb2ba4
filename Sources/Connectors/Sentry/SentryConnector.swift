public import Core

/// Sentry: deploys of releases, issues (groups of alike errors), their events, and how many errors there were over time.
///
/// Written against the Web API, version 0, as docs.sentry.io and `getsentry/sentry-api-schema` describe it; the same on
/// sentry.io and on servers that people run themselves. Every field is taken as optional. The credential is a bearer token
/// with the scopes `org:read`, `project:read`, `project:releases` and `event:read`.
public struct SentryConnector: Connector {
    public static let kind: SourceKind = "sentry"
    /// Events quote what programs said, as logs do.
    public static let dataClass = DataClass.logs
    public static let optionNames: Set<String> = ["organization", "services", "environments", "retentionDays"]

    private let settings: SentrySettings
    private let url: String?

    public init(_ source: SourceDescription) throws(InputError) {
        settings = try SentrySettings(source.options)
        url = source.url
    }

    public var tools: [any Tool] {
        let api = SentryAPI(settings)
        return [
            SentryDeploysTool(api: api), SentryIssuesTool(api: api), SentryIssueEventsTool(api: api),
            SentryErrorCountsTool(api: api),
            RecordTool(
                "sentry_organization", "The organization that the token reads.", title: "organization \(settings.organization)",
                call: api.get([], [.init("detailed", "0")]),
                fields: [
                    .init("slug"), .init("id"), .init("name"), .init("status", at: ["status", "id"]), .init("dateCreated"),
                ]),
        ]
    }

    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .window(let scope):
            let window = scope.window.widened(before: 86_400, after: 0)
            return [
                Probe(
                    tool: "sentry_deploys", input: .object(JSONObject(window.inputMembers)),
                    purpose: "deploys of the incident's window and the day before")
            ]
        case .service(let service, let scope): return probes(for: service.name, scope)
        case .reference(let reference):
            guard let issue = SentryReference.issue(in: reference, of: settings.organization, below: url) else { return [] }
            return [
                Probe(
                    tool: "sentry_issue_events", input: ["issue": .string(issue)], purpose: "events of the issue \(issue)")
            ]
        case .estate, .surroundings, .trace: return []
        }
    }

    public var checkup: Probe {
        Probe(tool: "sentry_organization", input: [:], purpose: "whether Sentry answers and the token reads the organization")
    }

    /// None for a service whose name no project can have.
    private func probes(for service: String, _ scope: Scope) -> [Probe] {
        guard !settings.projects(of: service).isEmpty else { return [] }
        let name = [("service", JSONValue.string(service))]
        let baseline: [(String, JSONValue)] = [
            ("baselineFrom", .string(scope.baseline.from.rfc3339Exact)),
            ("baselineTo", .string(scope.baseline.to.rfc3339Exact)),
        ]
        return [
            Probe(
                tool: "sentry_issues", input: .object(JSONObject(name + scope.window.inputMembers)),
                purpose: "issues of \(service) first seen in the window"),
            Probe(
                tool: "sentry_error_counts", input: .object(JSONObject(name + scope.window.inputMembers + baseline)),
                purpose: "errors of \(service) over time"),
        ]
    }
}
