import Connectors
public import Core
import Gateway

extension Inquiry {
    /// What a source said when it was asked something harmless.
    public struct Checkup: Sendable {
        public var source: ConfiguredSource
        /// Evidence of the answer; empty when there was none.
        public var answer: Answer
        public var tools: [ToolDescription]
        /// Does it answer, with a credential that is good?
        public var works: Bool { !answer.gaps.contains { $0.kind != .partial } }
    }

    /// Asks every source something harmless, through the gateway and into the ledger, under an id of its own.
    public func checkup(
        _ configuration: Configuration, id: String, principal: Principal
    ) async throws(InquiryError) -> [Checkup] {
        let connectors = try Inquiry.connectors(configuration)
        try await append([try await policyEntry(of: id, by: principal)])
        let questioner = questioner(gateway(configuration, incident: id, principal: principal), connectors, id: id)
        var checkups: [Checkup] = []
        await withTaskGroup(of: (Int, Answer).self) { group in
            for (index, entry) in connectors.enumerated() {
                let question = Question(
                    source: entry.source, probe: entry.connector.checkup, path: "checkup/\(entry.source)", round: 0)
                group.addTask { (index, await questioner.ask(question)) }
            }
            for await (index, answer) in group {
                checkups.append(
                    Checkup(
                        source: configuration.sources[index], answer: answer,
                        tools: connectors[index].connector.tools.map(\.description)))
            }
        }
        let order = configuration.sources.map(\.description.name)
        return checkups.sorted {
            (order.firstIndex(of: $0.source.description.name) ?? 0) < (order.firstIndex(of: $1.source.description.name) ?? 0)
        }
    }

    /// Asks one question outside an investigation's plan: what `init` looks around with.
    public func ask(
        _ probe: Probe, of source: SourceName, in configuration: Configuration, id: String, principal: Principal
    ) async throws(InquiryError) -> Answer {
        let connectors = try Inquiry.connectors(configuration)
        let question = Question(source: source, probe: probe, path: "ask/\(source)/\(probe.tool)", round: 0)
        let gateway = gateway(configuration, incident: id, principal: principal)
        return await questioner(gateway, connectors, id: id).ask(question)
    }
}
