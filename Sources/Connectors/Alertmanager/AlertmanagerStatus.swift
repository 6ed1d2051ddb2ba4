import Core

/// `GET /api/v2/status`: the configuration in force, as YAML in `config.original`, with secrets masked by the server.
enum AlertmanagerStatus {
    static func read(_ document: JSONValue, _ key: CallKey) -> Step {
        guard let text = document["config"]?["original"]?.string else {
            return .done([], [Diagnostic(.failed, "status: the answer holds no configuration", exchange: key)])
        }
        let configuration: AlertmanagerConfiguration
        do throws(AlertmanagerConfiguration.Failure) { configuration = try AlertmanagerConfiguration(yaml: text) } catch {
            return .done([], [Diagnostic(.failed, "status: \(error)", exchange: key)])
        }
        var diagnostics: [Diagnostic] = []
        if !configuration.unread.isEmpty {
            let list = configuration.unread.prefix(5).joined(separator: ", ")
            diagnostics.append(Diagnostic(.partial, "status: parts that could not be read: \(list)", exchange: key))
        }
        return .done([Evidence(.routing(configuration.routing), from: [key], link: "/#/status")], diagnostics)
    }
}
