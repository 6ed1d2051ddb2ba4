import Core

/// `kubernetes_config_map`: a config map that a rollout or a workload names, as it is now. Secrets are never read.
struct KubernetesConfigMapTool: Tool {
    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_config_map", summary: "What a config map holds now, and when it was last written",
            input: Schema.object(
                [
                    ("namespace", Schema.string("Its namespace")), ("name", Schema.string("Its name")),
                ], required: ["namespace", "name"]),
            routes: [.http(.get, KubernetesResource.configmaps.path("*") + ["*"])])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let fields = try Input(input)
        guard let namespace = try fields.kubernetesName("namespace"), let name = try fields.kubernetesName("name") else {
            throw InputError("name", "is needed, and so is 'namespace'")
        }
        return KubernetesStages([KubernetesListing(.configmaps, named: name, in: namespace)]) {
            .done(KubernetesConfigMapTool.conclude($0, name))
        }
    }

    private static let longestValue = 4000
    private static let mostKeys = 100

    private static func conclude(_ listings: [KubernetesListing], _ name: String) -> Step {
        guard let list = listings.first else { return .done() }
        if let refusal = list.refusal, refusal.isObjectMissing {
            let nothing = Evidence(
                .nothing("no config map \(name) in \(list.namespace ?? "") now"), from: list.exchanges,
                query: "kubectl get configmap \(name)", completeness: .noneThere)
            return .done([nothing])
        }
        guard let item = list.items.first else { return .done([], list.diagnostics) }
        guard let map = KubernetesObject(item), item["kind"]?.string == "ConfigMap" else {
            let says = "\(list.what): answered with something other than a config map"
            return .done([], [Diagnostic(.failed, says, exchange: list.exchanges.last)])
        }
        var fields: JSONObject = ["namespace": .string(map.namespace ?? ""), "name": .string(map.name)]
        fields["createdAt"] = map.createdAt.map { .string($0.text) }
        fields["lastWrittenAt"] = item["metadata"]?["lastWrittenAt"]
        fields["immutable"] = item["immutable"]
        let entries = item["data"]?.object?.members ?? []
        var data = JSONObject()
        var isCut = entries.count > mostKeys
        for (key, value) in entries.prefix(mostKeys) {
            let text = value.string ?? ""
            isCut = isCut || text.count > longestValue
            data[key] = .string(String(text.prefix(longestValue)))
        }
        fields["data"] = .object(data)
        let binary = (item["binaryData"]?.object?.members ?? []).prefix(mostKeys).map { JSONValue.string($0.name) }
        if !binary.isEmpty { fields["binaryData"] = .array(Array(binary)) }
        let labels = map.labels["app.kubernetes.io/name"]?.string ?? map.labels["app"]?.string
        let evidence = Evidence(
            .record(Record(title: "Config map \(map.name)", fields: fields)), from: list.exchanges, service: labels,
            query: "kubectl get configmap \(map.name) -n \(map.namespace ?? "") -o yaml",
            completeness: isCut ? .cutOff(reason: "long values, and all but \(mostKeys) keys, are left out") : .complete)
        return .done([evidence], list.diagnostics)
    }
}
