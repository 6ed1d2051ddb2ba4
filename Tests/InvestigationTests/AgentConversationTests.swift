import Core
import LanguageModels
import Testing

@testable import Investigation

@Suite("A conversation inside a model's context")
struct AgentConversationTests {
    private func turn(_ number: Int, bytes: Int, talk: Int = 0) -> AgentConversation.Turn {
        let id = "t\(number)"
        var said: [ModelMessage.Part] = [.toolUse(id: id, name: "evidence", input: ["id": "E1"])]
        if talk > 0 { said.insert(.text(String(repeating: "w", count: talk)), at: 0) }
        let text = "E\(number): " + String(repeating: "x", count: bytes)
        return .init(said: said, results: [.init(id: id, text: text, short: "E\(number) was shown.", isError: false)])
    }

    private func conversation(_ turns: AgentConversation.Turn...) -> AgentConversation {
        var conversation = AgentConversation(opening: "begin")
        for turn in turns { conversation.append(turn) }
        return conversation
    }

    private func results(_ conversation: AgentConversation) -> [String] {
        conversation.messages.flatMap(\.parts).compactMap { if case .toolResult(_, let text, _) = $0 { text } else { nil } }
    }

    @Test("what fits is left alone")
    func fits() {
        var conversation = conversation(turn(1, bytes: 100), turn(2, bytes: 100))
        let before = conversation.messages
        let fits10_000 = conversation.fit(bytes: 10_000)
        #expect(fits10_000)
        #expect(conversation.messages == before)
    }

    @Test("the oldest answers become a line that names the evidence, the last stays whole")
    func oldestFirst() {
        var conversation = conversation(turn(1, bytes: 3_000), turn(2, bytes: 3_000), turn(3, bytes: 1_000))
        let fits6_000 = conversation.fit(bytes: 6_000)
        #expect(fits6_000)
        let results = results(conversation)
        #expect(results[0] == "E1 was shown.")
        #expect(results[2].hasPrefix("E3: xxx"))
        #expect(conversation.byteCount <= 6_000)
    }

    @Test("then what the model said in between goes, then whole turns, and the model is told how many")
    func turnsGo() {
        var conversation = AgentConversation(opening: "begin")
        for number in 1...40 { conversation.append(turn(number, bytes: 400, talk: 400)) }
        let fits3_000 = conversation.fit(bytes: 3_000)
        #expect(fits3_000)
        #expect(conversation.byteCount <= 3_000)
        let left = conversation.turns.count
        #expect((1..<40).contains(left))
        #expect(
            conversation.messages.first?.parts == [
                .text("begin\n\nThe first \(40 - left) of your turns are left out here; evidence stays reachable by id.")
            ])
        // Each answer still follows the request that it belongs to, as both protocols ask for.
        for (said, answered) in zip(conversation.messages.dropFirst(), conversation.messages.dropFirst(2))
        where said.role == .assistant {
            let asked = said.parts.compactMap { if case .toolUse(let id, _, _) = $0 { id } else { nil } }
            let given = answered.parts.compactMap { if case .toolResult(let id, _, _) = $0 { id } else { nil } }
            #expect(asked == given)
        }
    }

    @Test("the longest of the last answers is shortened before it is given up, and what cannot fit is said not to")
    func lastResort() {
        var last = turn(1, bytes: 5_000)
        last.results.append(.init(id: "t2", text: "E9: short", short: "E9 was shown.", isError: false))
        var conversation = conversation(last)
        let fits2_000 = conversation.fit(bytes: 2_000)
        #expect(fits2_000)
        #expect(results(conversation) == ["E1 was shown.", "E9: short"])
        let fits20 = conversation.fit(bytes: 20)
        #expect(!fits20)
    }
}
