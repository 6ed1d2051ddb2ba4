import Connectors
import Core
import Testing

@Suite("Alerting rules of Loki's ruler") struct LokiRulesTests {
    /// What comes of the answers to the rules with their states, and, where these are not given, to the rules alone.
    private func ask(_ answers: (status: Int, body: String)...) throws -> Step {
        let connector = try LokiConnector(SourceDescription(name: "loki", kind: "loki"))
        let tool = try #require(connector.tools.first { $0.description.name == "loki_rules" })
        var conversation = try tool.begin([:])
        var step = conversation.next([])
        for (number, answer) in answers.enumerated() {
            guard case .calls(let calls) = step.then else { break }
            let key = CallKey(investigation: "t", round: 0, path: "p", step: number, index: 0)
            let reply = Reply(status: answer.status, body: Body(Array(answer.body.utf8)))
            step = conversation.next([Outcome(key: key, call: calls[0], result: .reply(reply))])
        }
        return step
    }

    private func failed(_ step: Step) -> Bool {
        guard step.evidence.count == 1, case .nothing = step.evidence[0].observation,
            case .failed = step.evidence[0].completeness
        else { return false }
        return true
    }

    @Test("of rules that cannot be read there may be some; where there is nothing else, there is no proof that there is none")
    func unreadable() throws {
        let states = try ask(
            (200, #"{"status":"success","data":{"groups":[{"name":"g","rules":[{"type":"alerting","name":"A"}]}]}}"#))
        #expect(failed(states), "\(states.evidence)")
        #expect(states.diagnostics.map(\.message) == ["alerting rules on logs: 1 could not be read"])
        let files = try ask((500, ""), (200, "shop:\n- name: g\n  rules:\n  - alert: A\n  - {record: r, expr: vector(1)}\n"))
        #expect(failed(files), "\(files.evidence)")
        #expect(files.diagnostics.map(\.message).contains("alerting rules on logs: 1 could not be read"))
    }

    @Test("a ruler with recording rules alone has no alerting rule")
    func recording() throws {
        let files = try ask((500, ""), (200, "shop:\n- name: g\n  rules:\n  - {record: r, expr: vector(1)}\n"))
        #expect(files.evidence.map(\.completeness) == [.noneThere])
    }
}
