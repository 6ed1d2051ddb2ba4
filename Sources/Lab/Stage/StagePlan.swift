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
        Self.usualSources.map { $0.name == "metrics" ? ($0.name, metrics.rawValue, $0.token) : $0 }
    }

    private static let usualSources: [(name: String, kind: String, token: String?)] = [
        ("metrics", "prometheus", nil), ("alerts", "alertmanager", nil), ("logs", "loki", nil),
        ("deploys", "argocd", "argocd"), ("pages", "pagerduty", "pagerduty"), ("chat", "slack", "slack"),
    ]

    static var sourceNames: [String] { usualSources.map(\.name) }

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
