/// What happened in the incident acquirer-timeout, and what of it followed what.
struct AcquirerMoments {
    let all: [Fiction.Moment]
    let spans: [Fiction.Span]

    private static let elsewhere = ["inventory-db", "the Redis cache", "the Kafka cluster"]
    private static let others = ["checkout", "inventory"]

    init(_ source: FictionSource) throws {
        let changes = try Self.changes(source)
        let symptoms = try Self.symptoms(source)
        let paging = try Self.paging(source)
        let cluster = Self.cluster
        all = changes + symptoms + paging + cluster
        let said = try source.speech("rolling payment-gateway back", []).at
        let announced = Fiction.Moment(
            said, "#inc-checkout", "the rollback was announced in {s}", noun: "the announcement of the rollback in {s}",
            event: "Rollback announced in {s}")
        let (commit, rollout, revert, rollback) = (changes[0], changes[1], changes[3], changes[4])
        let (onset, first, last, recovery) = (symptoms[0], symptoms[1], symptoms[2], symptoms[3])
        let (page, acknowledged, note) = (paging[1], paging[2], paging[3])
        spans = [
            .init(from: page, to: acknowledged, name: "time to acknowledge"),
            .init(from: onset, to: recovery, name: "duration of the impact"),
            .init(from: commit, to: rollout, isOrderOnly: true),
            .init(from: first, to: last), .init(from: acknowledged, to: note), .init(from: announced, to: revert),
            .init(from: note, to: revert), .init(from: page, to: announced), .init(from: acknowledged, to: revert),
            .init(from: cluster[3], to: rollout, isOrderOnly: true), .init(from: rollout, to: first, isOrderOnly: true),
            .init(from: first, to: cluster[0], isOrderOnly: true), .init(from: acknowledged, to: rollback, isOrderOnly: true),
            .init(from: revert, to: last, isOrderOnly: true), .init(from: announced, to: rollback, isOrderOnly: true),
            .init(from: page, to: cluster[0], isOrderOnly: true),
        ]
    }

    private static func changes(_ source: FictionSource) throws -> [Fiction.Moment] {
        let (started, ready) = (try source.time("rollback", "at"), try source.time("rollback", "ready"))
        let rollout = try source.time("change", "deployed")
        let banner = Fiction.seconds(14, 22, 30)
        return [
            .committed(try source.commit("acquirer-5s"), "acquirer", peers: others, elsewhere: elsewhere),
            .init(
                rollout, until: rollout + 117, "payment-gateway", "release r8 of {s} went out",
                noun: "the rollout of release r8 of {s}", event: "Release r8 of {s} goes out", peers: others,
                elsewhere: elsewhere
            )
            .or(
                "the new settings of {s} were deployed", noun: "the deployment of the new settings of {s}",
                "New settings of {s} deployed"),
            .init(
                banner, until: banner + 61, "frontend", "the new version of {s} was rolled out", noun: "the rollout of {s}",
                event: "New version of {s} rolled out", peers: others, elsewhere: elsewhere
            )
            .or("{s} was deployed", noun: "the deploy of {s}", "{s} deployed"),
            .reverted(try source.commit("acquirer-revert"), peers: ["frontend"] + others, elsewhere: elsewhere),
            .init(
                ready, since: started, "payment-gateway", "{s} was rolled back", noun: "the rollback of {s}",
                event: "Rollback of {s}", peers: ["frontend"] + others, elsewhere: elsewhere
            )
            .or(
                "{s} was back on its old settings", noun: "the return of {s} to its old settings",
                "{s} back on the old settings"),
        ]
    }

    private static func symptoms(_ source: FictionSource) throws -> [Fiction.Moment] {
        let (onset, normal) = (try source.time("onset"), try source.time("normalAgain"))
        let healthy = ["inventory"]
        return [
            .init(
                onset + 2, since: onset, until: onset + 60, "payment-gateway", "the error rate of {s} left its normal range",
                noun: "the rise in errors at {s}", event: "Error rate of {s} climbs", margin: 4, peers: healthy,
                elsewhere: elsewhere
            )
            .or("requests to {s} started to fail", noun: "the onset of errors at {s}", "Requests to {s} start to fail"),
            .init(
                try source.time("firstError"), "payment-gateway", "{s} logged its first failed charge",
                noun: "the first failed charge at {s}", event: "First failed charge in the logs of {s}", margin: 3,
                peers: healthy,
                elsewhere: elsewhere
            )
            .or(
                "the logs of {s} showed the first charge that failed", noun: "the first charge error in the logs of {s}",
                "{s} logs its first charge error"),
            .init(
                try source.time("lastError"), "payment-gateway", "{s} logged its last failed charge",
                noun: "the last failed charge at {s}", event: "Last failed charge in the logs of {s}", margin: 3,
                peers: healthy,
                elsewhere: elsewhere
            )
            .or(
                "the logs of {s} showed the last charge that failed", noun: "the last charge error in the logs of {s}",
                "{s} logs its last charge error"),
            .init(
                normal, until: normal + 60, "payment-gateway", "{s} was back to normal", noun: "the recovery of {s}",
                event: "{s} back to normal", margin: 4, peers: healthy, elsewhere: elsewhere
            )
            .or("{s} had recovered", noun: "the end of the trouble at {s}", "{s} recovered"),
        ]
    }

    private static func paging(_ source: FictionSource) throws -> [Fiction.Moment] {
        let wrong = ["inventory", "frontend"]
        return [
            .init(
                try source.time("alert", "firedAt"), "checkout", "the synthetic order check of {s} failed for the first time",
                noun: "the first failure of the synthetic order check of {s}", event: "Synthetic order check of {s} goes red",
                also: [51_820, 51_960, 52_563, 52_926], peers: wrong, elsewhere: elsewhere),
            .paged(try source.time("alert", "pagedAt"), peers: wrong, elsewhere: elsewhere),
            .acknowledged(try source.logged("acknowledge"), peers: wrong, elsewhere: elsewhere),
            .init(
                try source.logged("annotate"), "payment-gateway", "a note in PagerDuty said that {s} was being rolled back",
                noun: "the PagerDuty note about the rollback of {s}", event: "Note in PagerDuty: rolling {s} back",
                peers: ["frontend", "inventory"], elsewhere: elsewhere
            )
            .or(
                "the responder noted that {s} was being rolled back", noun: "the responder's note on rolling back {s}",
                "Responder notes that {s} is being rolled back"),
            .init(
                try source.logged("resolve"), "checkout", "the PagerDuty incident for {s} was resolved",
                noun: "the resolution of the PagerDuty incident for {s}", event: "PagerDuty incident for {s} resolved",
                peers: wrong, elsewhere: elsewhere
            )
            .or("the page for {s} was closed", noun: "the closing of the page for {s}", "Page for {s} closed"),
        ]
    }

    /// What the recorded cluster's events show.
    private static var cluster: [Fiction.Moment] {
        let time = Fiction.seconds
        return [
            .init(
                time(14, 26, 5), "checkout", "the readiness probes of {s} began to fail",
                noun: "the first failed readiness probe of {s}", event: "Readiness probes of {s} start to fail", margin: 3,
                peers: ["frontend"], elsewhere: elsewhere
            )
            .or("pods of {s} stopped being ready", noun: "the first unready pod of {s}", "Pods of {s} become unready"),
            .init(
                time(14, 27, 18), "checkout", "a pod of {s} could not be scheduled for lack of CPU",
                noun: "the first scheduling failure of {s}", event: "Pod of {s} cannot be scheduled",
                also: Array(stride(from: time(14, 27, 18), through: time(14, 38, 44), by: 60)), margin: 3, peers: ["frontend"],
                elsewhere: elsewhere),
            .init(
                time(14, 31, 12), until: time(14, 31, 32), "checkout", "the liveness probe of {s} failed",
                noun: "the liveness failure at {s}", event: "Liveness probe of {s} fails", margin: 3,
                peers: ["frontend", "inventory"], elsewhere: elsewhere
            )
            .or(
                "a container of {s} failed its liveness check", noun: "the failed liveness check of {s}",
                "Container of {s} fails its liveness check"),
            .init(
                time(13, 2, 11), "loyalty-export", "{s} went into a crash loop",
                noun: "the start of the crash loop of {s}", event: "{s} starts to crash-loop", margin: 5,
                peers: ["inventory", "frontend"], elsewhere: elsewhere
            )
            .or("{s} started to crash again and again", noun: "the first crash of {s}", "{s} begins to crash"),
            .init(
                time(14, 22, 33), until: time(14, 22, 58), "frontend", "a pod of {s} could not pull its image",
                noun: "the image-pull failure of {s}", event: "{s} cannot pull its image", peers: others, elsewhere: elsewhere),
        ]
    }
}
