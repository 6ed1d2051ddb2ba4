import Core

/// One kind of trouble of one workload, as a cluster's events and its pods' states tell it.
struct ClusterTrouble: Sendable {
    enum Kind: String, Sendable, CaseIterable {
        case crashLoop, imagePull, outOfMemory, eviction, scheduling, liveness, readiness, startup, node

        /// As a sentence says it.
        var words: String {
            switch self {
            case .crashLoop: "crash-loop back-offs"
            case .imagePull: "image-pull failures"
            case .outOfMemory: "out-of-memory kills"
            case .eviction: "evictions"
            case .scheduling: "scheduling failures"
            case .liveness: "liveness probe failures"
            case .readiness: "readiness probe failures"
            case .startup: "startup probe failures"
            case .node: "failures of a node"
            }
        }
        var isProbe: Bool { self == .liveness || self == .readiness || self == .startup }
    }

    var kind: Kind
    /// The service, or the workload's own name.
    var workload: String
    var service: String?
    /// When it was first and last seen.
    var from: Instant
    var to: Instant
    var count: Int
    /// Names of the objects.
    var objects: Set<String>
    /// The first message.
    var example: String
    var evidence: [EvidenceID]
    var finding: FindingID?

    static func all(in file: CaseFile, naming: ServiceNaming, parameters: Parameters) -> [ClusterTrouble] {
        var result: [String: ClusterTrouble] = [:]
        var seen: Set<ClusterEvent> = []
        for evidence in file.evidence {
            let service = naming.service(of: evidence)
            switch evidence.observation {
            case .clusterEvent(let event):
                // Two interfaces of one cluster tell the same event.
                guard let kind = kind(of: event), seen.insert(event).inserted else { continue }
                add(
                    kind, event.object, service, from: event.firstSeen ?? event.lastSeen, to: event.lastSeen,
                    count: max(1, event.count), event.message, evidence.id, to: &result)
            case .pod(let pod):
                for container in pod.containers {
                    guard let end = container.lastEnd, let time = end.finishedAt, end.reason == "OOMKilled" else { continue }
                    add(.outOfMemory, pod.object, service, from: time, to: time, count: 1, "", evidence.id, to: &result)
                }
            default: continue
            }
        }
        return result.values.filter { !$0.kind.isProbe || $0.count >= parameters.probeFailures }
            .filter { $0.to >= file.scope.window.from && $0.from <= file.scope.window.to }
            .sorted { ($0.from, $0.workload, $0.kind.rawValue) < ($1.from, $1.workload, $1.kind.rawValue) }
    }

    private static func add(
        _ kind: Kind, _ object: ClusterObject, _ service: String?, from: Instant, to: Instant, count: Int,
        _ example: String, _ evidence: EvidenceID, to result: inout [String: ClusterTrouble]
    ) {
        let name = service ?? workload(of: object)
        let key = kind.rawValue + "\n" + name
        guard var known = result.removeValue(forKey: key) else {
            result[key] = ClusterTrouble(
                kind: kind, workload: name, service: service, from: min(from, to), to: to, count: count,
                objects: [object.name], example: example, evidence: [evidence])
            return
        }
        if from < known.from || known.example.isEmpty, !example.isEmpty { known.example = example }
        known.from = min(known.from, from)
        known.to = max(known.to, to)
        known.count = known.count.addingReportingOverflow(count).overflow ? .max : known.count + count
        known.objects.insert(object.name)
        known.evidence.append(evidence)
        result[key] = known
    }

    /// What the controllers' and the kubelet's reasons mean (kubernetes.io/docs, `pkg/kubelet/events`).
    private static func kind(of event: ClusterEvent) -> Kind? {
        let message = event.message.prefix(500).lowercased()
        switch event.reason {
        case "BackOff": return message.contains("pulling image") ? .imagePull : .crashLoop
        case "CrashLoopBackOff": return .crashLoop
        case "Failed", "ErrImagePull", "ImagePullBackOff", "InspectFailed", "ErrImageNeverPull":
            return message.contains("image") ? .imagePull : nil
        case "Unhealthy", "ProbeWarning":
            if message.hasPrefix("liveness") { return .liveness }
            if message.hasPrefix("startup") { return .startup }
            return message.hasPrefix("readiness") ? .readiness : nil
        case "OOMKilling", "SystemOOM", "OOMKilled": return .outOfMemory
        case "Evicted", "TaintManagerEviction", "Preempted", "EvictionThresholdMet": return .eviction
        case "FailedScheduling": return .scheduling
        case "NodeNotReady": return .node
        default: return nil
        }
    }

    /// A pod's name without what its ReplicaSet or Job added: `loyalty-export-27814980-m4xq8` is of `loyalty-export`.
    static func workload(of object: ClusterObject) -> String {
        var parts = object.name.prefix(253).split(separator: "-", omittingEmptySubsequences: false)
        guard ["Pod", "ReplicaSet", "Job"].contains(object.kind) else { return String(object.name.prefix(253)) }
        var left = object.kind == "Pod" ? 2 : 1
        while left > 0, parts.count > 1, let last = parts.last, (5...10).contains(last.utf8.count),
            last.utf8.contains(where: { (0x30...0x39).contains($0) }) || left == 2,
            last.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x7A).contains($0) })
        {
            parts.removeLast()
            left -= 1
        }
        return parts.joined(separator: "-")
    }
}
