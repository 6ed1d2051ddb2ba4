import Core

extension FictionIncident {
    /// The timeout of payment-gateway for its acquirer, cut from 30 s to 5 s.
    static func acquirerTimeout(_ source: FictionSource) throws -> FictionIncident {
        var incident = FictionIncident(source, title: "A third of the orders failed at the acquirer")
        let moments = try AcquirerMoments(source)
        incident.moments = moments.all
        incident.invented = inventedAtAcquirer
        incident.versions = try acquirerVersions(source)
        try incident.measureAcquirer(source)
        incident.numbers = try acquirerNumbers(source)
        incident.quantities = acquirerQuantities
        incident.spans = moments.spans
        incident.causes = acquirerCauses
        incident.inventedCauses = [
            ("the rollout of frontend 5.31.0", "frontend 5.31.0 had been rolled out"),
            ("the crash loop of loyalty-export", "loyalty-export was in a crash loop"),
            ("an overloaded inventory-db", "inventory-db was overloaded"),
            ("an expired TLS certificate", "a TLS certificate had expired"),
            ("an outage of the Kafka cluster", "the Kafka cluster was down"),
            ("a full disk on node-2", "the disk of node-2 had filled up"),
            ("a traffic surge", "traffic had surged after a mailing"),
        ]
        incident.speeches = try acquirerSpeeches(source)
        incident.counterfactuals = [
            "Had the pipeline been free, the rollback would have finished by 14:40.",
            "If the acquirer had been faster, nobody would have noticed the new timeout.",
            "With a threshold of 15 s, PaymentGatewayLatencyHigh would have paged us at 14:25.",
            "Without the synthetic check, we would have learnt of this from customers only.",
            "Had the release gone to one pod first, only a handful of orders would have failed.",
            "If CheckoutHighErrorRate had waited five minutes less, it would have fired.",
        ]
        return incident
    }

    private static var inventedAtAcquirer: [Fiction.Moment] {
        [
            .invented("inventory was restarted", noun: "the restart of inventory", "Restart of inventory"),
            .invented(
                "inventory-db failed over to its replica", noun: "the failover of inventory-db", "inventory-db fails over"),
            .invented(
                "payment-gateway was scaled to four replicas", noun: "the scale-up of payment-gateway",
                "payment-gateway scaled to four replicas"),
            .invented(
                "the incident was escalated to the secondary on-call", noun: "the escalation to the secondary on-call",
                "Escalated to the secondary on-call"),
            .invented(
                "the alert CheckoutHighErrorRate fired", noun: "the alert CheckoutHighErrorRate", "CheckoutHighErrorRate fires"),
            .invented("checkout was rolled back to 2.14.2", noun: "the rollback of checkout", "Rollback of checkout"),
            .invented("node-2 was cordoned", noun: "the cordoning of node-2", "node-2 cordoned"),
            .invented(
                "card payments were switched to a second acquirer", noun: "the switch to a second acquirer",
                "Payments switched to a second acquirer"),
            .invented(
                "the feature flag fast-pay was turned off", noun: "the switch-off of the flag fast-pay", "Flag fast-pay off"),
        ]
    }

    private static func acquirerVersions(_ source: FictionSource) throws -> [Fiction.Version] {
        let change = try source.revision(source.truth["change"]?["commit"])
        let revert = try source.revision(source.truth["rollback"]?["revertCommit"])
        return [
            .init(
                kind: "release", right: "r8", what: "the 14:21 rollout of payment-gateway", others: ["r7", "r6", "r9", "r12"]),
            .init(kind: "release", right: "r9", what: "the rollback of payment-gateway", others: ["r7", "r10", "r11"]),
            .init(
                kind: "commit", right: change, what: "the timeout change of payment-gateway", others: [revert], wasLive: false),
            .init(kind: "commit", right: revert, what: "the revert of the timeout change", others: [change], wasLive: false),
            .init(
                kind: "version", right: "5.31.0", what: "the frontend rollout",
                others: ["5.30.2", "5.32.0", "5.13.0", "5.31.4"]),
        ]
    }

    private mutating func measureAcquirer(_ source: FictionSource) throws {
        let metrics = FictionMetrics(source)
        var levels: [String: Fiction.Amount] = [:]
        for service in ["payment-gateway", "checkout", "frontend", "inventory", "inventory-db"] {
            let level = try metrics.p99(service, from: Fiction.seconds(14, 25), to: Fiction.seconds(14, 44)).middle
            levels[service] = .init(value: level, unit: "s")
        }
        for service in ["payment-gateway", "checkout", "frontend"] {
            let usual = try metrics.p99(service, from: Fiction.seconds(13, 25), to: Fiction.seconds(14, 15)).middle
            guard let level = levels[service] else { continue }
            falls.append(
                .init(
                    service: service, signal: "p99 latency", usual: .init(value: usual, unit: "s"), peak: level, others: levels)
            )
        }
    }
}
