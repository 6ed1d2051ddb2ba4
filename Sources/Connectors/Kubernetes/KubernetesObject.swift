import Core

/// What every object of the API has in common: its `metadata`.
struct KubernetesObject: Sendable {
    struct Owner: Sendable {
        var kind: String
        var name: String
        var uid: String
    }

    var name: String
    var namespace: String?
    var uid: String
    var labels: JSONObject
    var annotations: JSONObject
    var createdAt: Stamp?
    /// The owner that manages it.
    var owner: Owner?
    var content: JSONValue

    /// `nil` for what has no name.
    init?(_ value: JSONValue) {
        guard let metadata = value["metadata"], let name = metadata["name"]?.string, !name.isEmpty else { return nil }
        self.name = name
        let space = metadata["namespace"]?.string ?? ""
        namespace = space.isEmpty ? nil : space
        uid = metadata["uid"]?.string ?? ""
        labels = metadata["labels"]?.object ?? [:]
        annotations = metadata["annotations"]?.object ?? [:]
        createdAt = metadata["creationTimestamp"]?.string.flatMap(Stamp.init(rfc3339:))
        let owners = (metadata["ownerReferences"]?.array ?? []).map {
            (
                isController: $0["controller"]?.bool == true,
                owner: Owner(
                    kind: $0["kind"]?.string ?? "", name: $0["name"]?.string ?? "", uid: $0["uid"]?.string ?? "")
            )
        }
        owner = (owners.first { $0.isController } ?? owners.first)?.owner
        content = value
    }

    func annotation(_ name: String) -> String? { annotations[name]?.string.flatMap { $0.isEmpty ? nil : $0 } }

    /// `shop/payment-gateway`.
    var place: String { namespace.map { "\($0)/\(name)" } ?? name }
}

/// A list that the API gives.
enum KubernetesResource: String, Sendable {
    case deployments, replicasets, statefulsets, daemonsets, controllerrevisions, pods, nodes, events, namespaces, configmaps
    /// Events as the core API gives them.
    case coreEvents

    var plural: String { self == .coreEvents ? "events" : rawValue }

    /// The API group, empty for the core.
    var group: String {
        switch self {
        case .deployments, .replicasets, .statefulsets, .daemonsets, .controllerrevisions: "apps"
        case .events: "events.k8s.io"
        case .pods, .nodes, .namespaces, .configmaps, .coreEvents: ""
        }
    }

    /// Path of the list in a namespace, or over all of them.
    func path(_ namespace: String?) -> [String] {
        (group.isEmpty ? ["api", "v1"] : ["apis", group, "v1"]) + (namespace.map { ["namespaces", $0] } ?? []) + [plural]
    }

    /// The reads that a tool makes of these lists.
    static func routes(_ resources: [KubernetesResource]) -> [ToolDescription.Route] {
        resources.flatMap { resource -> [ToolDescription.Route] in
            resource == .nodes
                ? [.http(.get, resource.path(nil))] : [.http(.get, resource.path("*")), .http(.get, resource.path(nil))]
        } + [namespaceRoute]
    }

    /// Whether a namespace exists.
    static let namespaceRoute = ToolDescription.Route.http(.get, ["api", "v1", "namespaces", "*"])
}
