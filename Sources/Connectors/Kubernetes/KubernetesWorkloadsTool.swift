import Core

/// `kubernetes_workloads`: what runs, as the cluster says now.
struct KubernetesWorkloadsTool: Tool {
    let settings: KubernetesSettings

    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_workloads",
            summary:
                "Deployments, stateful and daemon sets as they are now: replicas, revision, images, conditions",
            input: Schema.object([
                ("service", Schema.string("Only the workloads of this service")),
                ("namespace", Schema.string("A namespace; else those of the configuration")),
            ]), routes: KubernetesResource.routes(KubernetesWorkload.resources))
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        let service = try fields.optionalString("service")
        let places = settings.places(try fields.kubernetesName("namespace"))
        let lists = places.flatMap { place in KubernetesWorkload.resources.map { KubernetesListing($0, in: place) } }
        return KubernetesStages(lists) { [settings] listings in
            KubernetesNamespaces.checked(listings) { listings, namespaces in
                KubernetesWorkloadsTool.conclude(listings, namespaces, service: service, settings)
            }
        }
    }

    private static func conclude(
        _ listings: [KubernetesListing], _ namespaces: KubernetesNamespaces, service: String?, _ settings: KubernetesSettings
    ) -> Step {
        let diagnostics = namespaces.diagnostics + listings.flatMap(\.diagnostics)
        let found = KubernetesWorkload.of(service, in: KubernetesWorkload.read(listings, settings))
        if found.isEmpty, listings.allSatisfy({ $0.refusal != nil || namespaces.isMissing($0.namespace) }) {
            return .done([], diagnostics)
        }
        guard !found.isEmpty else {
            let text = "no workload" + (service.map { " of \($0)" } ?? "") + listings.places + " now"
            let nothing = Evidence(
                .nothing(text), from: listings.flatMap(\.exchanges), service: service,
                query: "kubectl get deployments,statefulsets,daemonsets", completeness: namespaces.absence(listings))
            return .done([nothing], diagnostics)
        }
        let cut = listings.lazy.compactMap(\.cutReason).first
        return .done(
            found.map { workload in
                Evidence(
                    .workload(workload.state), from: workload.exchanges, service: workload.service,
                    query: "kubectl describe \(workload.reference)\(workload.place)",
                    completeness: cut.map { .cutOff(reason: $0) } ?? .complete)
            }, diagnostics)
    }
}

extension [KubernetesListing] {
    /// ` in shop, billing`; empty for all namespaces.
    var places: String {
        var seen: Set<String> = []
        let names = compactMap(\.namespace).filter { seen.insert($0).inserted }
        return names.isEmpty ? "" : " in " + names.joined(separator: ", ")
    }
}
