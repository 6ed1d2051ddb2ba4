import Connectors
import Core
import LanguageModels
import Testing

@Suite("Providers of models")
struct ProviderTests {
    private let source = SourceDescription(name: "model", kind: "openai", options: ["model": "m", "maxOutputTokens": 512])

    private var request: ModelRequest {
        ModelRequest(
            system: "rules",
            messages: [
                ModelMessage(.user, [.text("begin")]),
                ModelMessage(.assistant, [.text("look"), .toolUse(id: "t1", name: "evidence", input: .string("{oops"))]),
                ModelMessage(.user, [.toolResult(id: "t1", text: "no object", isError: true), .text("go on")]),
            ], tools: [.init(name: "evidence", summary: "shows", input: ["type": "object"])], maxOutputTokens: 512)
    }

    private func body(_ call: HTTPCall) throws -> JSONValue { try JSONValue(parsing: call.body) }

    @Test("a request of the Messages API has its tools, its results and an object where a model wrote none")
    func messages() throws {
        let call = try AnthropicProvider(source).call(for: request)
        #expect(call.path == ["v1", "messages"])
        #expect(call.credential == .header(name: "x-api-key", prefix: ""))
        let document = try body(call)
        #expect(document["stream"]?.bool == true)
        #expect(document["max_tokens"]?.int == 512)
        #expect(document["messages"]?[1]?["content"]?[1]?["input"]?.object != nil)
        #expect(document["messages"]?[2]?["content"]?[0]?["is_error"]?.bool == true)
        #expect(document["tools"]?[0]?["input_schema"]?["type"]?.string == "object")
    }

    @Test("a server that needs no key is asked without")
    func keyless() throws {
        var source = source
        source.options["hasKey"] = false
        #expect(try AnthropicProvider(source).call(for: request).credential == .configured)
    }

    @Test("a request of chat completions has results as messages of their own, and asks for usage")
    func chat() throws {
        let document = try body(try OpenAIProvider(source).call(for: request))
        let roles = (document["messages"]?.array ?? []).compactMap { $0["role"]?.string }
        #expect(roles == ["system", "user", "assistant", "tool", "user"])
        #expect(document["messages"]?[2]?["tool_calls"]?[0]?["function"]?["arguments"]?.string == "{oops")
        #expect(document["stream_options"]?["include_usage"]?.bool == true)
    }

    @Test("each provider asks with a tool that discloses, on one route, and everything else only reads")
    func effects() throws {
        for type in ModelRegistry.providers {
            let provider = try type.init(source)
            #expect(provider.asking.effect == .disclose)
            #expect(provider.asking.routes.count == 1)
            #expect(provider.asking.routes[0].matches(.http(provider.call(for: request))))
            #expect(provider.tools.filter { $0.description.effect == .disclose }.count == 1)
            #expect(provider.tools.allSatisfy { [.read, .disclose].contains($0.description.effect) })
        }
    }

    @Test(
        "errors are told apart, with the server's words and the request's id",
        arguments: [
            (401, #"{"error":{"type":"authentication_error","message":"bad key"}}"#, ModelError.Kind.denied),
            (429, #"{"error":{"type":"rate_limit_error","message":"slow down"}}"#, .busy), (529, "", .busy),
            (400, #"{"error":{"type":"invalid_request_error","message":"prompt is too long: 9 > 8"}}"#, .contextExceeded),
            (400, #"{"error":{"code":"context_length_exceeded","message":"x"}}"#, .contextExceeded),
            (400, #"{"error":"registry: no such model"}"#, .invalid), (500, "<html>", .failed),
        ])
    func errors(status: Int, body: String, kind: ModelError.Kind) throws {
        for type in ModelRegistry.providers {
            let provider = try type.init(source)
            let reply = Reply(status: status, headers: [.init(type.requestIDHeader, "req_7")], body: Body(body))
            let key = CallKey(investigation: "i", round: 0, path: "model/1", step: 0, index: 0)
            let outcome = Outcome(key: key, call: .http(provider.call(for: request)), result: .reply(reply))
            do throws(ModelError) {
                _ = try provider.reply(from: outcome)
                Issue.record("\(status) was an answer")
            } catch {
                #expect(error.kind == kind, "\(error)")
                #expect(error.requestID == "req_7")
            }
        }
    }

    @Test("options that cannot be are refused by name")
    func options() {
        for (name, value) in [
            ("contextTokens", JSONValue.number(5)), ("prices", ["input": 1]), ("outputLimit", "tokens"), ("model", ""),
        ] {
            var options: JSONObject = ["model": "m"]
            options[name] = value
            do throws(InputError) {
                _ = try OpenAIProvider(SourceDescription(name: "model", kind: "openai", options: options))
                Issue.record("\(name) was taken")
            } catch { #expect(error.field.hasPrefix(name)) }
        }
    }

    @Test("estimates learn from what servers count, and cost comes from the configuration's prices alone")
    func tokens() {
        var estimate = TokenEstimate()
        #expect(estimate.tokens(bytes: 3_000) == 1_000)
        estimate.learn(bytes: 3_000, reported: 2_000)
        #expect(estimate.tokens(bytes: 3_000) > 2_000)
        estimate.learn(bytes: 3_000, reported: 0)
        #expect(estimate.tokens(bytes: 3_000) > 2_000)
        let prices = ModelPrices(input: 3, output: 15, cacheRead: 0.3)
        let cost = prices.cost(of: ModelUsage(input: 1_000_000, output: 100_000, cacheRead: 1_000_000))
        #expect(abs(cost - 4.8) < 1e-9)
    }
}
