import Core

extension WireRequest {
    /// The request as it will be sent, less the credentials, whose places are named.
    static func proposed(_ request: GatewayRequest, at endpoint: Endpoint) -> Proposal.Request {
        guard case .http(let call) = request.call, case .origin(let origin) = endpoint.location else {
            return Proposal.Request(method: .get, url: "", headers: [], body: [], credential: "")
        }
        var places = endpoint.secretHeaders.map { "\($0.name.lowercased()): ‹credential›" }
        if endpoint.credential != .none {
            switch call.credential {
            case .configured, .bearer: places.append("authorization: ‹credential›")
            case .header(let name, let prefix): places.append("\(name.lowercased()): \(prefix)‹credential›")
            case .query(let name): places.append("the query item \(name)=‹credential›")
            }
        }
        let secret = Set(endpoint.secretHeaders.map { $0.name.lowercased() })
        return Proposal.Request(
            method: call.method, url: origin.description + call.target,
            headers: plainHeaders(request, call, attempt: 0, endpoint: endpoint).filter { !secret.contains($0.name) },
            body: call.body, credential: places.joined(separator: ", "))
    }
}
