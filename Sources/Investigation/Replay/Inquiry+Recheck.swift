import Connectors
public import Core
import Gateway

extension Inquiry {
    /// What came of asking one recorded question again.
    public struct Recheck: Sendable {
        public enum Verdict: Sendable, Hashable {
            case same
            /// What differs, a line each.
            case changed([String])
            /// It answered then, and does not now.
            case gone(String)
            /// It was not asked: a write, a refusal, a source that is no longer configured.
            case notAsked(String)

            public var word: String {
                switch self {
                case .same: "same"
                case .changed: "changed"
                case .gone: "gone"
                case .notAsked: "not asked"
                }
            }
        }

        public var key: CallKey
        public var source: SourceName
        /// The request's first line.
        public var question: String
        public var verdict: Verdict
    }

    /// Asks the same literal questions again, live and through the gateway, and compares the answers. Writes are never asked
    /// again.
    ///
    /// - Parameters:
    ///   - keys: of the calls; all of the investigation's when `nil`.
    ///   - configuration: where the sources are now; as recorded when `nil`.
    ///   - recheckID: the id that the new exchanges are recorded under.
    public func recheck(
        _ id: String, keys: [CallKey]?, configuration: Configuration?, recheckID: String, principal: Principal
    ) async throws(InquiryError) -> [Recheck] {
        let entries = try await entries(of: id)
        let start = try StartRecord(from: entries)
        var now = configuration ?? start.configuration
        if now.sources.isEmpty { now.sources = start.configuration.sources }
        let connectors = try Inquiry.connectors(now)
        try await append([try await policyEntry(of: recheckID, by: principal)])
        let gateway = gateway(now, incident: start.start.text, principal: principal)
        let intents = entries.filter { $0.kind == .intent }
        var asked: [CallKey] = []
        for key in keys ?? intents.compactMap(\.key) where !asked.contains(key) { asked.append(key) }
        var results: [Recheck] = []
        for (index, key) in asked.enumerated() {
            guard let intent = intents.last(where: { $0.key == key }) else { continue }
            let outcome = entries.last { $0.key == key && $0.kind == .outcome }
            let question = intent.content["head"]?.string?.split(separator: "\n").first.map(String.init) ?? key.path
            let source = SourceName(intent.content["source"]?.string ?? "")
            let newKey = CallKey(investigation: recheckID, round: 0, path: "recheck/\(key.path)", step: key.step, index: index)
            let verdict = await verdict(
                on: intent, outcome, source, connectors, gateway, newKey, limits: now.limits(of: source))
            results.append(Recheck(key: key, source: source, question: question, verdict: verdict))
        }
        return results
    }

    private func verdict(
        on intent: LedgerEntry, _ outcome: LedgerEntry?, _ source: SourceName,
        _ connectors: [(source: SourceName, connector: any Connector)], _ gateway: Gateway, _ key: CallKey,
        limits: Endpoint.Limits
    ) async -> Recheck.Verdict {
        guard let connector = connectors.first(where: { $0.source == source })?.connector else {
            return .notAsked("no source is named '\(source)' now")
        }
        let name = intent.content["tool"]?.string
        guard let tool = connector.tools.first(where: { $0.description.name == name })?.description else {
            return .notAsked("the source has no tool '\(name ?? "")' now")
        }
        guard tool.effect == .read else { return .notAsked("it is a write, and writes are never repeated") }
        guard let call = intent.content["call"].flatMap(CallCoding.call) else {
            return .notAsked("the ledger no longer holds the question")
        }
        guard let outcome, case .reply(let then) = RecordedExchanges.result(of: outcome, store: ledger, limits: limits) else {
            return .notAsked("there was no answer then to compare with")
        }
        guard let before = try? then.body.bytes() else { return .notAsked("the ledger no longer holds the answer") }
        let request = GatewayRequest(
            call: call, key: key, source: source, tool: tool, input: intent.content["input"] ?? [:],
            data: [type(of: connector).dataClass], principal: .playbook)
        switch await gateway.perform(request).outcome.result {
        case .reply(let reply):
            guard reply.status < 400 || then.status >= 400 else { return .gone("answers \(reply.status) now") }
            guard let after = try? reply.body.bytes() else { return .gone("the new answer could not be read") }
            var lines = Difference.lines(from: before, to: after)
            if reply.status != then.status { lines.insert("status \(then.status) then, \(reply.status) now", at: 0) }
            return lines.isEmpty ? .same : .changed(lines)
        case .failed(let failure): return .gone(failure.detail)
        case .denied(let reason), .overBudget(let reason): return .notAsked(reason)
        case .cut(_, let reason): return .gone(reason)
        }
    }
}

extension Configuration {
    fileprivate func limits(of source: SourceName) -> Endpoint.Limits {
        sources.first { $0.description.name == source }?.endpoint.limits ?? Endpoint.Limits()
    }
}
