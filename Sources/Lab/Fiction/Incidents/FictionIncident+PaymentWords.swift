extension FictionIncident {
    static var paymentNumbers: [Fiction.Number] {
        let seconds = { (value: Double) in Fiction.Amount(value: value, unit: "s") }
        let share = { (value: Double) in Fiction.Amount(value: value, unit: "%") }
        return [
            .init(
                clause: "the connect timeout of payment-gateway was cut from 30 s to {x}", amount: seconds(5),
                wrongUnits: ["ms", "min"]),
            .init(
                clause: "the rule PaymentGatewayLatencyHigh only fires above a p99 of {x}", amount: seconds(10),
                wrongUnits: ["ms", "min"]),
            .init(
                clause: "failed calls from payment-gateway to its database gave up after {x}", amount: seconds(5),
                wrongUnits: ["ms", "min"]),
            .init(
                clause: "the statement timeout of payment-gateway stayed at {x}", amount: seconds(45),
                wrongUnits: ["ms", "min"]),
            .init(clause: "CheckoutHighErrorRate fires at an error rate of more than {x}", amount: share(3)),
            .init(clause: "FrontendHighErrorRate needs an error rate of more than {x}", amount: share(5)),
            .init(clause: "PaymentGatewayPoolExhausted goes off when more than {x} of the pool is in use", amount: share(90)),
            .init(clause: "payment-gateway logged about {x} failed charges", amount: .init(value: 1800, unit: "")),
            .init(
                clause: "the silence on payment-gateway had been in place for about {x}",
                amount: .init(value: 14, unit: "days"),
                wrongUnits: ["hours", "weeks"]),
            .init(clause: "the page said that checkout answered {x} of its requests with 5xx", amount: share(3.5)),
            .init(
                clause: "PaymentGatewayLatencyHigh has to hold for {x} before it fires", amount: .init(value: 5, unit: "min"),
                wrongUnits: ["s", "hours"]),
        ]
    }

    static var paymentQuantities: [Fiction.Quantity] {
        [
            .init(
                clause: "{n} of the requests to checkout failed at the peak",
                right: ["about 13 %", "roughly one in eight", "about an eighth"],
                exaggerated: ["all", "nearly every one", "more than half", "two thirds", "about 40 %"]),
            .init(
                clause: "{n} of the requests to frontend failed at the peak", right: ["about 1 %", "roughly one in a hundred"],
                exaggerated: ["a quarter", "half", "most", "all"]),
            .init(
                clause: "{n} of the requests to payment-gateway failed at the peak",
                right: ["about 7 %", "roughly one in fourteen"],
                exaggerated: ["every one", "half", "a third", "about 60 %"]),
            .init(
                clause: "{n} of the connections in payment-gateway's pool were in use at the height of the incident",
                right: ["about 40 %", "fewer than half", "roughly two fifths"],
                exaggerated: ["all", "practically all", "nine tenths", "95 %"]),
            .init(
                clause: "the p99 latency of payment-gateway was {n} its usual value",
                right: ["more than thirty times", "over 30 times", "roughly 36 times"],
                exaggerated: ["two hundred times", "more than a hundred times", "over 1,000 times"]),
            .init(
                clause: "{n} of the shop's services left their normal range", right: ["three"],
                exaggerated: ["all", "all five", "twelve"]),
            .init(
                clause: "traffic to payment-gateway {n} during the incident",
                right: ["did not rise noticeably", "stayed at its usual level"],
                exaggerated: ["doubled", "tripled", "rose tenfold", "quadrupled"]),
            .init(
                clause: "the latency of payments-db {n} while charges failed", right: ["stayed flat", "did not change"],
                exaggerated: ["doubled", "tripled", "rose tenfold"]),
        ]
    }

    static var paymentCauses: [Fiction.Cause] {
        [
            .init(
                cause: "the timeout change", because: "the timeout had been lowered", effect: "the incident",
                happened: "payment-gateway started to fail", isMain: true),
            .init(
                cause: "a configuration change to payment-gateway", because: "a configuration change had shortened its timeout",
                effect: "the outage", happened: "payment-gateway returned errors", isMain: true),
            .init(
                cause: "the shortened connection timeout of payment-gateway",
                because: "the connection timeout of payment-gateway had been cut to 5 s",
                effect: "the failures at payment-gateway",
                happened: "payment-gateway failed", isMain: true),
            .init(
                cause: "the failing payment-gateway", because: "payment-gateway was failing", effect: "the errors at checkout",
                happened: "checkout answered with 5xx", isMain: true),
            .init(
                cause: "the errors at checkout", because: "checkout answered too many requests with 5xx",
                effect: "the alert CheckoutHighErrorRate", happened: "the alert CheckoutHighErrorRate fired"),
            .init(
                cause: "the rollback of payment-gateway", because: "payment-gateway had been rolled back",
                effect: "the recovery",
                happened: "the errors stopped"),
        ]
    }

    static func paymentSpeeches(_ source: FictionSource) throws -> [Fiction.Speech] {
        [
            try source.speech("rolling back now", ["rollback is done", "restarting the pods now", "scaling out now"]),
            try source.speech(
                "this is the connection pool",
                ["this is the database, I am sure of it. query time of payments-db goes up and up, it is overloaded"]),
            try source.speech(
                "could also be", ["could also be last night's database upgrade? they finished at 3"]),
            try source.speech("not at 100 yet", ["already at 100 as far as I can see"]),
            try source.speech("I deployed frontend", ["I deployed checkout at 14:26 btw, a new payment client"]),
            try source.speech("approved, sorry", ["rejected, sorry, this needs a review first"]),
            try source.speech("rollback is through", ["rollback failed, trying again"]),
            try source.speech("errors gone", ["errors still high, latency back to normal", "errors gone, latency still high"]),
            try source.speech("graph says 20-something", ["graph says 90-something of 100?"]),
            try source.speech(
                "support sees orders",
                ["support sees nothing unusual so far", "support sees orders failing at the login step, ~400 tickets"]),
        ]
    }
}
