import Core

/// What a scripted model answers: a function of the script and the question.
struct ModelActor: Sendable {
    let script: ModelScript

    func move(for question: ModelQuestion, isFirstTry: Bool) -> ModelMove {
        switch script {
        case .honest: return honest(question, question.turn)
        case .liar: return Lies.move(question)
        case .inventor: return inventor(question)
        case .loops: return ModelMove(text: "Let me look.", calls: [asking(question)])
        case .malformed: return MalformedCalls.move(question, asking(question))
        case .stalls:
            var move = honest(question, question.turn)
            if question.turn == 1 { move.manner = .stalled }
            return move
        case .cuts: return cutting(question)
        case .limited: return isFirstTry ? refused(429, "rate_limit_error", 1) : honest(question, question.turn)
        case .busy: return isFirstTry ? refused(529, "overloaded_error", 1) : honest(question, question.turn)
        case .overloaded: return refused(529, "overloaded_error", 1)
        case .exceeds: return exceeding(question)
        case .obedient: return ObedientModel.move(question, asking(question))
        }
    }

    // MARK: Good ones

    private func honest(_ question: ModelQuestion, _ turn: Int) -> ModelMove {
        switch turn {
        case 0: return ModelMove(text: "I look at the signals first.", calls: [asking(question)])
        case 1:
            return ModelMove(calls: [
                call("propose_hypothesis", ["statement": "A change did it.", "refuted_by": "An onset before the change."]),
                call("evidence", ["id": "E1"]),
            ])
        case 2: return ModelMove(calls: [call("draft_claims", ["claims": .array(claims(question))])])
        default: return ModelMove(text: "Nothing is left to test.")
        }
    }

    private func claims(_ question: ModelQuestion) -> [JSONValue] {
        question.findings.prefix(5).map {
            ["section": "summary", "text": .string($0.statement), "citations": [.string($0.id)]]
        }
    }

    /// A question to the first tool that can be asked with a service and times.
    private func asking(_ question: ModelQuestion) -> ModelMove.ToolCall {
        let own: Set<String> = ["evidence", "propose_hypothesis", "draft_claims"]
        let askable = question.tools.filter { !own.contains($0.name) }.compactMap { tool -> (String, JSONObject)? in
            var arguments = JSONObject()
            for name in (tool.input["required"]?.array ?? []).compactMap(\.string) {
                let schema = tool.input["properties"]?[name]
                switch (name, schema?["format"]?.string) {
                case ("service", _): arguments[name] = .string(question.service)
                case ("from", "date-time"): arguments[name] = .string(question.window.first ?? "")
                case ("to", "date-time"): arguments[name] = .string(question.window.dropFirst().first ?? "")
                default: return nil
                }
            }
            return (tool.name, arguments)
        }
        let chosen = askable.first { $0.0.contains("metric") } ?? askable.first { $0.1["service"] != nil } ?? askable.first
        return chosen.map { call($0.0, .object($0.1)) } ?? call("evidence", ["id": "E1"])
    }

    private func call(_ name: String, _ arguments: JSONValue) -> ModelMove.ToolCall {
        ModelMove.ToolCall(name: name, arguments: arguments.compact)
    }

    // MARK: Bad ones

    private func inventor(_ question: ModelQuestion) -> ModelMove {
        guard question.turn == 0 else { return ModelMove(text: "Done.") }
        let texts = ["E9999", "F9999", "E0", "seen", ""]
        return ModelMove(calls: [
            call(
                "draft_claims",
                [
                    "claims": .array(
                        texts.enumerated().map { place, id in
                            [
                                "section": "summary",
                                "text": .string("The cache was flushed \(place + 3) times at 03:3\(place)."),
                                "citations": id.isEmpty ? [] : [.string(id)],
                            ]
                        })
                ])
        ])
    }

    private func cutting(_ question: ModelQuestion) -> ModelMove {
        switch question.turn {
        case 0:
            var move = ModelMove(text: "Two questions.", calls: [asking(question), asking(question)])
            move.manner = .broken
            return move
        case 1:
            var move = ModelMove(text: "I was saying", calls: [call("evidence", ["id": "E2"])])
            move.manner = .early
            return move
        default: return honest(question, question.turn)
        }
    }

    private func exceeding(_ question: ModelQuestion) -> ModelMove {
        switch question.turn {
        case 0:
            let calls = (1...60).map { call("evidence", ["id": .string("E\($0)")]) }
            return ModelMove(text: String(repeating: "On and on. ", count: 20_000), calls: calls)
        case 1: return ModelMove(text: "Ever more. ", manner: .flood(12 << 20))
        case 2:
            return ModelMove(
                refusal: .init(
                    status: 400, type: "invalid_request_error", message: "prompt is too long: 250000 tokens > 200000"))
        default: return ModelMove(text: "Enough.")
        }
    }

    private func refused(_ status: Int, _ type: String, _ seconds: Int) -> ModelMove {
        ModelMove(refusal: .init(status: status, type: type, message: "not now", retryAfter: seconds))
    }
}
