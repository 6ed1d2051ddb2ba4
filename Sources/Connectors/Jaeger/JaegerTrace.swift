import Core
import OTLP

/// All spans of one trace.
struct JaegerTrace: Tool {
    let api: JaegerAPI.Choice

    let description = ToolDescription(
        name: "jaeger_trace", summary: "The spans of one trace, by its id.",
        input: Schema.object(
            [("id", Schema.string("The trace's id, up to 32 hexadecimal digits; leading zeros may be left out"))],
            required: ["id"]),
        routes: [
            .http(.get, ["api", "v3", "services"]), .http(.get, ["api", "v3", "traces", "*"]),
            .http(.get, ["api", "traces", "*"]),
        ])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let text = try Input(input).string("id")
        guard text.utf8.allSatisfy({ $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }),
            let id = OTLPIdentifier.trace(text)
        else { throw InputError("id", "'\(text.prefix(40))' is no trace's id, which has up to 32 hexadecimal digits") }
        return JaegerConversation(api, "trace \(id)") { version, _ in
            let call = JaegerAPI.trace(version, id)
            return OneRound([.http(call)]) { outcomes in
                guard let outcome = outcomes.first else { return .done() }
                return Self.conclude(id, version, outcome)
            }
        }
    }

    private static func conclude(_ id: String, _ version: JaegerAPI.Version, _ outcome: Outcome) -> Step {
        let what = "trace \(id)"
        let answer: JaegerAnswer.Traces
        do throws(ReadingError) { answer = try JaegerAnswer.traces(version, outcome) } catch {
            return .done([], [error.diagnostic(what, outcome)])
        }
        var diagnostics: [Diagnostic] = []
        func partial(_ text: String) {
            diagnostics.append(Diagnostic(.partial, "\(what): \(text)", exchange: outcome.key))
        }
        for warning in answer.warnings.prefix(5) { partial("Jaeger says: \(warning)") }
        var completeness = Completeness.complete
        if let first = answer.warnings.first { completeness = .failed(reason: "Jaeger says: \(first)") }
        if answer.skipped > 0 {
            completeness = .failed(reason: "\(answer.skipped) spans could not be read")
            partial("\(answer.skipped) spans could not be read" + (answer.problem.map { " (\($0))" } ?? ""))
        }
        if let trace = answer.traces.first(where: { $0.id == id }) {
            let evidence = JaegerSearchReader.evidence(
                trace, from: outcome.key, service: nil, window: nil, version: version, completeness)
            return .done([evidence], diagnostics)
        }
        if let other = answer.traces.first { partial("the answer is about another trace, \(other.id)") }
        guard answer.traces.isEmpty, completeness == .complete else { return .done([], diagnostics) }
        let nothing = Evidence(
            .nothing("no trace with the id \(id)"), from: [outcome.key], query: what,
            link: JaegerAPI.trace(version, id).target,
            completeness: .notKept(
                reason: "Jaeger has no such trace now; one that expired and one that was never sent or sampled look the same"))
        return .done([nothing], diagnostics)
    }
}
