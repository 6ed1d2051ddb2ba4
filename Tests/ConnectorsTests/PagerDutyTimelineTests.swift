import Connectors
import Core
import Testing

@Suite("PagerDuty's timeline") struct PagerDutyTimelineTests {
    @Test("of more notes than are read the first are evidence, and the rest is told; a note that the log has is told once")
    func manyNotes() throws {
        let connector = try PagerDutyConnector(SourceDescription(name: "pagerduty", kind: "pagerduty"))
        let tool = try #require(connector.tools.first { $0.description.name == "pagerduty_timeline" })
        var conversation = try tool.begin(["id": "PT4KHLK"])
        func time(_ second: Int) -> JSONValue { .string("2026-06-18T14:\(10 + second / 60 % 50):\(10 + second % 50)Z") }
        let entry: JSONValue = ["id": "R1", "type": "annotate_log_entry", "created_at": "2026-06-18T14:10:11Z"]
        let notes = (0..<2003).map { number -> JSONValue in ["content": .string("note \(number)"), "created_at": time(number)] }
        let bodies: [JSONValue] = [["log_entries": [entry], "more": false], ["notes": .array(notes)]]
        guard case .calls(let calls) = conversation.next([]).then else { throw Unexpected() }
        let outcomes = zip(calls, bodies).enumerated().map { index, pair in
            let key = CallKey(investigation: "t", round: 0, path: "p", step: 0, index: index)
            return Outcome(key: key, call: pair.0, result: .reply(Reply(status: 200, body: Body(Array(pair.1.compact.utf8)))))
        }
        let step = conversation.next(outcomes)
        #expect(step.evidence.count == 2000)
        #expect(step.evidence.allSatisfy { $0.completeness == .cutOff(reason: "the first 2000 of 2003 were read") })
        #expect(step.diagnostics.map(\.message) == ["notes of incident PT4KHLK: the first 2000 of 2003 were read"])
    }

    private struct Unexpected: Error {}
}
