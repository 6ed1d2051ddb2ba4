import Core

/// Requests for tools as models get them wrong.
enum MalformedCalls {
    static func move(_ question: ModelQuestion, _ good: ModelMove.ToolCall) -> ModelMove {
        let window = question.window
        switch question.turn {
        case 0:
            return ModelMove(
                text: "Calling.",
                calls: [
                    .init(name: "run_shell", arguments: "{\"command\":\"ls\"}"),
                    .init(name: good.name, arguments: "{\"service\": "),
                    .init(name: "", arguments: "{}"), .init(name: "evidence", arguments: "[1,2]"),
                    .init(name: "name with spaces and\u{202E}more", arguments: "null"),
                ])
        case 1:
            return ModelMove(calls: [
                .init(name: "evidence", arguments: "{\"ID\": [\"E1\"], \"skip\": \"0\"}"),
                .init(name: good.name, arguments: wrongTypes(good.arguments, window)),
                .init(name: "draft_claims", arguments: "{\"claims\": {\"text\": 5}}"),
                .init(name: "draft_claims", arguments: "{\"claims\": \"[{\\\"section\\\": \\\"SUMMARY\\\"}]\"}"),
                .init(
                    name: "evidence",
                    arguments: String(repeating: "{\"a\":", count: 400) + "1" + String(repeating: "}", count: 400)),
            ])
        case 2:
            let claims: [JSONValue] = question.findings.prefix(2).map {
                ["Section": "Summary", "text": .string($0.statement), "citations": .string($0.id)]
            }
            return ModelMove(calls: [
                .init(name: "draft_claims", arguments: JSONValue.object(["claims": .array(claims)]).compact)
            ])
        default: return ModelMove(text: "Done.")
        }
    }

    /// Times as Unix seconds.
    private static func wrongTypes(_ arguments: String, _ window: [String]) -> String {
        guard var object = (try? JSONValue(parsing: arguments))?.object else { return arguments }
        for (name, time) in zip(["from", "to"], window) {
            guard let instant = Instant(rfc3339: time), object[name] != nil else { continue }
            object[name] = .number(Int(instant.wholeSeconds))
        }
        return JSONValue.object(object).compact
    }
}
