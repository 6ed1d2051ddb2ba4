import Core

extension WireRequest {
    /// Puts the pinned origin, the configured headers and the credential round a call. The second value is what no answer may
    /// repeat.
    static func build(
        _ request: GatewayRequest, attempt: Int, endpoint: Endpoint, vault: CredentialVault
    ) async throws(Failure) -> (request: WireRequest, echo: CredentialEcho) {
        switch (request.call, endpoint.location) {
        case (.http(let call), .origin(let origin)):
            let filling = try await vault.fill(call.credential, from: endpoint.credential)
            var headers = plainHeaders(request, call, attempt: attempt, endpoint: endpoint)
            if let header = filling.header {
                headers.removeAll { $0.name == header.name }
                headers.append(header)
            }
            var call = call
            if let item = filling.query { call.query.append(item) }
            var secrets = filling.secrets
            for secretHeader in endpoint.secretHeaders {
                let (field, secret) = try vault.header(secretHeader)
                headers.removeAll { $0.name == field.name }
                headers.append(field)
                secrets.append(secret)
            }
            let url = origin.description + call.target
            return (
                .http(method: call.method, url: url, headers: headers, body: call.body), CredentialEcho(secrets)
            )
        case (.process(let call), .directory(let path)): return (.process(call, directory: path), CredentialEcho([]))
        case (.file(let call), .directory(let path)): return (.file(call, directory: path), CredentialEcho([]))
        default: throw Failure(.notFound, "the source \(endpoint.name) cannot take a call of this kind")
        }
    }

    /// The request as the ledger holds it: line and headers, with the credential's slot unfilled.
    static func literalHead(_ request: GatewayRequest, attempt: Int, at endpoint: Endpoint) -> String {
        switch (request.call, endpoint.location) {
        case (.http(let call), .origin(let origin)):
            var lines = ["\(call.method.rawValue) \(origin.prefix)\(call.target) HTTP/1.1", "host: \(origin.authority)"]
            lines += plainHeaders(request, call, attempt: attempt, endpoint: endpoint).map { "\($0.name): \($0.value)" }
            lines += endpoint.secretHeaders.map { "\($0.name.lowercased()): ‹credential›" }
            if case .none = endpoint.credential {
            } else {
                switch call.credential {
                case .configured, .bearer: lines.append("authorization: ‹credential›")
                case .header(let name, let prefix): lines.append("\(name.lowercased()): \(prefix)‹credential›")
                case .query(let name): lines[0] += " (with \(name)=‹credential›)"
                }
            }
            return lines.joined(separator: "\n")
        case (.process(let call), _): return ([call.program.rawValue] + call.arguments).joined(separator: "\n")
        case (.file(let call), _):
            let line = call.operation.rawValue + " " + call.path.joined(separator: "/")
            return call.range.map { "\(line)\nbytes \($0.offset) \($0.count)" } ?? line
        default: return ""
        }
    }

    static func plainHeaders(
        _ request: GatewayRequest, _ call: HTTPCall, attempt: Int, endpoint: Endpoint
    ) -> [HTTPCall.Field] {
        // The key in the user agent lets the people who run the source see which investigation asked, and stop it.
        var headers = [
            HTTPCall.Field("user-agent", "inquest/\(Gateway.version) (\(request.key) a\(attempt))"),
            HTTPCall.Field("accept-encoding", "gzip"),
        ]
        headers += call.headers.map { HTTPCall.Field($0.name.lowercased(), $0.value) }
        if !headers.contains(where: { $0.name == "accept" }) { headers.append(HTTPCall.Field("accept", "application/json")) }
        for header in endpoint.headers {
            headers.removeAll { $0.name == header.name.lowercased() }
            headers.append(HTTPCall.Field(header.name.lowercased(), header.value))
        }
        return headers
    }
}
