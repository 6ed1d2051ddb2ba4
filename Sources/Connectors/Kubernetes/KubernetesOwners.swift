import Core

/// Which service an object belongs to. Events name objects and not labels, so the workload is read from the object's name, as
/// the controllers make names: `payment-gateway-5f4b9c7d66-8mzlk`, `inventory-db-0`, `loyalty-export-27814980-m4xq8`.
struct KubernetesOwners: Sendable {
    private var services: [String: String] = [:]

    /// - Parameter workloads: deployments, stateful sets and daemon sets that could be listed.
    init(_ workloads: [KubernetesWorkload]) {
        for workload in workloads { services["\(workload.object.namespace ?? "")/\(workload.object.name)"] = workload.service }
    }

    /// `nil` for what belongs to no workload, such as a node.
    func service(of object: ClusterObject) -> String? {
        guard let namespace = object.namespace, !object.name.isEmpty else { return nil }
        let exact = services["\(namespace)/\(object.name)"]
        if ["Deployment", "StatefulSet", "DaemonSet"].contains(object.kind) { return exact ?? object.name }
        for base in KubernetesOwners.bases(of: object) {
            if let service = services["\(namespace)/\(base)"] { return service }
        }
        return exact ?? KubernetesOwners.bases(of: object).last
    }

    /// Names that the object's workload may have, the last one the most likely when none of them is known.
    private static func bases(of object: ClusterObject) -> [String] {
        var parts = object.name.split(separator: "-", omittingEmptySubsequences: false)
        switch object.kind {
        case "ReplicaSet":
            guard parts.count > 1 else { return [object.name] }
            return [parts.dropLast().joined(separator: "-")]
        case "Job":
            if parts.count > 1, let last = parts.last, isNumber(last) { parts.removeLast() }
            return [parts.joined(separator: "-")]
        case "Pod":
            guard parts.count > 1, let last = parts.popLast() else { return [object.name] }
            let without = parts.joined(separator: "-")
            if isNumber(last), last.utf8.count < 5 { return [without] }
            guard parts.count > 1, let hash = parts.last, isHash(hash) || isNumber(hash) else { return [without] }
            return [without, parts.dropLast().joined(separator: "-")]
        default: return [object.name]
        }
    }

    private static func isNumber(_ text: Substring) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    }

    /// A pod template's hash: five to ten letters and digits, of both kinds in practice.
    private static func isHash(_ text: Substring) -> Bool {
        (5...10).contains(text.utf8.count) && text.utf8.contains { (0x30...0x39).contains($0) }
            && text.utf8.allSatisfy { (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) }
    }
}
