import Core
import OTLP

/// All spans of one trace.
struct TempoTrace: Tool {
    let description = ToolDescription(
        name: "tempo_trace", summary: "The spans of one trace, by its id.",
        input: Schema.object(
            [
                ("id", Schema.string("The trace's id, up to 32 hexadecimal digits; leading zeros may be left out")),
                ("from", Schema.time("Where to look, for servers with much data; Tempo keeps to it only loosely")),
                ("to", Schema.time("End of that")),
            ], required: ["id"]),
        routes: [.http(.get, ["api", "v2", "traces", "*"]), .http(.get, ["api", "traces", "*"])])

    func begin(_ input: JSONValue) throws(InputError) -> any Conversation {
        let input = try Input(input)
        let text = try input.string("id")
        guard text.utf8.allSatisfy({ $0 < 0x80 && Character(Unicode.Scalar($0)).isHexDigit }),
            let id = OTLPIdentifier.trace(text)
        else { throw InputError("id", "'\(text.prefix(40))' is no trace's id, which has up to 32 hexadecimal digits") }
        let window = try TempoAPI.optionalWindow(input, longest: TempoAPI.longestSearch, what: "a trace")
        return Asking(reader: TempoTraceReader(id: id, window: window))
    }

    private struct Asking: Conversation {
        let reader: TempoTraceReader
        private var version = TempoTraceReader.Version.second

        init(reader: TempoTraceReader) { self.reader = reader }

        mutating func next(_ outcomes: [Outcome]) -> Step {
            guard let outcome = outcomes.first else { return .calls([.http(reader.call(version))]) }
            let reading = reader.read(outcome, version)
            guard reading.wantsFirstVersion else { return .done(reading.evidence, reading.diagnostics) }
            version = .first
            return .calls([.http(reader.call(version))])
        }
    }
}
