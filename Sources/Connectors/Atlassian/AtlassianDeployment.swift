import Core

/// Where Jira and Confluence run: their paths and the format of texts differ.
enum AtlassianDeployment: String, CaseIterable {
    case cloud
    case datacenter

    /// Option `deployment`; cloud when left out.
    init(_ options: JSONObject) throws(InputError) {
        guard let text = try Input(.object(options)).optionalString("deployment") else {
            self = .cloud
            return
        }
        guard let deployment = AtlassianDeployment(rawValue: text) else {
            throw InputError("options.deployment", "expected 'cloud' or 'datacenter'")
        }
        self = deployment
    }
}
