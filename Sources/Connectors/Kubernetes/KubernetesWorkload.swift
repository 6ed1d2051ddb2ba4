import Core

/// A deployment, stateful set or daemon set.
struct KubernetesWorkload: Sendable {
    enum Kind: String, Sendable {
        case deployment = "Deployment"
        case statefulSet = "StatefulSet"
        case daemonSet = "DaemonSet"
    }

    var kind: Kind
    var object: KubernetesObject
    var service: String
    var exchanges: [CallKey]

    static let resources: [KubernetesResource] = [.deployments, .statefulsets, .daemonsets]

    static func read(_ listings: [KubernetesListing], _ settings: KubernetesSettings) -> [KubernetesWorkload] {
        listings.flatMap { listing -> [KubernetesWorkload] in
            let kind: Kind
            switch listing.resource {
            case .deployments: kind = .deployment
            case .statefulsets: kind = .statefulSet
            case .daemonsets: kind = .daemonSet
            default: return []
            }
            return listing.items.compactMap(KubernetesObject.init).map { object in
                let labels = object.content["spec"]?["template"]?["metadata"]?["labels"]?.object
                return KubernetesWorkload(
                    kind: kind, object: object, service: settings.service(object, podLabels: labels),
                    exchanges: listing.exchanges)
            }
        }.sorted {
            ($0.object.namespace ?? "", $0.object.name, $0.kind.rawValue)
                < ($1.object.namespace ?? "", $1.object.name, $1.kind.rawValue)
        }
    }

    /// The workloads of a service: by label, or by their own name.
    static func of(_ service: String?, in workloads: [KubernetesWorkload]) -> [KubernetesWorkload] {
        guard let service else { return workloads }
        return workloads.filter { $0.service == service || $0.object.name == service }
    }

    /// `deployment/payment-gateway`, as kubectl writes it.
    var reference: String { "\(kind.rawValue.lowercased())/\(object.name)" }

    /// kubectl's `-n shop`.
    var place: String { object.namespace.map { " -n \($0)" } ?? "" }

    /// The selector of its pods and revisions, as far as it is written as equalities.
    var selector: String? {
        let labels = object.content["spec"]?["selector"]?["matchLabels"]?.object?.members ?? []
        let parts = labels.compactMap { label in label.value.string.map { "\(label.name)=\($0)" } }
        return parts.isEmpty ? nil : parts.joined(separator: ",")
    }

    var state: WorkloadState {
        let spec = object.content["spec"] ?? .null
        let status = object.content["status"] ?? .null
        func number(_ value: JSONValue?, _ fallback: Int = 0) -> Int {
            value?.int.map { Int(max(0, min($0, Int64(Int32.max)))) } ?? fallback
        }
        let template = KubernetesTemplate(spec["template"])
        let isDaemon = kind == .daemonSet
        return WorkloadState(
            object: ClusterObject(kind: kind.rawValue, namespace: object.namespace, name: object.name),
            // Absent replicas are one, as the API's default has it.
            desired: isDaemon ? number(status["desiredNumberScheduled"]) : number(spec["replicas"], 1),
            ready: number(isDaemon ? status["numberReady"] : status["readyReplicas"]),
            updated: number(isDaemon ? status["updatedNumberScheduled"] : status["updatedReplicas"]),
            revision: object.annotation(KubernetesRevision.number)
                ?? status["updateRevision"]?.string ?? status["currentRevision"]?.string,
            changeCause: object.annotation(KubernetesRevision.cause), images: template.images, configMaps: template.configMaps,
            conditions: KubernetesWorkload.conditions(status))
    }

    static func conditions(_ status: JSONValue) -> [WorkloadState.Condition] {
        (status["conditions"]?.array ?? []).compactMap { condition in
            guard let type = condition["type"]?.string else { return nil }
            let times = [condition["lastUpdateTime"], condition["lastTransitionTime"]]
            return WorkloadState.Condition(
                type: type, status: condition["status"]?.string ?? "Unknown", reason: condition["reason"]?.string,
                message: condition["message"]?.string.map { String($0.prefix(1000)) },
                changedAt: times.lazy.compactMap { $0?.string }.compactMap(Instant.init(rfc3339:)).first)
        }.sorted { $0.type < $1.type }
    }
}
