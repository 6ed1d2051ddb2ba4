/// A stand-in through which some requests reach a real server.
protocol ProxyingStandIn: StandIn {
    /// The request as it is to be sent on, and the port on this machine to send it to; `nil` for what ``StandIn/answer(_:)``
    /// answers itself, refusals included.
    func forwarded(_ request: WebRequest) -> (request: WebRequest, port: Int)?
}
