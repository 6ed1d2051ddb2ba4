/// What happened in the incident payment-timeout, and what of it followed what.
struct PaymentMoments {
    let all: [Fiction.Moment]
    let spans: [Fiction.Span]

    private static let healthy = ["inventory"]
    private static let elsewhere = ["payments-db", "the Redis cache", "the Kafka cluster"]

    init(_ source: FictionSource) throws {
        let changes = try Self.changes(source)
        let symptoms = try Self.symptoms(source)
        let paging = try Self.paging(source)
        all = changes + symptoms + paging
        let said = try source.speech("rolling back now", []).at
        let announced = Fiction.Moment(
            said, "#inc-checkout", "the rollback was announced in {s}", noun: "the announcement of the rollback in {s}",
            event: "Rollback announced in {s}")
        let (commit, rollout, banner, revert, rollback) = (changes[0], changes[1], changes[2], changes[3], changes[4])
        let (onset, charge, errors, recovery) = (symptoms[0], symptoms[1], symptoms[2], symptoms[3])
        let (alert, page, acknowledged) = (paging[0], paging[1], paging[2])
        spans = [
            .init(from: onset, to: page, name: "time to detect"),
            .init(from: page, to: acknowledged, name: "time to acknowledge"),
            .init(from: onset, to: recovery, name: "duration of the impact"), .init(from: onset, to: rollback),
            .init(from: rollout, to: onset), .init(from: commit, to: rollout), .init(from: announced, to: rollback),
            .init(from: acknowledged, to: rollback), .init(from: onset, to: alert), .init(from: rollout, to: rollback),
            .init(from: charge, to: errors, isOrderOnly: true), .init(from: onset, to: banner, isOrderOnly: true),
            .init(from: page, to: announced, isOrderOnly: true), .init(from: rollback, to: recovery, isOrderOnly: true),
            .init(from: errors, to: alert, isOrderOnly: true), .init(from: revert, to: recovery, isOrderOnly: true),
        ]
    }

    private static func changes(_ source: FictionSource) throws -> [Fiction.Moment] {
        let (rollback, rollout) = (try source.deploy("payment-gateway"), try source.deploy("payment-gateway", back: 1))
        let banner = try source.deploy("frontend")
        let others = ["checkout", "inventory"]
        return [
            .committed(try source.commit("timeout-5s"), "connection", peers: others, elsewhere: elsewhere),
            .init(
                rollout.live, since: rollout.started, "payment-gateway", "the new configuration of {s} went live",
                noun: "the rollout of {s}", event: "{s} rolled out with the new timeout", peers: others, elsewhere: elsewhere
            )
            .or(
                "the new settings of {s} were deployed", noun: "the deployment of the new settings of {s}",
                "New settings of {s} deployed"),
            .init(
                banner.live, since: banner.started, "frontend", "{s} was deployed", noun: "the deploy of {s}",
                event: "{s} deployed", peers: others, elsewhere: elsewhere
            )
            .or("a new banner went out with {s}", noun: "the release of the banner on {s}", "Banner released on {s}"),
            .reverted(try source.commit("timeout-revert"), peers: ["frontend"] + others, elsewhere: elsewhere),
            .init(
                rollback.live, since: rollback.started, "payment-gateway", "{s} was rolled back", noun: "the rollback of {s}",
                event: "Rollback of {s} live", peers: ["frontend"] + others, elsewhere: elsewhere
            )
            .or(
                "{s} was back on its previous revision", noun: "the return of {s} to its previous revision",
                "{s} back on the previous revision"),
        ]
    }

    private static func symptoms(_ source: FictionSource) throws -> [Fiction.Moment] {
        let onset = try source.time("onset")
        let normal = try source.time("normalAgain")
        return [
            .init(
                onset, "payment-gateway", "the p99 latency of {s} left its normal range",
                noun: "the rise in latency at {s}", event: "p99 latency of {s} climbs", margin: 3, peers: healthy,
                elsewhere: elsewhere
            )
            .or("requests to {s} became slow", noun: "the onset of slow requests at {s}", "Requests to {s} get slow"),
            .init(
                onset + 2, "payment-gateway", "{s} logged its first failed charge", noun: "the first failed charge at {s}",
                event: "First failed charge in the logs of {s}", margin: 3, peers: healthy, elsewhere: elsewhere
            )
            .or(
                "the logs of {s} showed the first charge that failed", noun: "the first charge error in the logs of {s}",
                "{s} logs its first charge error"),
            .init(
                onset + 60, until: onset + 120, "checkout", "{s} began to answer with errors",
                noun: "the first burst of errors at {s}", event: "{s} starts to return 5xx", margin: 4, peers: healthy,
                elsewhere: elsewhere
            )
            .or("requests to {s} started to fail", noun: "the first failing requests to {s}", "Requests to {s} start to fail"),
            .init(
                normal, since: normal - 60, until: normal + 60, "payment-gateway", "{s} was back to normal",
                noun: "the recovery of {s}",
                event: "{s} back to normal", margin: 4, peers: healthy, elsewhere: elsewhere
            )
            .or("{s} had recovered", noun: "the end of the trouble at {s}", "{s} recovered"),
        ]
    }

    private static func paging(_ source: FictionSource) throws -> [Fiction.Moment] {
        let wrong = ["inventory", "payment-gateway", "frontend"]
        let (fired, paged) = (try source.time("alert", "firedAt"), try source.time("alert", "pagedAt"))
        return [
            .init(
                fired, until: paged, "checkout", "the error-rate alert on {s} fired", noun: "the alert on {s}",
                event: "Error-rate alert fires on {s}", peers: wrong, elsewhere: elsewhere
            )
            .or("our alert for errors at {s} went off", noun: "the error alert for {s}", "Error alert for {s} goes off"),
            .paged(paged, peers: wrong, elsewhere: elsewhere),
            .acknowledged(try source.logged("acknowledge"), peers: wrong, elsewhere: elsewhere),
            .init(
                try source.logged("annotate"), "payment-gateway",
                "a note in PagerDuty said that a rollback of {s} had been asked for",
                noun: "the PagerDuty note about a rollback of {s}", event: "Note in PagerDuty: rollback of {s} asked for",
                peers: ["frontend", "checkout"], elsewhere: elsewhere
            )
            .or(
                "the responder noted the request to roll back {s}", noun: "the responder's note on rolling back {s}",
                "Responder notes the request to roll back {s}"),
            .init(
                try source.logged("resolve"), "checkout", "the PagerDuty incident for {s} was resolved",
                noun: "the resolution of the PagerDuty incident for {s}", event: "PagerDuty incident for {s} resolved",
                margin: 3,
                peers: wrong, elsewhere: elsewhere
            )
            .or("the page for {s} was closed", noun: "the closing of the page for {s}", "Page for {s} closed"),
        ]
    }
}
