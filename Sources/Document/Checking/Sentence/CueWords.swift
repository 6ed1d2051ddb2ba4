/// Words and phrases that speak of events.
enum CueWords {
    struct Entry: Sendable {
        var kinds: [EventKind]
        var isWeak = false
    }

    static let events: [String: Entry] = {
        var result: [String: Entry] = [:]
        for (kinds, phrases) in strong { for phrase in phrases { result[phrase] = Entry(kinds: kinds) } }
        for (kinds, phrases) in weak { for phrase in phrases { result[phrase] = Entry(kinds: kinds, isWeak: true) } }
        return result
    }()

    /// How many words the longest phrase of ``events`` and ``actions`` has, by its first word; at most four.
    static let longest: [String: Int] = {
        let phrases = (Array(events.keys) + Array(actions.keys)).map { $0.split(separator: " ") }
        return Dictionary(phrases.map { (String($0[0]), min($0.count, 4)) }, uniquingKeysWith: max)
    }()

    private static let strong: [([EventKind], [String])] = [
        (
            [.deploy, .configuration],
            [
                "deploy", "deploys", "deployed", "deployment", "deployments", "deploying", "release", "released", "rollout",
                "rollouts",
                "rolled out", "rolling out", "roll out", "went out", "shipped", "shipping", "pushed to production", "went live",
                "gone live", "synced", "live in production", "goes live", "going live", "redeployed", "hits production",
                "reached production", "landed in production", "promoted", "goes out", "was live",
            ]
        ),
        (
            [.rollback],
            [
                "rollback", "rollbacks", "rolled back", "rolling back", "roll back", "rolls back", "roll-back", "rolled-back",
                "backed out", "previous revision", "previous version", "previous settings", "old settings", "old revision",
            ]
        ),
        (
            [.rollback, .revert],
            ["undone", "undid", "reverted", "reverting"]
        ),
        ([.revert, .rollback], ["revert", "reverts", "reversion"]),
        (
            [.configuration, .deploy, .commit],
            [
                "config change", "configuration change", "timeout change", "settings change", "new settings", "change",
                "configuration update", "config update", "reconfigured",
                "config push", "settings change",
            ]
        ),
        (
            [.commit],
            [
                "commit", "commits", "committed", "merge", "merged", "merges", "pull request", "authored", "merging",
            ]
        ),
        ([.deploy, .rollback, .configuration], ["live"]),
        ([.flag], ["feature flag", "feature flags", "flag", "feature toggle", "toggled"]),
        ([.restart], ["restart", "restarts", "restarted", "restarting", "rebooted", "reboot", "bounced", "rebooting"]),
        (
            [.outOfMemory],
            ["oom", "oomkilled", "out of memory", "out-of-memory", "oom-killed", "oom kill", "oom killed", "ran out of memory"]
        ),
        (
            [.crashLoop],
            [
                "crash loop", "crash-loop", "crashloop", "crashlooping", "crash-looping", "crashloopbackoff", "crashed",
                "crashing",
                "crash loops", "crash-loops", "crashes", "crash", "started to crash", "starts to crash", "began to crash",
                "begins to crash", "started crashing", "began crashing", "started to crash-loop", "starts to crash-loop",
                "first crash", "kept crashing", "keeps crashing",
            ]
        ),
        (
            [.imagePull],
            [
                "image pull", "image-pull", "pull its image", "pull the image", "imagepullbackoff", "pull an image",
                "image pulls",
                "pulling the image", "pulling its image",
            ]
        ),
        (
            [.probeFailure],
            [
                "unready", "not ready", "readiness probe", "readiness probes", "liveness probe", "liveness probes",
                "probe failed", "probes failed", "stopped being ready", "no longer ready", "lost readiness",
                "ceased to be ready", "liveness check",
                "readiness check",
                "readiness",
                "liveness", "probe failures", "health probes",
            ]
        ),
        (
            [.scheduling],
            ["failedscheduling", "be scheduled", "unschedulable", "scheduling failures", "insufficient cpu", "scheduling"]
        ),
        (
            [.scale],
            [
                "scaled", "scale-up", "scale up", "scaling", "autoscaler", "autoscaled", "scaled up", "scaled out",
                "scaled down", "hpa",
                "scale-out", "autoscaling", "rescaled",
            ]
        ),
        (
            [.alertFired],
            [
                "fired", "fires", "firing", "fire", "alert triggered", "went off", "goes off", "going off", "alert went",
                "alarm", "alerted", "alerting",
                "tripped",
                "alert", "alerts",
            ]
        ),
        (
            [.opened],
            [
                "incident opened", "opening", "incident was opened", "opened an incident", "incident created",
                "incident declared",
                "opened",
                "declared", "incident was declared", "incident was created", "incident was raised",
            ]
        ),
        (
            [.paged, .opened],
            ["paged", "page", "pages", "pager", "was notified", "were notified", "notified", "got paged", "paging"]
        ),
        (
            [.acknowledged],
            ["acknowledged", "acked", "ack", "acknowledgement", "acknowledges", "acknowledge", "acknowledging", "ack'd"]
        ),
        ([.assigned], ["assigned"]),
        ([.escalated], ["escalated", "escalation", "escalates"]),
        (
            [.resolved, .recovery, .alertEnded],
            [
                "resolved", "closed", "resolves", "closing", "end of", "declared over", "declared resolved",
                "incident was declared over",
                "was declared over",
                "incident was declared resolved", "is over", "all clear", "called off", "resolution", "resolve",
                "incident closed", "declared over", "was over", "declared resolved", "is over",
                "called off", "all clear",
            ]
        ),
        (
            [.recovery, .resolved],
            [
                "recovered", "recovery", "back to normal", "returned to normal", "normalised", "normalized", "subsided",
                "stabilised",
                "stabilized", "back to baseline", "returned to baseline", "recovers", "recovering", "healthy again",
                "back within",
                "end of the trouble", "end of the outage", "end of the incident", "end of the impact", "end of the errors",
                "end of the failures", "end of the problems", "end of impact", "end of trouble",
                "returned to its baseline", "returned to their baseline", "stopped failing", "were gone", "cleared",
                "back to its baseline", "back to their baselines", "normal again", "impact ended", "outage ended", "ended",
                "errors stopped",
                "returns to normal", "return to normal", "returning to normal", "restored", "fully recovered", "errors cleared",
                "back at baseline", "mitigated", "mitigation", "went back to normal", "came back", "dropped back", "fell back",

                "back within its", "back inside", "end", "back to its usual", "errors ceased", "ceased", "back to usual",
            ]
        ),
        (
            [.opened, .alertFired, .paged, .checkDown],
            [
                "detected", "detection", "noticed", "discovered", "detects", "detect", "became aware", "spotted",
            ]
        ),
        ([.silenceSet], ["silence", "silenced", "muted", "silences", "mute", "snoozed"]),
        ([.silenceEnds], ["silence expires", "silence ends", "silence expired", "silence ended", "expires", "expire"]),
        ([.maintenance], ["maintenance window"]),
        (
            [.checkDown],
            [
                "check failed", "went down", "synthetic failed", "turned red", "check went red", "check went down",
                "reported down", "went red", "goes red", "going red", "gone red", "turns red", "turning red", "check goes red",
                "check goes down", "check goes red", "check fails", "failed check", "failing check", "check failure",
                "failure of the synthetic", "failed for the first",
            ]
        ),
        (
            [.checkUp],
            [
                "came back up", "up again", "up for good", "was up", "back up", "turned green", "went green", "green again",
                "check recovered",
            ]
        ),
        ([.peak], ["peaked", "peak", "peaking", "peaks", "topped out", "reached its maximum", "maximum"]),
        (
            [.onset],
            [
                "rise", "began", "started", "starts", "begins", "begin", "start", "onset", "spiked", "climbed", "rose",
                "jumped",
                "surged",
                "increased", "shot up", "degraded", "degradation", "left its baseline", "elevated", "climbing", "spike",
                "rising",
                "first errors", "broke", "began failing", "started failing", "started to fail", "began to fail",
                "started timing out",
                "began timing out", "deteriorated", "worsened", "impact began", "left their baselines", "started to climb",
                "began to climb", "began to rise", "started to rise", "took off", "rises", "climbs", "surge",
                "doubled", "tripled", "went up", "start of", "first seen", "first appeared", "appeared", "started rising",
                "began rising",
                "started climbing", "began climbing", "started to time out", "began to time out", "left baseline", "left its",
                "left their", "spikes",
            ]
        ),
    ]

    private static let weak: [([EventKind], [String])] = [
        (
            [.onset],
            [
                "failing", "failed", "fail", "timing out", "timed out", "unavailable", "affected", "impacted", "outage",
                "fails",
                "errors", "down", "slow", "slowed", "suffered", "erroring", "impact", "unhealthy", "time out",
            ]
        )
    ]

    /// Things that people do in incidents and that no typed evidence is of; the stem that a record of one would have.
    static let actions: [String: String] = [
        "failover": "failov", "failed over": "failov", "fail-over": "failov", "failing over": "failov", "fail over": "failov",
        "migration": "migrat", "migrated": "migrat", "drained": "drain", "cordoned": "cordon", "evicted": "evict",
        "drain": "drain", "draining": "drain", "cordon": "cordon", "cordoning": "cordon", "evicting": "evict",
        "upgrading": "upgrad", "patching": "patch", "flush": "flush", "flushing": "flush", "purge": "purg", "purging": "purg",
        "throttling": "throttl", "migrating": "migrat", "rotation": "rotat", "rotating": "rotat", "reindexing": "reindex",
        "eviction": "evict", "upgraded": "upgrad", "upgrade": "upgrad", "patched": "patch", "hotfix": "hotfix",
        "hotfixed": "hotfix",
        "certificate": "certificat", "cert": "cert", "dns": "dns", "backup": "backup", "flushed": "flush", "purged": "purg",
        "rerouted": "rerout", "throttled": "throttl", "rate-limited": "rate-limit", "rate limiting": "rate-limit",
        "rate limit": "rate-limit", "blocked": "block", "disabled": "disabl", "quarantined": "quarantin", "vacuum": "vacuum",
        "reindexed": "reindex", "index": "index", "deadlock": "deadlock", "deadlocks": "deadlock", "ddos": "ddos",
        "partition": "partition", "rotated": "rotat", "expired": "expir", "replication": "replic", "split-brain": "split",
        "circuit breaker": "breaker", "load balancer": "balancer", "doubled the pool": "pool", "war room": "war",
        "shifted": "shift", "conference": "confer", "memory leak": "leak", "leak": "leak", "disk": "disk", "cache": "cach",
        "bridge": "bridg", "status page": "statuspag", "statuspage": "statuspag", "switched": "switch", "truncated": "truncat",
        "warmed": "warm", "evacuated": "evacuat", "terminated": "terminat", "killed": "kill", "hotfixes": "hotfix",
        "firewall": "firewal", "network": "network", "kernel": "kernel", "garbage collection": "garbag", "corrupted": "corrupt",
        "corruption": "corrupt", "bgp": "bgp", "packet loss": "packet", "power": "power", "hardware": "hardwar",
    ]

    /// Verbs that say how far another event got.
    static let modifiers: Set<String> = [
        "live", "shipped", "release", "began", "started", "starts", "begins", "begin", "start", "ended", "over", "end",
        "went live", "goes live",
        "was live",
        "synced", "start of", "went out", "goes out", "cleared", "opened", "closed", "released", "change", "promoted",
        "rolled out",
        "appeared", "expires", "expired", "first appeared", "first seen", "spiked", "completed",
    ]

    /// Behind "first" and "last", what went wrong.
    static let failing: Set<String> = [
        "failed", "failing", "failure", "failures", "error", "errors", "fail", "erroring", "errored", "timeout", "timeouts",
    ]

    static let negations: Set<String> = ["no", "not", "never", "none", "without", "nobody", "neither", "nor", "cannot"]

    /// Before an event, they make it one that was wanted.
    static let intentions: Set<String> = [
        "looked", "looking", "checked", "examined", "inspected", "reviewed", "announcement", "note", "notes", "decided",
        "decide", "requested", "asked",
        "announced", "proposed", "agreed", "suggested", "waiting", "wait",
        "awaiting",
        "planned", "attempted", "considered", "requests", "asks", "announces", "decides", "approved", "approves", "wants",
        "wrote", "said", "reported", "says", "writes", "decision", "approval", "request",
    ]
    static let intentionsBehind: Set<String> = [
        "requested", "asked", "announced", "approved", "approval", "agreed", "decided", "proposed", "planned", "suggested",
    ]

    static let modals: Set<String> = ["could", "would", "can", "might", "should"]

    static let relations: Set<String> = ["of", "to", "for", "on", "in", "at", "by", "from", "with"]
    static let between: Set<String> = [
        "new", "old", "previous", "latest", "setting", "settings", "configuration", "config", "release", "change", "timeout",
        "connection", "shorter", "longer", "with", "at", "page", "pages", "incident", "alert", "call", "calls", "requests",
        "failing", "slow", "error", "errors", "trouble", "outage", "problems", "impact", "pagerduty", "opsgenie", "banner",
        "order", "check", "synthetic",
        "checks",
        "of", "to", "for", "on", "the", "in", "a", "its", "was", "event", "version", "revision", "commit", "service", "pods",
        "pod",
        "deployment", "our",
    ]
    static let auxiliaries: Set<String> = [
        "a", "an", "the", "its", "into", "back", "on", "could", "cannot", "can", "no", "longer", "stopped", "become", "becomes",
        "start", "starts", "begin", "begins", "get", "gets", "go", "goes", "is", "order", "synthetic", "check", "container",
        "became", "become", "went", "showed", "was", "were", "is", "are", "been", "be", "had", "has", "have", "got", "then",
        "also", "subsequently", "itself",
        "finally",
        "fully", "being", "gets", "pods", "pod", "first", "service", "team", "again", "successfully", "automatically",
        "manually",
        "deployment", "only", "already", "began", "started", "to", "not", "never", "did",
    ]
    static let qualifiers: Set<String> = [
        "config", "configuration", "bad", "faulty", "latest", "new", "code", "previous", "latency", "error", "errors", "p99",
        "rate",
        "ratio", "response", "time", "p95", "requests", "traffic", "timeouts", "5xx", "logs", "failure", "failures", "pool",
        "alert",
    ]
}
