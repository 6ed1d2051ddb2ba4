public import Core

/// GitHub: deployment statuses are written. Deployments, workflow runs and pull requests are not read yet.
///
/// Written against the REST API, version 2022-11-28 (docs.github.com/rest, `github/rest-api-description`).
public struct GitHubConnector: Connector {
    public static let kind: SourceKind = "github"
    public static let dataClass = DataClass.code
    public static let optionNames: Set<String> = []

    private let url: String?

    /// No options.
    public init(_ source: SourceDescription) throws(InputError) { url = source.url }

    public var tools: [any Tool] { [GitHubSetDeploymentStatus(pages: pages), Self.rateLimit] }

    public func probes(for subject: Subject) -> [Probe] { [] }

    public var checkup: Probe { Probe(tool: "github_rate_limit", input: [:], purpose: "whether GitHub knows the token") }

    static let headers = [
        HTTPCall.Field("Accept", "application/vnd.github+json"), HTTPCall.Field("X-GitHub-Api-Version", "2022-11-28"),
    ]

    /// What stands before a repository's path where people see it: `https://github.com` for `https://api.github.com`,
    /// Enterprise Server's own address without `/api/v3`, and else nothing, which is below the source's address.
    private var pages: String {
        var address = url ?? ""
        while address.last == "/" { address.removeLast() }
        if address == "https://api.github.com" { return "https://github.com" }
        guard address.hasPrefix("https://"), address.hasSuffix("/api/v3") else { return "" }
        return String(address.dropLast("/api/v3".count))
    }

    /// Asking costs nothing of the limit. What remains of it moves by itself and is left out.
    private static var rateLimit: RecordTool {
        RecordTool(
            "github_rate_limit", "How many requests an hour the token may make: 60 is what GitHub grants without one.",
            title: "GitHub rate limit", call: HTTPCall(path: ["rate_limit"], headers: headers, credential: .bearer),
            fields: [.init("requestsAnHour", at: ["resources", "core", "limit"])])
    }
}
