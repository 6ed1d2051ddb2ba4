public import Core

/// Argo CD: what was deployed where and when, and what was rolled back.
///
/// The credential is a bearer token of an account or a project role with `get` on applications. Options:
///
/// - `services`: an object from application names to service names. Otherwise the label `app.kubernetes.io/name` names the
///   service, and without that the application does.
/// - `projects`: only the applications of these projects.
/// - `selector`: only the applications with these labels, such as `env=production`.
public struct ArgoCDConnector: Connector {
    public static let kind: SourceKind = "argocd"
    public static let dataClass = DataClass.changes
    public static let optionNames: Set<String> = ["services", "projects", "selector"]

    let settings: ArgoCDSettings

    public init(_ source: SourceDescription) throws(InputError) { settings = try ArgoCDSettings(source.options) }

    public var tools: [any Tool] {
        [
            ArgoCDApplicationsTool(settings: settings), ArgoCDDeploysTool(settings: settings),
            ArgoCDHistoryTool(settings: settings), ArgoCDEventsTool(settings: settings), ArgoCDVersionTool(),
        ]
    }

    /// Deploys from a day before the window on.
    public func probes(for subject: Subject) -> [Probe] {
        guard case .window(let scope) = subject else { return [] }
        let window = scope.window.widened(before: 86_400, after: 0)
        return [
            Probe(
                tool: "argocd_deploys", input: .object(JSONObject(window.inputMembers)),
                purpose: "deploys of the incident's window and the day before")
        ]
    }

    public var checkup: Probe {
        Probe(tool: "argocd_version", input: [:], purpose: "the server's version and who the token belongs to")
    }
}

/// An Argo CD source's options, read.
struct ArgoCDSettings: Sendable {
    var services: [String: String] = [:]
    var projects: [String]
    var selector: String?

    init(_ options: JSONObject) throws(InputError) {
        let input = try Input(.object(options))
        do {
            projects = try input.strings("projects")
            selector = try input.optionalString("selector")
        } catch {
            throw InputError("options.\(error.field)", error.reason)
        }
        guard let map = options["services"], !map.isNull else { return }
        guard let members = map.object?.members else {
            throw InputError("options.services", "expected an object from application names to service names")
        }
        for (application, service) in members {
            guard let name = service.string, !name.isEmpty else {
                throw InputError("options.services.\(application)", "expected the name of a service")
            }
            services[application] = name
        }
    }

    /// `GET /api/v1/applications` with the options' filters.
    var list: Call {
        var query = projects.map { HTTPCall.Field("projects", $0) }
        if let selector { query.append(HTTPCall.Field("selector", selector)) }
        return .http(HTTPCall(path: ["api", "v1", "applications"], query: query, credential: .bearer))
    }
}

/// The members that name one application in a tool's input.
struct ArgoCDReference: Sendable, Hashable {
    var name: String
    /// With it, the server says whether an application is missing or may not be read.
    var project: String?
    /// For applications outside the server's own namespace.
    var namespace: String?

    static let schema: [(String, JSONValue)] = [
        ("application", Schema.string("Name of the application")),
        ("project", Schema.string("Its project; with it, a missing application is told from one that may not be read")),
        ("namespace", Schema.string("Its namespace, when that is not Argo CD's own")),
    ]

    init(_ input: Input) throws(InputError) {
        name = try input.string("application")
        project = try input.optionalString("project")
        namespace = try input.optionalString("namespace")
        // A segment of dots would lead elsewhere on servers that resolve them.
        guard !name.allSatisfy({ $0 == "." }), name.utf8.count <= 253 else {
            throw InputError("application", "expected the name of an application")
        }
    }

    func call(_ rest: String...) -> Call {
        var query: [HTTPCall.Field] = []
        if let project { query.append(HTTPCall.Field("project", project)) }
        if let namespace { query.append(HTTPCall.Field("appNamespace", namespace)) }
        return .http(HTTPCall(path: ["api", "v1", "applications", name] + rest, query: query, credential: .bearer))
    }

    /// Adds what a refusal may mean for a single application.
    func explain(_ error: ReadingError) -> ReadingError {
        guard error.status == 403, project == nil else { return error }
        var explained = error
        explained.severity = .denied
        explained.reason +=
            "; Argo CD answers 403 for an application that does not exist as well as for one that the token may not read, and"
            + " tells them apart only when the input names the application's project"
        return explained
    }
}

extension TimeWindow {
    /// The optional members `from` and `to`; `nil` when both are absent.
    static func argoCD(_ input: Input) throws(InputError) -> TimeWindow? {
        let hasFrom = try input.optionalString("from") != nil
        let hasTo = try input.optionalString("to") != nil
        guard hasFrom || hasTo else { return nil }
        return try input.window(days: 366)
    }
}
