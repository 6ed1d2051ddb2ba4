import Core

/// Phrases that say that one thing made another happen, and words that say how sure the author is.
enum CauseWords {
    /// The effect stands before, the cause behind.
    static let backward = PhraseTable([
        "because of", "because", "due to", "caused by", "as a result of", "triggered by", "owing to", "stemmed from",
        "resulted from", "attributed to", "on account of", "as a consequence of", "a result of", "a consequence of",
        "the result of",
        "down to", "brought on by", "driven by", "resulting from", "stemming from", "induced by", "thanks to", "traced to",
        "traced back to", "explained by", "a symptom of", "set off by", "blamed on", "the consequence of", "came from",
        "originated in", "originated from", "provoked by", "linked to", "result of", "follow-on from", "by-product of",
        "brought about by", "sparked by", "prompted by", "produced by", "set in motion by", "kicked off by", "precipitated by",
        "arose from", "arose out of", "arises from", "came about through", "came about because of", "came of", "rooted in",
        "has its roots in", "had its roots in", "has its origin in", "had its origin in", "has its cause in",
        "had its cause in",
        "attributable to", "put down to", "ascribed to", "chalked up to", "goes back to", "go back to", "went back to",
        "for the reason that", "as a direct result of", "in consequence of", "by reason of", "by virtue of", "the outcome of",
        "the upshot of", "the product of", "on the back of", "inasmuch as", "the fault of", "the work of", "the doing of",
        "followed from", "resulted out of", "born of", "caused directly by", "fuelled by", "fueled by", "led to by",
        "seeing that",
        "given that", "with its origin in", "with its roots in", "is explained by", "was explained by", "accounted for by",
        "had their origin in", "had their roots in", "the aftermath of", "a knock-on effect of", "an effect of",
        "the effect of", "at the door of", "at the doorstep of", "at the feet of", "consequence of", "consequences of",
        "symptom of", "symptoms of", "outcome of", "upshot of", "aftermath of", "fallout of", "fallout from", "corollary of",
    ])

    /// The cause stands before, the effect behind.
    static let forward = PhraseTable([
        "caused", "led to", "resulted in", "triggered", "brought down", "which made", "causing", "leading to", "resulting in",
        "is responsible for", "was responsible for", "was the cause of", "was the root cause of", "broke", "made", "took down",
        "induced", "triggering", "set off", "gave rise to", "precipitated", "knocked over", "contributed to",
        "were the cause of",
        "explains", "explain", "cascaded into", "cascaded to", "propagated to", "spread to", "was behind", "is behind",
        "provoked",
        "is what broke", "brought about", "bring about", "brings about", "brought on", "set in motion", "sets in motion",
        "sparked", "prompted", "kicked off", "unleashed", "culminated in", "ended up in", "ended in", "is to blame for",
        "was to blame for", "are to blame for", "were to blame for", "lay behind", "lies behind", "stood behind",
        "stands behind",
        "is at the root of", "was at the root of", "lies at the root of", "lay at the root of", "lay at the bottom of",
        "lies at the bottom of", "is at the bottom of",
        "was at the bottom of", "lay at the heart of", "lies at the heart of", "sat behind", "sits behind", "dragged down",
        "pulled down",
        "crippled", "cascaded down to", "spilled over to", "spilled over into", "spread into", "is the reason for",
        "was the reason for", "meant that", "accounts for", "accounted for", "translated into", "brought with it", "had caused",
        "causes", "cause", "triggers", "produces", "gives rise to", "giving rise to", "bringing about", "resulted in",
        "results in",
        "knocked out", "took out", "takes down", "brings down", "bringing down", "taking down", "tipped over", "is why",
        "was why", "is the reason why", "was the reason why", "spawned", "ushered in", "begot", "engendered", "entailed",
        "is what caused", "was what caused", "is what triggered", "was what triggered",
        "leads to", "is the cause of", "is the root cause of", "overwhelmed", "exhausted", "drove",
    ])

    /// "The root cause was X".
    static let named = PhraseTable([
        "root cause was", "root cause is", "root cause :", "the cause was", "the cause is", "trigger was",
        "cause of the incident was",
        "cause of the outage was", "trigger :", "trigger is", "cause :", "culprit was", "root cause - ", "underlying cause was",
        "underlying cause is", "cause of the errors was", "cause of the failures was", "the culprit is",
        "cause of this incident was",
    ])

    /// "Had it not been for X, …".
    static let spared = PhraseTable([
        "had it not been for", "were it not for", "if it had not been for", "if it hadn't been for", "if it were not for",
        "if it weren't for", "hadn't it been for", "but for", "if not for",
    ])

    /// They give a cause at the head of a sentence alone, and something else within it.
    static let onlyFronted = PhraseTable([
        "through", "given that", "seeing that", "given", "considering that", "in view of", "in response to",
    ])

    /// What stands behind them follows from what stands before.
    static let consequences = PhraseTable([
        "so", "therefore", "hence", "thus", "consequently", "as a consequence ,", "as a result ,", "which is why",
        "that is why",
        "that's why", "for this reason", "for that reason", "with the result that", "so that", "as a result", "in consequence",
        "accordingly", "because of this", "because of that", "due to this", "due to that", "as a consequence",
    ])

    /// Where one who goes back along a chain of causes gets to.
    static let arrivals = PhraseTable([
        "arrive at", "end up at", "end up with", "get to", "come to", "land at", "land on", "reach", "find", "leads to",
        "led to",
        "brings you to", "takes you to",
    ])

    /// Verbs that name a cause: "we have identified X as the cause of Y".
    static let naming: Set<String> = [
        "identified", "identify", "found", "named", "see", "saw", "regard", "regarded", "consider", "considered", "established",
        "pinpointed", "determined", "recognised", "recognized", "confirmed", "believe", "deem", "deemed", "declared", "view",
    ]

    /// Nouns of which the cause is said.
    static let nouns: Set<String> = [
        "cause", "causes", "reason", "trigger", "culprit", "origin", "origins", "root", "explanation", "driver", "source",
        "blame",
        "reasons",
    ]

    /// Verbs with two objects, and what divides these; `true`: the cause stands first.
    static let ascriptions: [(verbs: Set<String>, joints: [([String], Bool)])] = [
        (
            [
                "attribute", "attributes", "attributed", "ascribe", "ascribes", "ascribed", "owe", "owes", "owed", "trace",
                "traces",
                "traced", "link", "links", "linked", "credit", "credits",
            ],
            [(["back", "to"], false), (["to"], false), (["with"], true), (["for"], true)]
        ),
        (["put", "puts", "chalk", "chalked"], [(["down", "to"], false), (["up", "to"], false)]),
        (["blame", "blames", "blamed", "pin", "pins", "pinned"], [(["on"], false), (["for"], true)]),
        (["thank", "thanks", "hold", "holds"], [(["for"], true), (["responsible", "for"], true)]),
    ]

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
    /// States that people give as causes.
    static let strainWords: Set<String> = [
        "leaking", "overloaded", "overwhelmed", "saturated", "exhausted", "full", "expired", "misconfigured", "corrupted",
        "surged", "throttled", "blocked", "broken", "crashing", "stuck", "overheated", "unreachable",
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
