import Core
import Testing

@testable import Lab

@Suite("What a scripted model sends")
struct ModelWireTests {
    /// The providers' own client libraries give up on a stream that lacks one of these.
    @Test("a message begins with all members that the Messages API gives it")
    func beginning() throws {
        let events = ModelWire.anthropic(ModelMove(text: "so"), model: "scripted", readTokens: 7)
        let first = try #require(events.first?.split(separator: "\n").last?.dropFirst("data: ".count))
        let message = try #require(try JSONValue(parsing: String(first))["message"])
        let names = Set(message.object?.members.map(\.name) ?? [])
        #expect(names == ["id", "type", "role", "content", "model", "stop_reason", "stop_sequence", "usage"])
        #expect(message["content"]?.array?.isEmpty == true)
        #expect(events.last?.hasPrefix("event: message_stop\n") == true)
    }

    @Test("a stream that breaks lacks its end, in both protocols")
    func half() {
        let move = ModelMove(text: "so", calls: [.init(name: "evidence", arguments: "{\"id\":\"E1\"}")])
        for events in [
            ModelWire.anthropic(move, model: "scripted", readTokens: 7), ModelWire.chat(move, model: "scripted", readTokens: 7),
        ] {
            let sent = events.prefix(ModelWire.half(of: events))
            #expect(
                !sent.contains { $0.contains("message_stop") || $0.contains("[DONE]") || $0.contains("finish_reason\":\"tool") }
            )
            #expect(sent.contains { $0.contains("evidence") })
        }
    }
}
