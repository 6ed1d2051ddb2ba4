public import Core

/// Confluence: pages are published. Pages are not read yet.
///
/// Written against REST API version 2 of Confluence Cloud and the REST API of Confluence Data Center (developer.atlassian.com).
public struct ConfluenceConnector: Connector {
    public static let kind: SourceKind = "confluence"
    public static let dataClass = DataClass.documents
    public static let optionNames: Set<String> = ["deployment"]

    private let deployment: AtlassianDeployment

    /// Option `deployment`: `cloud` (when left out) or `datacenter`.
    public init(_ source: SourceDescription) throws(InputError) { deployment = try AtlassianDeployment(source.options) }

    public var tools: [any Tool] { [ConfluencePublishPage(deployment), Self.myself(deployment)] }

    public func probes(for subject: Subject) -> [Probe] { [] }

    public var checkup: Probe {
        Probe(tool: "confluence_myself", input: [:], purpose: "whether Confluence knows the credential")
    }

    private static func myself(_ deployment: AtlassianDeployment) -> RecordTool {
        RecordTool(
            "confluence_myself", "The user that the credential belongs to.", title: "Confluence user",
            call: HTTPCall(path: (deployment == .cloud ? ["wiki"] : []) + ["rest", "api", "user", "current"]),
            fields: [.init("type"), .init("accountId"), .init("username"), .init("displayName")])
    }
}
