public import Core

/// A git repository: what was changed, by whom, and when it was committed.
///
/// The repository is a directory that the configuration pins. All calls are git processes that only read. Options:
///
/// - `service`: the service that all commits are attributed to, for a repository of one service.
/// - `services`: names of services; a commit is attributed to the one whose name is a component of the changed paths. A
///   commit that touches several of them, or none, is attributed to no service.
/// - `allBranches`: look at all local and remote-tracking branches, not only at `HEAD` and the remote's default branch.
/// - `web`: address of the repository's web page, for links: `https://git.example/shop/payments`.
public struct GitConnector: Connector {
    public static let kind: SourceKind = "git"
    public static let dataClass = DataClass.code
    public static let optionNames: Set<String> = ["service", "services", "allBranches", "web"]

    let settings: GitSettings

    public init(_ source: SourceDescription) throws(InputError) { settings = try GitSettings(source.options) }

    public var tools: [any Tool] {
        [
            GitCommitsTool(settings: settings), GitShowTool(settings: settings), GitDiffTool(settings: settings),
            GitBlameTool(settings: settings), GitHeadTool(),
        ]
    }

    /// Commits from a day before the window: what was changed on the last day may have gone live just before the onset.
    public func probes(for subject: Subject) -> [Probe] {
        guard case .window(let scope) = subject else { return [] }
        let window = scope.window.widened(before: 86_400, after: 0)
        return [
            Probe(
                tool: "git_commits", input: .object(JSONObject(window.inputMembers)),
                purpose: "commits of the incident's window and the day before")
        ]
    }

    public var checkup: Probe { Probe(tool: "git_head", input: [:], purpose: "the commit that is checked out") }
}

/// A git source's options, read.
struct GitSettings: Sendable {
    var service: String?
    var services: [String]
    var allBranches: Bool
    /// Without a slash at the end.
    var web: String?

    init(_ options: JSONObject) throws(InputError) {
        let input = try Input(.object(options))
        do {
            service = try input.optionalString("service")
            services = try input.strings("services")
            web = try input.optionalString("web")
        } catch {
            throw InputError("options.\(error.field)", error.reason)
        }
        if let flag = options["allBranches"], !flag.isNull {
            guard let value = flag.bool else { throw InputError("options.allBranches", "expected true or false") }
            allBranches = value
        } else {
            allBranches = false
        }
        guard let address = web else { return }
        guard address.hasPrefix("https://") || address.hasPrefix("http://") else {
            throw InputError("options.web", "expected an address that begins with https:// or http://")
        }
        while web?.hasSuffix("/") == true { web?.removeLast() }
    }

    /// The page of a commit, in the form that GitHub, GitLab, Gitea and Forgejo share.
    func link(toCommit hash: String) -> String? { web.map { "\($0)/commit/\(hash)" } }

    /// The service that changes to `paths` are attributed to.
    func service(changing paths: [String]) -> String? {
        if let service { return service }
        guard !services.isEmpty else { return nil }
        let known = Set(services)
        var touched: Set<String> = []
        for path in paths {
            for component in path.split(separator: "/") where known.contains(String(component)) {
                touched.insert(String(component))
            }
        }
        return touched.count == 1 ? touched.first : nil
    }
}
