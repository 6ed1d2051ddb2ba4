import Core

extension FictionIncident {
    /// The connection timeout of payment-gateway, cut from 30 s to 5 s.
    static func paymentTimeout(_ source: FictionSource) throws -> FictionIncident {
        var incident = FictionIncident(source, title: "Checkout errors after a timeout change in payment-gateway")
        let moments = try PaymentMoments(source)
        incident.moments = moments.all
        incident.invented = inventedAtPayment
        incident.versions = try paymentVersions(source)
        try incident.measurePayments(source)
        incident.numbers += paymentNumbers
        incident.quantities = paymentQuantities
        incident.spans = moments.spans
        incident.causes = paymentCauses
        incident.inventedCauses = [
            ("this morning's marketing campaign", "the marketing campaign had brought a surge of traffic"),
            ("an exhausted connection pool", "the connection pool of payment-gateway was exhausted"),
            ("the frontend deploy", "frontend had been deployed with a broken banner"),
            ("the slow payments-db", "payments-db had become slow"),
            ("an expired TLS certificate", "a TLS certificate had expired"),
            ("a DNS outage", "DNS lookups were failing"), ("a memory leak in checkout", "checkout was leaking memory"),
        ]
        incident.speeches = try paymentSpeeches(source)
        incident.counterfactuals = [
            "Had the approval come at once, the outage would have been over by 14:36.",
            "Without the silence, the payments team would have been paged at 14:24.",
            "If the pool had been twice as large, checkout would have kept working.",
            "With a canary, the change would never have reached production traffic.",
            "Had the timeout been left at 30 s, no order would have failed that day.",
            "If PaymentGatewayLatencyHigh had been tuned, we would have known ten minutes earlier.",
        ]
        return incident
    }

    private static var inventedAtPayment: [Fiction.Moment] {
        [
            .invented(
                "the payments-db failover triggered as expected", noun: "the failover of payments-db", "payments-db fails over"),
            .invented("checkout was restarted", noun: "the restart of checkout", "Restart of checkout"),
            .invented(
                "checkout was scaled from three to six replicas", noun: "the scale-up of checkout",
                "checkout scaled to six replicas"),
            .invented(
                "the feature flag new-checkout was switched off", noun: "the switch-off of the flag new-checkout",
                "Flag new-checkout off"),
            .invented(
                "the incident was escalated to the secondary on-call", noun: "the escalation to the secondary on-call",
                "Escalated to the secondary on-call"),
            .invented(
                "the alert FrontendHighErrorRate fired as well", noun: "the alert FrontendHighErrorRate",
                "FrontendHighErrorRate fires"),
            .invented("traffic was drained from prod-eu", noun: "the drain of prod-eu", "Traffic drained from prod-eu"),
            .invented("the cache of inventory was flushed", noun: "the flush of inventory's cache", "inventory cache flushed"),
            .invented("payments-db was restarted by the DBA", noun: "the restart of payments-db", "Restart of payments-db"),
        ]
    }

    private static func paymentVersions(_ source: FictionSource) throws -> [Fiction.Version] {
        let change = try source.revision(source.truth["change"]?["id"])
        let revert = try source.revision(source.truth["rollback"]?["revertCommit"])
        let banner = try source.revision(source.truth["refuted"]?[0]?["change"])
        return [
            .init(kind: "commit", right: change, what: "the 14:21 rollout of payment-gateway", others: [banner, revert]),
            .init(kind: "commit", right: banner, what: "the frontend deploy", others: [change, revert]),
            .init(
                kind: "version", right: "5.31.0", what: "the frontend deploy", others: ["5.30.2", "5.32.0", "5.13.0", "5.31.4"]),
            .init(
                kind: "commit", right: revert, what: "the revert of the timeout change", others: [change, banner],
                wasLive: false),
        ]
    }

    private mutating func measurePayments(_ source: FictionSource) throws {
        let metrics = FictionMetrics(source)
        let calm = Fiction.seconds(13, 0)...Fiction.seconds(14, 15)
        let trouble = Fiction.seconds(14, 23)...Fiction.seconds(14, 51)
        var latency: [String: Fiction.Amount] = [:]
        var errors: [String: Fiction.Amount] = [:]
        for service in services {
            let p99 = try metrics.p99(service, from: trouble.lowerBound, to: trouble.upperBound).greatest
            latency[service] = .init(value: p99, unit: "s")
            let share = try metrics.errorShare(service, from: trouble.lowerBound, to: trouble.upperBound).greatest
            errors[service] = .init(value: share * 100, unit: "%")
        }
        for service in ["payment-gateway", "checkout", "frontend"] {
            let p99 = try metrics.p99(service, from: calm.lowerBound, to: calm.upperBound).middle
            let share = try metrics.meanErrorShare(service, from: calm.lowerBound, to: calm.upperBound)
            guard let high = latency[service], let failing = errors[service] else { continue }
            peaks.append(
                .init(
                    service: service, signal: "p99 latency", usual: .init(value: p99, unit: "s"), peak: high, others: latency))
            peaks.append(
                .init(
                    service: service, signal: "error rate", usual: .init(value: share * 100, unit: "%"), peak: failing,
                    others: errors))
        }
        let failed = try metrics.failures("checkout", from: trouble.lowerBound, to: trouble.upperBound)
        let pool = try metrics.series("db_pool_connections_in_use", from: trouble.lowerBound, to: trouble.upperBound)
        let timeouts = try metrics.series(
            "payment_gateway_connection_timeouts_total", from: trouble.lowerBound, to: trouble.upperBound)
        let database = try metrics.p99("payments-db", from: trouble.lowerBound, to: trouble.upperBound)
        numbers += [
            .init(clause: "roughly {x} requests to checkout failed", amount: .init(value: Fiction.rounded(failed), unit: "")),
            .init(
                clause: "no more than {x} of the 100 connections in payment-gateway's pool were ever in use",
                amount: .init(value: pool.greatest, unit: ""), isUpperBound: true),
            .init(
                clause: "connection timeouts of payment-gateway peaked at about {x}",
                amount: .init(value: timeouts.greatest, unit: "per second"), wrongUnits: ["per minute", "per hour"]),
            .init(
                clause: "the p99 latency of payments-db stayed at about {x} throughout",
                amount: .init(value: database.middle, unit: "s"), wrongUnits: ["min"]),
        ]
    }
}
