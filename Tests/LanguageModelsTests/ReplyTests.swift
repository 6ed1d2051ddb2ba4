import Connectors
import Core
import LanguageModels
import Testing

/// What both providers have to make of what servers send.
@Suite("Answers of models")
struct ReplyTests {
    private static let source = SourceDescription(name: "model", kind: "anthropic", options: ["model": "m"])

    private func anthropic(_ text: String) throws -> ModelReply { try AnthropicProvider(Self.source).read(Array(text.utf8)) }
    private func openai(_ text: String) throws -> ModelReply { try OpenAIProvider(Self.source).read(Array(text.utf8)) }

    private static let messages = """
        event: message_start
        data: {"type":"message_start","message":{"id":"msg_1","role":"assistant","content":[],"usage":{"input_tokens":25,"cache_read_input_tokens":100,"cache_creation_input_tokens":7,"output_tokens":1}}}

        event: content_block_start
        data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

        event: ping
        data: {"type":"ping"}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Let me "}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"look."}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":0}

        event: content_block_start
        data: {"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_9","name":"evidence","input":{}}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\\"id\\":"}}

        event: content_block_delta
        data: {"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":" \\"E1\\"}"}}

        event: content_block_stop
        data: {"type":"content_block_stop","index":1}

        event: message_delta
        data: {"type":"message_delta","delta":{"stop_reason":"tool_use","stop_sequence":null},"usage":{"output_tokens":42}}

        event: message_stop
        data: {"type":"message_stop"}


        """

    @Test("a stream of the Messages API: text, a tool with its arguments in pieces, usage with cache, the reason to stop")
    func messagesStream() throws {
        let reply = try anthropic(Self.messages)
        #expect(reply.parts == [.text("Let me look."), .toolUse(id: "toolu_9", name: "evidence", input: ["id": "E1"])])
        #expect(reply.stop == .tools)
        #expect(reply.usage == ModelUsage(input: 25, output: 42, cacheRead: 100, cacheWrite: 7))
        #expect(!reply.isCut)
    }

    @Test("a stream cut at any byte never gives a tool with arguments that are not whole, and never stops for no reason")
    func cutMessages() {
        let bytes = Array(Self.messages.utf8)
        for end in stride(from: 0, to: bytes.count - 80, by: 3) {
            guard let provider = try? AnthropicProvider(Self.source), let reply = try? provider.read(Array(bytes[..<end]))
            else {
                continue
            }
            for use in reply.toolUses { #expect(use.input == ["id": "E1"], "cut at \(end)") }
            if reply.stop == nil { #expect(reply.isCut) }
        }
    }

    @Test("an error in the middle of a stream is a problem, and what came before is there")
    func errorInStream() throws {
        let reply = try anthropic(
            "data: {\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":\"text_delta\",\"text\":\"a\"}}\n\n"
                + "event: error\ndata: {\"type\":\"error\",\"error\":{\"type\":\"overloaded_error\",\"message\":\"Overloaded\"}}\n\n"
        )
        #expect(reply.text == "a")
        #expect(reply.problem?.contains("Overloaded") == true)
        #expect(reply.isCut)
    }

    private static let chat = """
        data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"reasoning_content":"hmm"},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"content":"Two."},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"evidence","arguments":""}}]},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\\"id\\":\\"E1\\"}"}}]},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"evidence","arguments":"{\\"id\\""}}]},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":":\\"E2\\"}"}}]},"finish_reason":null}]}

        data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

        data: {"choices":[],"usage":{"prompt_tokens":100,"completion_tokens":20,"prompt_tokens_details":{"cached_tokens":60}}}

        data: [DONE]


        """

    @Test("a stream of chat completions: two tools in pieces, reasoning passed over, usage in a last chunk")
    func chatStream() throws {
        let reply = try openai(Self.chat)
        #expect(
            reply.parts == [
                .text("Two."), .toolUse(id: "call_a", name: "evidence", input: ["id": "E1"]),
                .toolUse(id: "call_b", name: "evidence", input: ["id": "E2"]),
            ])
        #expect(reply.stop == .tools)
        #expect(reply.usage == ModelUsage(input: 40, output: 20, cacheRead: 60))
        #expect(reply.reasoningBytes == 3)
    }

    @Test("of a stream that is cut in its second tool, the first is kept and the second is not made")
    func cutChat() throws {
        let whole = Self.chat
        let cut = try #require(whole.firstRange(of: "E2")?.lowerBound)
        let reply = try openai(String(whole[..<cut]))
        #expect(reply.toolUses.map(\.id) == ["call_a"])
        #expect(reply.unfinishedTools == 1)
        #expect(reply.isCut)
    }

    @Test("arguments as an object, no id, no number, no usage, and the wrong reason to stop: a local server's answer")
    func local() throws {
        let reply = try openai(
            """
            data: {"choices":[{"delta":{"tool_calls":[{"function":{"name":"evidence","arguments":{"id":"E1"}}},{"function":{"name":"evidence","arguments":{"id":"E2"}}}]},"finish_reason":"stop"}]}

            data: [DONE]


            """)
        #expect(reply.toolUses.map(\.input) == [["id": "E1"], ["id": "E2"]])
        #expect(Set(reply.toolUses.map(\.id)).count == 2)
        #expect(reply.usage == nil)
    }

    @Test("an answer that was not streamed is read too")
    func whole() throws {
        let one = try openai(
            "{\"choices\":[{\"message\":{\"content\":\"hi\"},\"finish_reason\":\"length\"}],\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":1}}"
        )
        #expect(one.text == "hi" && one.stop == .length && one.usage?.total == 4)
        let other = try anthropic(
            "{\"content\":[{\"type\":\"text\",\"text\":\"hi\"}],\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":3,\"output_tokens\":1}}"
        )
        #expect(other.text == "hi" && other.stop == .finished && other.usage?.total == 4)
    }

    @Test("what is no answer is an error, whatever it is")
    func garbage() {
        for text in [
            "", "[]", "null", "<html>", "data: [1]\n\n", "{\"choices\":[]}", "{\"content\":5}", "data: {\"choices\":{}}\n\n",
        ] {
            #expect(throws: ModelError.self, "\(text)") { try openai(text) }
            #expect(throws: ModelError.self, "\(text)") { try anthropic(text) }
        }
    }

    @Test("arguments that are no JSON come as they were written")
    func malformed() throws {
        let reply = try openai(
            "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"{oops\"}}]},\"finish_reason\":\"tool_calls\"}]}\n\n"
        )
        #expect(reply.toolUses.first?.input == .string("{oops"))
    }
}
