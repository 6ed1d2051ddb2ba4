import Core
import Foundation

/// Everything that decides what is staged, and where.
struct StagePlan: Sendable {
    var scenario: Scenario
    var day: ScenarioDay
    var directory: URL
    var latency: Latency?
    var faults: [String: Fault]
    var metrics = MetricsServer.prometheus

    /// The HTTP sources by name, with their kinds in `inquest.yaml`.
    var sources: [(name: String, kind: String, token: String?)] {
        let staged = scenario.sources ?? Self.usualSources
        return Self.allSources.filter { staged.contains($0.name) }
            .map { $0.name == "metrics" ? ($0.name, metrics.rawValue, $0.token) : $0 }
    }

    private static let usualSources = ["metrics", "alerts", "logs", "deploys", "pages", "chat"]

    private static let allSources: [(name: String, kind: String, token: String?)] = [
        ("metrics", "prometheus", nil), ("alerts", "alertmanager", nil), ("logs", "loki", nil),
        ("victorialogs", "victorialogs", nil), ("tempo", "tempo", nil), ("jaeger", "jaeger", nil),
        ("checks", "healthchecks", "healthchecks"), ("cluster", "kubernetes", "kubernetes"),
        ("deploys", "argocd", "argocd"), ("pages", "pagerduty", "pagerduty"), ("chat", "slack", "slack"),
    ]

    /// What stands behind the port in a source's address.
    static func path(_ kind: String) -> String { kind == "jaeger" ? "/select/jaeger" : "" }

    static var sourceNames: [String] { allSources.map(\.name) }

    /// The token that a stand-in accepts: made up, and the same for a scenario on every run.
    func token(_ kind: String) -> String {
        "lab-\(kind)-" + String(Noise.hash("\(kind) \(scenario.name) \(scenario.seed)"), radix: 16)
    }
}

extension Scenario {
    /// The truth with commit keys replaced by ids.
    func truth(_ repositories: GitRepositories) -> JSONValue { Self.resolve(truth.value, repositories) }

    private static func resolve(_ value: JSONValue, _ repositories: GitRepositories) -> JSONValue {
        switch value {
        case .string(let text):
            // A commit of a repository that is not staged is not to be found by anyone.
            (try? substitute(text) { name, argument in name == "commit" ? repositories.id(argument) : nil })
                .map(JSONValue.string) ?? .null
        case .array(let elements): .array(elements.map { resolve($0, repositories) })
        case .object(let object):
            .object(JSONObject(object.members.map { ($0.name, resolve($0.value, repositories)) }))
        default: value
        }
    }
}
