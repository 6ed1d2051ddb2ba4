public import Core

/// Kubernetes: what was rolled out when, what the cluster's components reported, and what runs now.
///
/// Written against the API of Kubernetes 1.19 and later (kubernetes.io/docs/reference/kubernetes-api). Options:
///
/// - `namespaces`: the namespaces to look into; all of them without it, which the credential must then be allowed to.
/// - `serviceLabels`: labels that name a workload's service, the first one that is there counts; by default
///   `app.kubernetes.io/name`, then `app`. A workload with none of them is named as itself.
public struct KubernetesConnector: Connector {
    public static let kind: SourceKind = "kubernetes"
    public static let dataClass = DataClass.infrastructure
    public static let optionNames: Set<String> = ["namespaces", "serviceLabels"]

    let settings: KubernetesSettings

    public init(_ source: SourceDescription) throws(InputError) { settings = try KubernetesSettings(source.options) }

    public var tools: [any Tool] {
        [
            KubernetesRolloutsTool(settings: settings), KubernetesWorkloadsTool(settings: settings),
            KubernetesPodsTool(settings: settings), KubernetesEventsTool(settings: settings),
            KubernetesEventChangesTool(settings: settings), KubernetesNodesTool(),
            KubernetesConfigMapTool(), KubernetesAccessTool(settings: settings), KubernetesServerTool(settings: settings),
        ]
    }

    /// Rollouts (from a day before the window on) and warnings once for all services; of each service what runs, and the events
    /// that are no warnings, so that no event is asked for twice.
    public func probes(for subject: Subject) -> [Probe] {
        switch subject {
        case .window(let scope):
            let before = scope.window.widened(before: 86_400, after: 0)
            return [
                Probe(
                    tool: "kubernetes_rollouts", input: .object(JSONObject(before.inputMembers)),
                    purpose: "rollouts of the incident's window and the day before"),
                Probe(
                    tool: "kubernetes_events", input: .object(JSONObject([("type", "Warning")] + scope.window.inputMembers)),
                    purpose: "the cluster's warnings"),
            ]
        case .service(let service, let scope):
            let name: (String, JSONValue) = ("service", .string(service.name))
            return [
                Probe(
                    tool: "kubernetes_workloads", input: .object(JSONObject([name])), purpose: "workloads of \(service.name)"),
                Probe(tool: "kubernetes_pods", input: .object(JSONObject([name])), purpose: "pods of \(service.name)"),
                Probe(
                    tool: "kubernetes_events",
                    input: .object(JSONObject([name, ("type", "Normal")] + scope.window.inputMembers)),
                    purpose: "the cluster's events of \(service.name)"),
            ]
        case .estate, .reference, .surroundings, .trace: return []
        }
    }

    public var checkup: Probe {
        Probe(
            tool: "kubernetes_server", input: [:], purpose: "the server's version, and whether the credential may read events")
    }
}
