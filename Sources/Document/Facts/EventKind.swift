import Core

/// What can happen in an incident and be recorded.
enum EventKind: String, Sendable, Hashable, CaseIterable {
    case deploy, rollback, configuration, commit, revert, flag, infrastructure
    case restart, outOfMemory, crashLoop, imagePull, probeFailure, scheduling, scale, podKilled, podStarted
    case opened, paged, acknowledged, assigned, escalated, annotated, snoozed, resolved
    case alertFired, alertEnded, silenceSet, silenceEnds, maintenance
    case checkDown, checkUp
    case onset, peak, recovery, logBurst, failedTrace
    case message
    case other

    /// As a sentence has it: "no evidence holds … ".
    var phrase: String {
        switch self {
        case .configuration: "configuration change"
        case .flag: "feature flag change"
        case .infrastructure: "infrastructure change"
        case .outOfMemory: "out-of-memory kill"
        case .crashLoop: "crash loop"
        case .imagePull: "image-pull failure"
        case .probeFailure: "probe failure"
        case .scheduling: "scheduling failure"
        case .scale: "scaling"
        case .podKilled: "stopped pod"
        case .podStarted: "started pod"
        case .opened: "opened incident"
        case .paged: "page"
        case .acknowledged: "acknowledgement"
        case .assigned: "assignment"
        case .escalated: "escalation"
        case .annotated: "note on the incident"
        case .snoozed: "snooze"
        case .resolved: "closed incident"
        case .alertFired: "firing alert"
        case .alertEnded: "alert's end"
        case .silenceSet: "silence"
        case .silenceEnds: "silence's end"
        case .maintenance: "maintenance window"
        case .checkDown: "check going down"
        case .checkUp: "check coming up"
        case .onset: "onset of a failure"
        case .logBurst: "burst of log lines"
        case .failedTrace: "failing trace"
        case .other: "event of this kind"
        case .message: "message"
        default: rawValue
        }
    }

    /// What would show it, in a few words.
    var shownBy: String {
        switch self {
        case .deploy, .rollback, .infrastructure: "the deploy history"
        case .configuration, .commit, .revert: "the commits or the deploy history"
        case .flag: "the feature flags' history"
        case .restart, .outOfMemory, .crashLoop, .imagePull, .probeFailure, .scheduling, .scale, .podKilled, .podStarted:
            "the cluster's events"
        case .opened, .paged, .acknowledged, .assigned, .escalated, .annotated, .snoozed, .resolved: "the on-call system"
        case .alertFired, .alertEnded: "the alerts' history"
        case .silenceSet, .silenceEnds, .maintenance: "the silences and maintenance windows"
        case .checkDown, .checkUp: "the checks' history"
        case .onset, .peak, .recovery: "the metrics of that service"
        case .logBurst: "the logs of that service"
        case .failedTrace: "traces"
        case .message: "the chat's messages"
        case .other: "a record of the system that it happened in"
        }
    }

    /// Words that a gap uses of the source that would show it.
    var gapWords: [String] {
        switch self {
        case .deploy, .rollback, .infrastructure: ["deploy"]
        case .configuration, .commit, .revert: ["commit"]
        case .restart, .outOfMemory, .crashLoop, .imagePull, .probeFailure, .scheduling, .scale, .podKilled, .podStarted:
            ["cluster"]
        case .opened, .paged, .acknowledged, .assigned, .escalated, .annotated, .snoozed, .resolved: ["pages"]
        case .alertFired, .alertEnded: ["alert"]
        case .silenceSet, .silenceEnds: ["silence", "alert routing"]
        case .checkDown, .checkUp: ["checks"]
        case .failedTrace: ["trace"]
        case .message: ["people said"]
        default: []
        }
    }
}
