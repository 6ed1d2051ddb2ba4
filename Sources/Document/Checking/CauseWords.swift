import Core

/// Phrases that say that one thing made another happen, and words that say how sure the author is.
enum CauseWords {
    /// The effect stands before, the cause behind.
    static let backward: [[String]] = split([
        "because of", "because", "due to", "caused by", "as a result of", "triggered by", "owing to", "stemmed from",
        "resulted from", "attributed to", "on account of", "as a consequence of", "a result of", "a consequence of",
        "the result of",
        "down to", "brought on by", "driven by", "resulting from", "stemming from", "induced by", "thanks to", "traced to",
        "traced back to", "explained by", "a symptom of", "set off by", "blamed on", "the consequence of", "came from",
        "originated in", "originated from", "provoked by", "linked to", "result of", "follow-on from", "by-product of",
    ])

    /// The cause stands before, the effect behind.
    static let forward: [[String]] = split([
        "caused", "led to", "resulted in", "triggered", "brought down", "which made", "causing", "leading to", "resulting in",
        "is responsible for", "was responsible for", "was the cause of", "was the root cause of", "broke", "made", "took down",
        "induced", "triggering", "set off", "gave rise to", "precipitated", "knocked over", "contributed to",
        "were the cause of",
        "explains", "explain", "cascaded into", "cascaded to", "propagated to", "spread to", "was behind", "is behind",
        "provoked",
        "is what broke", "leads to", "is the cause of", "is the root cause of", "overwhelmed", "exhausted", "drove",
    ])

    /// "The root cause was X".
    static let named: [[String]] = split([
        "root cause was", "root cause is", "root cause :", "the cause was", "the cause is", "trigger was",
        "cause of the incident was",
        "cause of the outage was", "trigger :", "trigger is", "cause :", "culprit was", "root cause - ", "underlying cause was",
        "underlying cause is", "cause of the errors was", "cause of the failures was", "the culprit is",
        "cause of this incident was",
    ])

    private static func split(_ phrases: [String]) -> [[String]] {
        phrases.map { $0.split(separator: " ").map(String.init) }.sorted { $0.count > $1.count }
    }

    /// How sure the words are: strong unless they hedge.
    static func strength(_ sentence: Sentence) -> Hypothesis.Confidence {
        if sentence.containsAny(["may", "might", "possibly", "perhaps", "could", "conceivably", "maybe"]) { return .weak }
        if sentence.containsAny([
            "probably", "likely", "presumably", "apparently", "suspected", "suspect", "believed", "appears", "seems",
        ]) {
            return .moderate
        }
        return .strong
    }

    /// Words that name a family of causes.
    static let families: [(CauseFamily, Set<String>)] = [
        (
            .trafficSurge,
            [
                "traffic", "campaign", "surge", "load", "demand", "visitors", "ddos", "mailing", "sale", "promotion", "spike",
                "flood", "crowd", "marketing", "overload", "attack", "crawler", "bots", "influx",
            ]
        ),
        (
            .capacity,
            [
                "pool", "exhausted", "exhaustion", "capacity", "saturation", "saturated", "memory", "cpu", "disk", "leak",
                "connections", "starvation", "throttling", "quota", "file",
            ]
        ),
        (.certificate, ["certificate", "cert", "tls", "ssl"]),
        (.dns, ["dns", "resolver", "nameserver"]),
        (.node, ["node", "host", "hypervisor", "machine", "kernel", "hardware", "rack"]),
        (
            .region,
            [
                "region", "zone", "datacenter", "datacentre", "network", "switch", "partition", "bgp", "router", "connectivity",
                "packet",
            ]
        ),
        (
            .workload,
            [
                "oom", "oomkilled", "crash", "crashloop", "crash-loop", "probe", "probes", "scheduling", "back-off", "crashes",
                "readiness", "liveness",
            ]
        ),
        (.badInput, ["input", "payload", "malformed", "poison", "corrupt", "corrupted", "corruption"]),
    ]

    static let changeWords: Set<String> = [
        "deploy", "deployment", "release", "change", "commit", "config", "configuration", "rollout", "rolled", "revision",
        "version",
        "merge", "update", "lowered", "lowering", "reduced", "reducing", "shortened", "setting", "shorter", "cut", "cutting",
        "pull",
        "introduced", "deployed", "changed", "lower", "reduction",
    ]
    static let rollbackWords: Set<String> = [
        "rollback", "revert", "reverted", "reverting", "rolled", "rolling", "reverting", "undoing",
    ]
    static let failureWords: Set<String> = [
        "failures", "failure", "failing", "failed", "errors", "error", "slow", "slowness", "latency", "unavailable", "down",
        "outage",
        "degraded", "degradation", "problems", "issue", "issues", "timeouts", "timing", "unavailability", "trouble", "timeout",
        "deadline",
        "fail", "time", "fault", "incident",
    ]
    static let recoveryWords: Set<String> = [
        "recovered", "recovery", "recover", "normal", "subsided", "stabilised", "stabilized", "restored", "ended", "cleared",
        "stopped", "mitigated", "resolved", "fixed",
    ]
    static let alertingWords: Set<String> = [
        "fire", "fired", "alert", "alerts", "paged", "page", "notified", "silence", "silenced", "muted", "threshold", "notify",
        "told",
        "detected", "detection", "alerted", "noticed", "unnoticed",
    ]
}
