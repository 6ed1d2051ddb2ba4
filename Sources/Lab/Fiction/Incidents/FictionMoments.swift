// What happens in every incident of the shop: the change is committed and reverted, someone is paged. `{s}` is the service.
extension Fiction.Moment {
    /// - Parameter what: which time-out: `connection`.
    static func committed(_ time: Int, _ what: String, peers: [String], elsewhere: [String]) -> Fiction.Moment {
        Fiction.Moment(
            time, "payment-gateway", "the timeout change for {s} was committed",
            noun: "the commit of the timeout change for {s}", event: "Timeout change for {s} committed", peers: peers,
            elsewhere: elsewhere
        )
        .or(
            "a shorter \(what) timeout for {s} was merged", noun: "the merge of the shorter timeout for {s}",
            "Shorter timeout for {s} merged")
    }

    static func reverted(_ time: Int, peers: [String], elsewhere: [String]) -> Fiction.Moment {
        Fiction.Moment(
            time, "payment-gateway", "the revert for {s} was committed", noun: "the revert commit for {s}",
            event: "Revert for {s} committed", peers: peers, elsewhere: elsewhere
        )
        .or(
            "the timeout change for {s} was reverted in the repository", noun: "the revert of the timeout change for {s}",
            "Timeout change for {s} reverted in git")
    }

    static func paged(_ time: Int, peers: [String], elsewhere: [String]) -> Fiction.Moment {
        Fiction.Moment(
            time, "checkout", "the on-call engineer was paged for {s}", noun: "the page for {s}", event: "Page for {s}",
            peers: peers, elsewhere: elsewhere
        )
        .or(
            "PagerDuty opened an incident for {s}", noun: "the opening of the PagerDuty incident for {s}",
            "PagerDuty incident for {s} opened")
    }

    static func acknowledged(_ time: Int, peers: [String], elsewhere: [String]) -> Fiction.Moment {
        Fiction.Moment(
            time, "checkout", "the on-call engineer acknowledged the page for {s}",
            noun: "the acknowledgement of the page for {s}", event: "Page for {s} acknowledged", peers: peers,
            elsewhere: elsewhere
        )
        .or(
            "the page for {s} was acknowledged", noun: "the on-call engineer's acknowledgement for {s}",
            "Ack by on-call for {s}")
    }
}
