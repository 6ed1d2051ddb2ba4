public import Core

/// Jira: issues are created. Issues are not read yet.
///
/// Written against REST API version 3 of Jira Cloud and version 2 of Jira Data Center (developer.atlassian.com).
public struct JiraConnector: Connector {
    public static let kind: SourceKind = "jira"
    public static let dataClass = DataClass.documents
    public static let optionNames: Set<String> = ["deployment"]

    private let deployment: AtlassianDeployment

    /// Option `deployment`: `cloud` (when left out) or `datacenter`.
    public init(_ source: SourceDescription) throws(InputError) { deployment = try AtlassianDeployment(source.options) }

    public var tools: [any Tool] { [JiraCreateIssue(deployment), Self.myself(deployment)] }

    public func probes(for subject: Subject) -> [Probe] { [] }

    public var checkup: Probe { Probe(tool: "jira_myself", input: [:], purpose: "whether Jira knows the credential") }

    static func base(_ deployment: AtlassianDeployment) -> [String] {
        ["rest", "api", deployment == .cloud ? "3" : "2"]
    }

    private static func myself(_ deployment: AtlassianDeployment) -> RecordTool {
        RecordTool(
            "jira_myself", "The user that the credential belongs to.", title: "Jira user",
            call: HTTPCall(path: base(deployment) + ["myself"]),
            fields: [.init("accountId"), .init("name"), .init("displayName"), .init("active")])
    }
}
