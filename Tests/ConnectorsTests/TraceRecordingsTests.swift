import Connectors
import Core
import Foundation
import Testing

/// Every exchange that was recorded with a real Tempo and a real VictoriaTraces is an exchange of a recorded conversation:
/// `recordings.json` says which. Here each of them is also given to every tool, since a server, a proxy or a changed version
/// may answer anything anywhere.
@Suite("Recorded answers of a real Tempo and a real VictoriaTraces")
struct TraceRecordingsTests {
    struct System: Sendable, CustomTestStringConvertible {
        var name: String
        var numbers: [Int]
        var inputs: [(tool: String, input: JSONValue)]
        var testDescription: String { name }

        var connector: any Connector {
            get throws {
                name == "Tempo"
                    ? try TempoConnector(SourceDescription(name: "traces", kind: "tempo"))
                    : try JaegerConnector(SourceDescription(name: "traces", kind: "jaeger", options: ["api": "legacy"]))
            }
        }

        func index() throws -> [(recording: String, file: String)] {
            let path = TranscriptCase.tests.appending(path: "Fixtures/\(name)/recordings.json")
            let document = try JSONValue(parsing: Array(try Data(contentsOf: path)))
            return (document.object?.members ?? []).compactMap { member in member.value.string.map { (member.name, $0) } }
        }
    }

    private static let window: [(String, JSONValue)] = [("from", "2026-11-20T14:20:00Z"), ("to", "2026-11-20T14:50:00Z")]
    private static let baseline: [(String, JSONValue)] = [
        ("baselineFrom", "2026-11-13T14:20:00Z"), ("baselineTo", "2026-11-20T14:20:00Z"),
    ]

    private static func input(_ members: [(String, JSONValue)]) -> JSONValue { .object(JSONObject(members)) }

    /// Number 19 of VictoriaTraces is not used.
    static let systems = [
        System(
            name: "Tempo", numbers: Array(1...43),
            inputs: [
                ("tempo_search", input([("query", "{ status = error }")] + window)),
                ("tempo_trace", ["id": "c95ac1781fb21bc2c965826e8e108726"]), ("tempo_tags", input(window)),
                ("tempo_tag_values", input([("tag", "span.http.route")] + window)),
                ("tempo_metrics_range", input([("query", "{} | rate()")] + window)),
                ("tempo_metrics_instant", input([("query", "{} | count_over_time()")] + window)), ("tempo_status", [:]),
                ("tempo_status", ["part": "config"]),
                ("tempo_service_traces", input([("service", "checkout")] + window + baseline)),
            ]),
        System(
            name: "Jaeger", numbers: Array(1...18) + Array(20...25),
            inputs: [
                ("jaeger_services", [:]), ("jaeger_operations", ["service": "checkout"]),
                ("jaeger_search", input([("service", "checkout")] + window)),
                ("jaeger_trace", ["id": "c95ac1781fb21bc2c965826e8e108726"]), ("jaeger_dependencies", input(window)),
                ("jaeger_service_traces", input([("service", "checkout")] + window + baseline)),
            ]),
    ]

    @Test("every recorded exchange is in a recorded conversation", arguments: systems)
    func covered(system: System) throws {
        let index = try system.index()
        #expect(index.compactMap { Int($0.recording.prefix(2)) }.sorted() == system.numbers)
        let cases = Set(TranscriptCase.names)
        for (recording, file) in index {
            let path = TranscriptCase.tests.appending(path: "Fixtures/\(system.name)/\(file)")
            #expect(FileManager.default.fileExists(atPath: path.path), "\(recording): \(file) is missing")
            #expect(cases.contains("\(system.name)/\(file.split(separator: "/").first ?? "")"), "\(file) is in no case")
        }
    }

    @Test("no recorded answer traps, loops, or is mistaken for proof of absence by any tool", arguments: systems)
    func anywhere(system: System) throws {
        for (recording, file) in try system.index() {
            let result = try ToolPlay.answer("\(system.name)/\(file)")
            for (tool, input) in system.inputs {
                let end = try ToolPlay.run(try system.connector, tool, input) { _ in result }
                #expect(!end.evidence.isEmpty || !end.diagnostics.isEmpty, "\(tool) says nothing about \(recording)")
                let absences = end.evidence.filter { $0.completeness == .noneThere }
                // Of all recordings only a search of Tempo that read spans and matched none is proof.
                let proves = recording.hasPrefix("10-") && tool == "tempo_search"
                #expect(proves || absences.isEmpty, "\(tool) takes \(recording) for proof of absence")
                guard case .reply(let reply) = result, reply.status >= 400, reply.body.count > 0 else { continue }
                #expect(end.evidence.isEmpty, "\(tool) makes evidence of the error \(recording)")
                let says = end.diagnostics.contains {
                    $0.message.contains("\(reply.status)") || $0.severity == .denied
                }
                #expect(says, "\(tool) does not say that \(recording) is an error")
            }
        }
    }

    @Test("an answer that is cut anywhere is never complete and never none", arguments: systems)
    func truncated(system: System) throws {
        for (recording, file) in try system.index() where ["04", "11", "19", "34"].contains(recording.prefix(2)) {
            guard case .reply(let reply) = try ToolPlay.answer("\(system.name)/\(file)") else { continue }
            let bytes = try reply.body.bytes()
            for length in stride(from: 0, to: bytes.count, by: 331) {
                let cut = Outcome.Result.reply(Reply(status: 200, body: Body(Array(bytes[..<length]))))
                for (tool, input) in system.inputs {
                    let end = try ToolPlay.run(try system.connector, tool, input) { _ in cut }
                    #expect(end.evidence.allSatisfy { $0.completeness != .complete && $0.completeness != .noneThere })
                    #expect(!end.diagnostics.isEmpty)
                }
            }
        }
    }

    @Test("Tempo, VictoriaTraces and version 3 of Jaeger's API give the same spans of the same trace")
    func sameSpans() throws {
        let tempo = try TempoConnector(SourceDescription(name: "traces", kind: "tempo"))
        let older = try JaegerConnector(SourceDescription(name: "traces", kind: "jaeger", options: ["api": "legacy"]))
        let newer = try JaegerConnector(SourceDescription(name: "traces", kind: "jaeger", options: ["api": "v3"]))
        let id: JSONValue = ["id": "c95ac1781fb21bc2c965826e8e108726"]
        func trace(_ connector: any Connector, _ tool: String, _ file: String) throws -> Trace {
            let answer = try ToolPlay.answer(file)
            return try #require(try ToolPlay.run(connector, tool, id) { _ in answer }.traces.first)
        }
        let first = try trace(tempo, "tempo_trace", "Tempo/trace/0.0.http")
        #expect(first.spans.count == 9)
        #expect(first.spans.filter { $0.status == .error }.count == 6)
        #expect(Set(first.spans.map(\.service)) == ["frontend", "checkout", "inventory", "payment-gateway"])
        #expect(first.spans.filter { $0.parent == nil }.count == 1)
        #expect(first.spans.flatMap(\.events).map(\.name) == ["exception"])
        #expect(try trace(older, "jaeger_trace", "Jaeger/trace/1.0.http") == first)
        #expect(try trace(newer, "jaeger_trace", "Jaeger/v3-trace/1.0.http") == first)
    }

    @Test("an option that is none is refused by name")
    func option() {
        #expect(throws: InputError.self) {
            try JaegerConnector(SourceDescription(name: "traces", kind: "jaeger", options: ["api": "v2"]))
        }
    }

    @Test("of many failures the earliest, the slowest and some of every stretch are read whole, and healthy ones beside them")
    func choice() throws {
        let from = Instant(seconds: 1_795_184_400)
        func traces(_ count: Int, first: Int, errors: Int, at step: Double) -> String {
            (0..<count).map { number in
                let start = from.adding(seconds: Double(number) * step).nanoseconds
                let id = String(first + number, radix: 16)
                return #"{"traceID":"\#(id)","startTimeUnixNano":"\#(start)","durationMs":\#(number == 40 ? 9000 : 5000),"#
                    + #""serviceStats":{"checkout":{"spanCount":3,"errorCount":\#(errors)}}}"#
            }.joined(separator: ",")
        }
        let effort = #""metrics":{"inspectedBytes":"1","completedJobs":1,"totalJobs":1}"#
        let connector = try TempoConnector(SourceDescription(name: "traces", kind: "tempo"))
        let input = Self.input([("service", "checkout")] + Self.window + Self.baseline)
        let end = try ToolPlay.run(connector, "tempo_service_traces", input) { call in
            guard case .http(let call) = call else { return .denied(reason: "not HTTP") }
            let query = call.query.first { $0.name == "q" }?.value ?? ""
            if call.path.contains("traces") { return ToolPlay.json(#"{"trace":{}}"#) }
            if query.contains("status != error") {
                return ToolPlay.json(#"{"traces":[\#(traces(10, first: 5000, errors: 0, at: 100))],\#(effort)}"#)
            }
            return ToolPlay.json(#"{"traces":[\#(traces(100, first: 256, errors: 2, at: 18))],\#(effort)}"#)
        }
        let ids = end.calls.compactMap { call -> Int? in
            guard case .http(let call) = call, call.path.contains("traces") else { return nil }
            return call.path.last.flatMap { Int($0, radix: 16) }
        }
        let failures = ids.filter { $0 < 5000 }.map { $0 - 256 }
        #expect(ids.count == 12 && Set(ids).count == 12)
        #expect(failures.count == 9 && failures.contains(0) && failures.contains(1) && failures.contains(40))
        #expect((failures.max() ?? 0) > 75, "the end of the window is seen too")
        #expect(failures == failures.sorted())
    }
}
