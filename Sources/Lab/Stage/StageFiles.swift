import Foundation

/// The configuration that the product reads: `inquest.yaml` and the token files beside it.
struct StageFiles {
    let plan: StagePlan
    let ports: [String: Int]

    func write() throws {
        let tokens = plan.directory.appendingPathComponent("tokens")
        for source in plan.sources {
            guard let kind = source.token else { continue }
            let token = plan.faults[source.name] == .badtoken ? "not-the-token" : plan.token(kind)
            let file = tokens.appendingPathComponent(kind)
            try Data((token + "\n").utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        }
        try Data(configuration.utf8).write(to: plan.directory.appendingPathComponent("inquest.yaml"))
    }

    var configuration: String {
        let scenario = plan.scenario
        var text = "sources:\n"
        for source in plan.sources {
            text += "  - { name: \(source.name), kind: \(source.kind), url: http://127.0.0.1:\(ports[source.name] ?? 0)"
            text += StagePlan.path(source.kind)
            if let token = source.token { text += ", token: \"file:tokens/\(token)\"" }
            if source.kind == "slack" { text += ", channels: [\(scenario.chat.channels.first?.name ?? "")]" }
            if source.kind == "kubernetes" { text += ", namespaces: [\(scenario.deployments.namespace)]" }
            text += " }\n"
        }
        for repository in scenario.repositories {
            text += "  - { name: \(repository.source), kind: git, path: repos/\(repository.name)"
            if let service = repository.service { text += ", service: \(service)" }
            if let services = repository.services { text += ", services: [\(services.joined(separator: ", "))]" }
            text += " }\n"
        }
        text += "services:\n"
        for service in scenario.services {
            text += "  - { name: \(service.name), dependsOn: [\(service.dependsOn.joined(separator: ", "))]"
            if let objective = service.objective { text += ", objective: \(objective)" }
            text += " }\n"
        }
        return text + "store: { sqlite: .inquest/inquest.db }\n"
    }
}
