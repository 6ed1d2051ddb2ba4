import Core

/// `kubernetes_nodes`: the machines, and what they report of themselves now.
struct KubernetesNodesTool: Tool {
    var description: ToolDescription {
        ToolDescription(
            name: "kubernetes_nodes",
            summary: "The cluster's nodes as they are now: ready or under pressure since when, capacity, version",
            input: Schema.object([]), routes: [.http(.get, KubernetesResource.nodes.path(nil))])
    }

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        _ = try Input(input)
        return KubernetesStages([KubernetesListing(.nodes, in: nil)]) { .done(KubernetesNodesTool.conclude($0)) }
    }

    private static func conclude(_ listings: [KubernetesListing]) -> Step {
        guard let list = listings.first else { return .done() }
        let diagnostics = list.diagnostics
        guard list.refusal == nil else { return .done([], diagnostics) }
        let nodes = list.items.compactMap(KubernetesObject.init).sorted { $0.name < $1.name }
        let unreadable = list.items.count - nodes.count
        let completeness: Completeness =
            list.cutReason.map { .cutOff(reason: $0) }
            ?? (unreadable > 0 ? .failed(reason: "\(unreadable) nodes could not be read") : .complete)
        guard !nodes.isEmpty else {
            let absence: Completeness = completeness == .complete ? .noneThere : completeness
            let nothing = Evidence(
                .nothing("no node now"), from: list.exchanges, query: "kubectl get nodes", completeness: absence)
            return .done([nothing], diagnostics)
        }
        return .done(
            nodes.map { node in
                Evidence(
                    .record(Record(title: "Node \(node.name)", fields: fields(node))), from: list.exchanges,
                    query: "kubectl describe node \(node.name)", completeness: completeness)
            }, diagnostics)
    }

    private static func fields(_ node: KubernetesObject) -> JSONObject {
        let spec = node.content["spec"] ?? .null
        let status = node.content["status"] ?? .null
        var fields: JSONObject = ["node": .string(node.name)]
        for condition in KubernetesWorkload.conditions(status) {
            let time = (status["conditions"]?.array ?? []).first { $0["type"]?.string == condition.type }?["lastTransitionTime"]
            let since = time?.string.map { " since \($0)" } ?? ""
            let reason = condition.reason.map { ", \($0)" } ?? ""
            fields[condition.type] = .string("\(condition.status)\(since)\(reason)")
        }
        fields["unschedulable"] = spec["unschedulable"]
        let taints = (spec["taints"]?.array ?? []).prefix(20).compactMap { taint in
            taint["key"]?.string.map { JSONValue.string("\($0):\(taint["effect"]?.string ?? "")") }
        }
        if !taints.isEmpty { fields["taints"] = .array(taints) }
        for name in ["cpu", "memory", "pods"] { fields["allocatable.\(name)"] = status["allocatable"]?[name] }
        fields["version"] = status["nodeInfo"]?["kubeletVersion"]
        fields["zone"] = node.labels["topology.kubernetes.io/zone"]
        fields["createdAt"] = node.createdAt.map { .string($0.text) }
        return fields
    }
}
