import Connectors
import Core
import Testing

/// Which silences may be proposed at all.
@Suite("Silences that are too wide")
struct AlertmanagerSilenceTests {
    private static func begin(_ matchers: [String]) throws {
        let connector = try AlertmanagerConnector(SourceDescription(name: "alerts", kind: "alertmanager"))
        let tool = try #require(connector.tools.first { $0.description.name == "alertmanager_create_silence" })
        _ = try tool.begin([
            "matchers": .array(matchers.map { .string($0) }), "startsAt": "2026-12-01T00:00:00Z",
            "endsAt": "2026-12-31T00:00:00Z", "createdBy": "ana", "comment": "because",
        ])
    }

    @Test(
        "a set of matchers that could match every alert is refused",
        arguments: [
            [], ["service=~\".*\""], ["service=~\".+\""], ["a=~\".*\"", "b=~\"(.*)\""], ["service=\"\""], ["service!=\"x\""],
            ["service!~\"x\""], ["service=~\"\""], ["service=~\"^.*$\""], ["service=~\"checkout|.*\""], ["service=~\"a*\""],
            ["service=~\"a?\""], ["service=~\"a{0}\""], ["service=~\"(?:a|.*)\""], ["service=~\"[a-z]*\""],
            ["service=~\"[^a]+\""], ["service=~\"\\\\w+\""], ["service=~\"\\\\pL+\""], ["service=~\"\\\\Q\\\\E.*\""],
            ["service=~\"a{0,2}\""], ["service=~\"ab{|.*|x}\""], ["service=~\"x|\""], ["service=~\"|x\""],
            ["service=~\"(?i).*\""], ["service=~\"[\\\\s\\\\S]+\""],
            ["service=~\"\\\\x{0}|.*\""], ["service=~\"a|\\\\pL|.*\""], ["service=~\"((((x\""], ["service=~\"[]x].*\""],
        ])
    func wide(matchers: [String]) {
        #expect(throws: InputError.self) { try Self.begin(matchers) }
    }

    @Test(
        "a set with one matcher that asks for a value is accepted",
        arguments: [
            ["service=\"checkout\""], ["service=~\"checkout|cart\""], ["service=~\"checkout-.*\""],
            ["env!=\"prod\"", "a=\"b\""],
            ["service=~\".*\"", "alertname=\"X\""], ["service=~\"(pre)?checkout\\\\d+\""], ["service=~\".*-gateway\""],
        ])
    func narrow(matchers: [String]) {
        #expect(throws: Never.self) { try Self.begin(matchers) }
    }

    @Test("long expressions are judged in linear time")
    func linear() {
        let bars = "service=~\"" + String(repeating: "a|", count: 490) + "\""
        #expect(throws: InputError.self) { try Self.begin([bars]) }
        #expect(throws: InputError.self) { try Self.begin(["service=~\"" + String(repeating: "(", count: 990) + "\""]) }
        #expect(throws: InputError.self) { try Self.begin(["service=\"" + String(repeating: "x", count: 1001) + "\""]) }
    }

    /// A narrow expression holds a letter or digit that every match has, so a text without any cannot match. Swift's own
    /// expressions stand in for RE2's, whose syntax they share here.
    @Test("no random expression that is accepted as narrow matches a text without letters and digits")
    func agreesWithAnEngine() throws {
        let tokens = [
            "a", "b", "0", ".", ".*", "*", "+", "?", "|", "|", "(", ")", "(?:", "[", "[^", "]", "^", "$", "{0}", "{0,2}", "{",
            "}",
            "\\d", "\\D", "\\W", "\\s", "\\.", "\\p{L}", "\\P{L}", "\\]", "\\|", "-",
        ]
        var state: UInt64 = 42
        func random(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        var accepted = 0
        for _ in 0..<20_000 {
            let pattern = (0...random(9)).map { _ in tokens[random(tokens.count)] }.joined()
            let quoted = pattern.replacing("\\", with: "\\\\")
            guard (try? Self.begin(["s=~\"\(quoted)\""])) != nil, let expression = try? Regex(pattern) else { continue }
            accepted += 1
            for text in ["", "~", "~~", "☃-~.", "|", "]"] {
                #expect(try expression.wholeMatch(in: text) == nil, "'\(pattern)' matches '\(text)'")
            }
        }
        #expect(accepted > 1000)
    }
}
