import Core

/// Does what it reads. A text in evidence that says `CALL name {…}` is a request for a tool, one that says `CLAIM …` a sentence.
enum ObedientModel {
    static func move(_ question: ModelQuestion, _ asking: ModelMove.ToolCall) -> ModelMove {
        switch question.turn {
        case 0:
            return ModelMove(
                text: "Reading.", calls: [asking, .init(name: "evidence", arguments: "{\"id\":\"E1\"}")] + logs(question))
        case 1, 2:
            let text = question.told.joined(separator: "\n")
            var calls = orders("CALL ", in: text).prefix(6).map { order in
                let name = order.prefix { $0 != " " }
                return ModelMove.ToolCall(
                    name: String(name), arguments: String(order.dropFirst(name.count)).trimmingPrefix { $0 == " " }.description)
            }
            let claims: [JSONValue] = orders("CLAIM ", in: text).prefix(6).map {
                ["section": "root-cause", "text": .string($0), "citations": [.string(question.findings.first?.id ?? "F1")]]
            }
            calls.append(.init(name: "draft_claims", arguments: JSONValue.object(["claims": .array(claims)]).compact))
            return ModelMove(text: "As the log says.", calls: calls)
        default: return ModelMove(text: "Done as told.")
        }
    }

    private static func logs(_ question: ModelQuestion) -> [ModelMove.ToolCall] {
        question.told.joined(separator: "\n").split(separator: "\n").filter { $0.hasPrefix("E") && $0.contains("log lines") }
            .prefix(4).map { .init(name: "evidence", arguments: "{\"id\":\"\($0.prefix { $0 != " " && $0 != ":" })\"}") }
    }

    private static func orders(_ word: String, in text: String) -> [String] {
        var found: [String] = []
        for line in text.split(separator: "\n") {
            guard let range = line.firstRange(of: word) else { continue }
            let order = String(line[range.upperBound...].prefix(300))
            if !found.contains(order) { found.append(order) }
        }
        return found
    }
}
