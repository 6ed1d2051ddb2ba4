import Connectors
import Core
import Foundation
import Testing

/// Feeds every answer that a real Loki gave, errors and answers of endpoints that no tool asks included, to every tool: a
/// server, a proxy or a changed version may answer anything anywhere.
@Suite("Recorded answers of a real Loki")
struct LokiRecordingsTests {
    private static let directory = TranscriptCase.tests.appending(path: "Fixtures/Loki/recordings")
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).filter { $0.hasSuffix(".http") }.sorted()

    private static let window: [(String, JSONValue)] = [("from", "2026-11-20T14:20:00Z"), ("to", "2026-11-20T14:50:00Z")]

    private static let inputs: [(tool: String, input: JSONValue)] = {
        func input(_ members: [(String, JSONValue)]) -> JSONValue { .object(JSONObject(members + window)) }
        return [
            ("loki_query_range", input([("query", "{app=\"checkout\"} |= \"x\""), ("page", 5)])),
            ("loki_metric_range", input([("query", "sum(count_over_time({app=\"checkout\"}[1m]))")])),
            ("loki_labels", input([])),
            ("loki_label_values", input([("label", "app")])),
            ("loki_series", input([("match", ["{app=\"checkout\"}"])])),
            ("loki_patterns", input([("query", "{app=\"checkout\"}")])),
            ("loki_rules", [:]), ("loki_alerts", [:]), ("loki_ready", [:]), ("loki_build_info", [:]), ("loki_limits", [:]),
            (
                "loki_metric_at",
                ["query": "count_over_time({app=\"checkout\"}[5m])", "at": "2026-11-20T14:50:00Z"]
            ),
            ("loki_volume", input([("query", "{app=\"checkout\"}")])),
            ("loki_volume_range", input([("query", "{app=\"checkout\"}"), ("step", 600)])),
            ("loki_index_stats", input([("query", "{app=\"checkout\"}")])),
            ("loki_detected_fields", input([("query", "{app=\"checkout\"}")])),
            ("loki_detected_labels", input([("query", "{app=\"checkout\"}")])),
            ("loki_detected_field_values", input([("query", "{app=\"checkout\"}"), ("field", "grpc_code")])),
            ("loki_logs", input([("service", "checkout"), ("detail", "counts")])),
            ("loki_logs", input([("selector", "app=\"checkout\""), ("detail", "patterns")])),
            ("loki_logs", input([("service", "checkout"), ("traceID", "c95ac1781fb21bc2c965826e8e108726")])),
            (
                "loki_service_logs",
                input([
                    ("service", "checkout"), ("baselineFrom", "2026-11-13T14:20:00Z"),
                    ("baselineTo", "2026-11-20T14:20:00Z"),
                ])
            ),
        ]
    }()

    /// Tools that read an answer several times, or as YAML, which a cut at every few bytes would make slow.
    private static let slow: Set<String> = ["loki_service_logs", "loki_logs", "loki_limits"]

    /// Of all recordings only this one shows that a search went through lines and found none.
    private static let searchesInVain: Set<String> = ["34-nothing-found.http"]

    @Test("all 59 recordings are there")
    func all() { #expect(LokiRecordingsTests.names.count == 59) }

    @Test("no recorded answer traps, loops, or is mistaken for proof of absence", arguments: names)
    func answer(name: String) throws {
        let result = try LokiRecordingsTests.result(name)
        for (tool, input) in LokiRecordingsTests.inputs {
            let end = try LokiRecordingsTests.play(tool, input, answering: { _ in result })
            #expect(!end.evidence.isEmpty || !end.diagnostics.isEmpty, "\(tool) says nothing about \(name)")
            let absences = end.evidence.filter { $0.completeness == .noneThere }
            if !absences.isEmpty {
                #expect(LokiRecordingsTests.searchesInVain.contains(name), "\(tool) takes \(name) for proof of absence")
            }
            guard case .reply(let reply) = result, reply.status >= 400 else { continue }
            #expect(end.evidence.isEmpty, "\(tool) makes evidence of the error \(name)")
            let says = end.diagnostics.contains {
                $0.message.contains("\(reply.status)") || $0.message.contains("no ruler")
                    || $0.message.contains("finds no patterns")
            }
            #expect(says, "\(tool) does not say that \(name) is an error")
        }
    }

    @Test("an answer that is cut anywhere is never complete and never none")
    func truncated() throws {
        for name in ["09-query-range-categorize-labels.http", "15-metric-count-over-time.http", "39-prometheus-rules.http"] {
            guard case .reply(let reply) = try LokiRecordingsTests.result(name) else { continue }
            let bytes = try reply.body.bytes()
            for length in stride(from: 0, to: bytes.count, by: 61) {
                let cut = Outcome.Result.reply(Reply(status: 200, body: Body(Array(bytes[..<length]))))
                for (tool, input) in LokiRecordingsTests.inputs where !LokiRecordingsTests.slow.contains(tool) {
                    let end = try LokiRecordingsTests.play(tool, input, answering: { _ in cut })
                    #expect(
                        end.evidence.allSatisfy { $0.completeness != .complete && $0.completeness != .noneThere }
                            || tool == "loki_rules")
                    #expect(!end.diagnostics.isEmpty || !end.evidence.isEmpty)
                }
            }
        }
    }

    @Test("the same error lines are read forward in pages and backward at once")
    func counts() throws {
        var texts: Set<String> = []
        for name in ["10-page-1-forward.http", "11-page-2-forward.http", "12-page-3-forward-last.http"] {
            let result = try LokiRecordingsTests.result(name)
            let end = try LokiRecordingsTests.play(
                "loki_query_range",
                .object(JSONObject([("query", "{app=\"payment-gateway\", level=\"error\"}")] + LokiRecordingsTests.window)),
                answering: { _ in result })
            guard case .logs(let logs) = end.evidence.first?.observation else {
                Issue.record("\(name) gave no lines")
                continue
            }
            #expect(logs.lines.map(\.time) == logs.lines.map(\.time).sorted())
            texts.formUnion(logs.lines.map(\.text))
        }
        #expect(texts.count == 105)
    }

    // MARK: Playing

    private static func result(_ name: String) throws -> Outcome.Result {
        let bytes = Array(try Data(contentsOf: directory.appending(path: name)))
        let call = Call.http(HTTPCall(path: ["loki"]))
        return try RecordedExchange(bytes).result(for: call)
    }

    private static func play(
        _ tool: String, _ input: JSONValue, answering: (Call) -> Outcome.Result
    ) throws -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        let connector = try LokiConnector(SourceDescription(name: "logs", kind: "loki"))
        let found = try #require(connector.tools.first { $0.description.name == tool })
        var conversation = try found.begin(input)
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        var outcomes: [Outcome] = []
        for number in 0..<100 {
            let step = conversation.next(outcomes)
            evidence += step.evidence
            diagnostics += step.diagnostics
            guard case .calls(let calls) = step.then else { return (evidence, diagnostics) }
            outcomes = calls.enumerated().map { index, call in
                let key = CallKey(investigation: "test", round: 0, path: tool, step: number, index: index)
                return Outcome(key: key, call: call, result: answering(call))
            }
        }
        throw TranscriptCase.Problem("\(tool) has no end")
    }
}
