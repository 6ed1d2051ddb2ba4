import Core
import LanguageModels
import Testing

@Suite("Messages of a conversation with a model")
struct ModelMessageTests {
    @Test("a message keeps its parts in order")
    func parts() {
        let message = ModelMessage(.assistant, [.text("look"), .toolUse(id: "1", name: "ask", input: [:])])
        #expect(message.parts.first == .text("look"))
        #expect(message.parts.count == 2)
    }
}
