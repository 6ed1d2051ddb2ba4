import Core

extension FictionIncident {
    static func acquirerNumbers(_ source: FictionSource) throws -> [Fiction.Number] {
        guard let failed = source.truth["failedOrders"]?.double else { throw ScenarioError("the truth lacks 'failedOrders'") }
        let seconds = { (value: Double) in Fiction.Amount(value: value, unit: "s") }
        let count = { (value: Double) in Fiction.Amount(value: value, unit: "") }
        return [
            .init(clause: "ACQUIRER_TIMEOUT was lowered from 30 s to {x}", amount: seconds(5), wrongUnits: ["ms", "min"]),
            .init(
                clause: "the failed calls to the acquirer all ended after about {x}", amount: seconds(5),
                wrongUnits: ["ms", "min"]),
            .init(
                clause: "PaymentGatewayLatencyHigh only fires above a p99 of {x}", amount: seconds(20),
                wrongUnits: ["ms", "min"]),
            .init(clause: "the synthetic check expects a run every {x}", amount: seconds(60), wrongUnits: ["ms", "hours"]),
            .init(clause: "{x} payments failed in all", amount: count(failed)),
            .init(clause: "CheckoutHighErrorRate fires above an error rate of {x}", amount: .init(value: 50, unit: "%")),
            .init(
                clause: "CheckoutHighErrorRate has to hold for {x} before it fires", amount: .init(value: 30, unit: "min"),
                wrongUnits: ["s", "hours"]),
            .init(clause: "the readiness probes of checkout failed {x} times", amount: count(40)),
            .init(clause: "the cluster reported {x} crash-loop back-offs of loyalty-export", amount: count(41)),
            .init(
                clause: "the check payment settlement batch has a grace time of {x}", amount: .init(value: 12, unit: "hours"),
                wrongUnits: ["min", "days"]),
            .init(clause: "the synthetic check went down {x} times during the incident", amount: count(5)),
        ]
    }

    static var acquirerQuantities: [Fiction.Quantity] {
        [
            .init(
                clause: "{n} of the payments failed", right: ["about a third", "roughly 30 %", "almost one in three"],
                exaggerated: ["all", "nearly all", "two thirds", "nine in ten", "about 80 %"]),
            .init(
                clause: "{n} of the requests to checkout failed between 14:23 and 14:47",
                right: ["about a third", "roughly 30 %"],
                exaggerated: ["all", "nearly every one", "four fifths", "about 90 %"]),
            .init(
                clause: "{n} of the requests to frontend failed during the incident", right: ["about a fifth", "roughly 20 %"],
                exaggerated: ["all", "more than half", "three quarters"]),
            .init(
                clause: "the p99 latency of payment-gateway dropped to {n} of its usual value",
                right: ["about a third", "roughly 36 %"],
                exaggerated: ["a tenth", "a hundredth", "less than 5 %"]),
            .init(
                clause: "{n} services returned errors", right: ["three"], exaggerated: ["all six", "seven", "a dozen"]),
            .init(
                clause: "{n} of the failed charges ended at the time-out", right: ["all", "every one"],
                exaggerated: ["none", "fewer than a tenth"]),
        ]
    }

    static var acquirerCauses: [Fiction.Cause] {
        [
            .init(
                cause: "release r8 of payment-gateway", because: "release r8 had lowered the timeout", effect: "the incident",
                happened: "payment-gateway started to fail", isMain: true),
            .init(
                cause: "a configuration change to payment-gateway", because: "a configuration change had shortened its timeout",
                effect: "the outage", happened: "payment-gateway returned errors", isMain: true),
            .init(
                cause: "the shorter timeout for the acquirer", because: "the timeout for the acquirer had been cut to 5 s",
                effect: "the failed charges at payment-gateway", happened: "charges failed at payment-gateway", isMain: true),
            .init(
                cause: "the failing payment-gateway", because: "payment-gateway was failing", effect: "the 504s of checkout",
                happened: "checkout returned 504s", isMain: true),
            .init(
                cause: "the failing payments", because: "payments were failing",
                effect: "the failed readiness probes of checkout",
                happened: "the readiness probes of checkout failed"),
            .init(
                cause: "the rollback of payment-gateway", because: "payment-gateway had been rolled back",
                effect: "the recovery",
                happened: "the errors stopped"),
        ]
    }

    static func acquirerSpeeches(_ source: FictionSource) throws -> [Fiction.Speech] {
        [
            try source.speech(
                "synthetic is green", ["synthetic is still red, not flapping", "synthetic has been red for an hour"]),
            try source.speech(
                "frontend deploy?", ["checkout deploy? 2.14.3 went out at 14:22 and could not pull its image for a while"]),
            try source.speech("it is a banner", ["it is the new payment form, WEB-5518. one pod is down since 14:23"]),
            try source.speech("loyalty-export is in", ["inventory-db is in a crash loop, is that it?"]),
            try source.speech("that one crashes", ["that one has never crashed before, and checkout calls it"]),
            try source.speech(
                "payment-gateway looks better", ["payment-gateway looks worse than ever, p99 went up from 5 s to 14 s"]),
            try source.speech("rolling payment-gateway back", ["rolling frontend back", "payment-gateway is rolled back"]),
            try source.speech("revert merged", ["revert rejected, the pipeline is broken"]),
            try source.speech("r9 is rolling out", ["r9 is live everywhere", "r7 is rolling out"]),
            try source.speech("no errors since", ["errors again since 14:46:43, synthetic is red"]),
        ]
    }
}
