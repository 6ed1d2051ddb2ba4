import Core

/// Which answers a call was written from. A value that a source itself gave may go back to it.
actor Lineage {
    private struct Exchange {
        var source: SourceName
        var parents: [CallKey]
        var body: Body?
    }

    private var exchanges: [CallKey: Exchange] = [:]

    /// Bytes of earlier answers that are searched for one call.
    private static let most = 64 << 20

    func note(_ request: GatewayRequest, _ result: Outcome.Result) {
        var body: Body?
        if case .reply(let reply) = result { body = reply.body }
        exchanges[request.key] = Exchange(source: request.source, parents: request.parents, body: body)
    }

    /// The decoded answers of one source among the ancestors of a call. A pure function of the plan, so that a replay finds
    /// the same ones.
    func answers(from source: SourceName, before parents: [CallKey]) -> [[UInt8]] {
        var found: [[UInt8]] = []
        var left = Lineage.most
        var seen: Set<CallKey> = []
        var waiting = parents.sorted()
        while let key = waiting.popLast() {
            guard seen.insert(key).inserted, let exchange = exchanges[key] else { continue }
            waiting.append(contentsOf: exchange.parents.sorted())
            guard exchange.source == source, let body = exchange.body, body.count <= left else { continue }
            left -= body.count
            if let bytes = try? body.bytes() { found.append(bytes) }
        }
        return found
    }
}
