import Core
import PromQL

/// Whether an alert tells of what users of a service see, or of what may be the cause of it.
enum AlertRole: Sendable, Hashable {
    case symptom, cause

    init?(_ rule: Detector) {
        if let role = AlertRole(name: rule.name) {
            self = role
            return
        }
        let names = rule.selectors.compactMap(\.metric)
        guard !names.isEmpty else { return nil }
        if names.allSatisfy({ AlertRole.isOfMachine($0) || MetricName($0).isSaturation }) {
            self = .cause
        } else if names.allSatisfy({ MetricName($0).countsRequests || (MetricName($0).latencyScore ?? -1) > 0 }) {
            self = .symptom
        } else {
            return nil
        }
    }

    init?(name: String) {
        let words = AlertRole.words(name)
        let isSymptom = words.contains { AlertRole.symptoms.contains($0) }
        let isCause = words.contains { AlertRole.causes.contains($0) }
        guard isSymptom != isCause else { return nil }
        self = isSymptom ? .symptom : .cause
    }

    private static func isOfMachine(_ metric: String) -> Bool {
        metric == "up" || metric == "probe_success" || metric.hasSuffix("_up")
            || ["node_", "machine_", "container_", "kube_", "process_"].contains { metric.hasPrefix($0) }
    }

    /// `HighErrorRate` is `high`, `error`, `rate`.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var word = ""
        for character in name {
            let isUpper = character.isUppercase
            if !character.isLetter && !character.isNumber || (isUpper && word.last?.isLowercase == true) {
                if !word.isEmpty { words.append(word.lowercased()) }
                word = ""
            }
            if character.isLetter || character.isNumber { word.append(character) }
        }
        if !word.isEmpty { words.append(word.lowercased()) }
        return words
    }

    private static let symptoms: Set<String> = [
        "latency", "slow", "error", "errors", "5xx", "slo", "burn", "availability", "failing", "failures", "apdex", "p99",
        "p95",
        "degraded", "timeouts", "unsuccessful",
    ]
    private static let causes: Set<String> = [
        "down", "unreachable", "disk", "filesystem", "oom", "memory", "cpu", "node", "host", "crash", "crashing",
        "crashlooping",
        "restart", "restarting", "restarts", "certificate", "saturated", "saturation", "exhausted", "full", "pool", "network",
        "partition", "database", "connections", "throttling", "throttled", "quota", "replica", "replication", "leader",
        "offline",
        "absent", "dead",
    ]
}
