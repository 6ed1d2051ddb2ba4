import Connectors
import Core
import Testing

@Suite("VictoriaLogs")
struct VictoriaLogsConnectorTests {
    private static let times: [(String, JSONValue)] = [("from", "2026-11-20T14:20:00Z"), ("to", "2026-11-20T14:50:00Z")]

    private func tool(_ name: String, options: JSONObject = JSONObject()) throws -> any Tool {
        let connector = try VictoriaLogsConnector(SourceDescription(name: "logs", kind: "victorialogs", options: options))
        return try #require(connector.tools.first { $0.description.name == name })
    }

    private func input(_ members: [(String, JSONValue)]) -> JSONValue { .object(JSONObject(members + Self.times)) }

    @Test("a query that would be read as something else is refused before it is asked")
    func refused() throws {
        let queries = [
            "app:=checkout | no_such_pipe", "* | sort_by (_time)", "error | ", "* | error", "\"deadline", "'it", "`x", "(a",
            "a)",
            "{app=\"x\"", "options(ignore_global_time_filter=true) *", "a in (options (x=1) b)", "", "  \n ",
            "app:in(* | nosuch x)", String(repeating: "(", count: 300), "a | stats count() | typo", "_msg:\"a\\",
        ]
        for query in queries {
            let error = #expect(throws: InputError.self, "\(query)") {
                _ = try tool("victorialogs_query").begin(input([("query", .string(query))]))
            }
            #expect(error?.field == "query", "\(query)")
        }
    }

    @Test("a selector can neither close its brackets, nor add a pipe, nor hide what follows it")
    func selectors() throws {
        for selector in ["a) or (b", "a # b", "a | drop _msg", "(a", "a \"", "options(x=1)", "{app=~\".+\"}"] {
            let error = #expect(throws: InputError.self, "\(selector)") {
                _ = try tool("victorialogs_logs").begin(input([("selector", .string(selector))]))
            }
            #expect(error?.field == "selector", "\(selector)")
        }
        for selector in ["a or b", "{app=\"x\", pod!=\"y|z\"}", "app=~\"a.*|b\"", "\"#1\" _msg:~\"x|y\""] {
            var conversation = try tool("victorialogs_logs").begin(
                input([("selector", .string(selector)), ("severity", "error")]))
            guard case .calls(let calls) = conversation.next([]).then, case .http(let call) = calls.first else { continue }
            #expect(call.query.first?.value.contains(" (level:in(\"error\"") == true, "\(selector)")
        }
    }

    @Test("a comment at the end of a query does not take in the order that is added")
    func comments() throws {
        var conversation = try tool("victorialogs_query").begin(input([("query", "app:=a # b")]))
        guard case .calls(let calls) = conversation.next([]).then, case .http(let call) = calls.first else {
            Issue.record("asks nothing")
            return
        }
        #expect(call.query.first?.value == "app:=a # b\n | sort by (_time, _stream_id, _msg) limit 1000")
    }

    @Test("pipes and brackets inside strings and comments are text")
    func accepted() throws {
        let queries = [
            "*", "\"a | no_such_pipe\"", "'a | b' `c | d`", "a # | no_such_pipe\n| sort by (_time)",
            "_time:[2026-11-20, 2026-11-21)",
            "_msg:~\"a|b\" | where x:~'(' | stats by (app) count() n", "app:in(_time:5m | fields app) | unpack_json",
            "\"quote \\\" | inside\"", "`back\\`", "{app=~\"a|b\"} | head 5", "options", "my_options(x)",
        ]
        for query in queries {
            #expect(throws: Never.self, "\(query)") {
                _ = try tool("victorialogs_query").begin(input([("query", .string(query))]))
            }
        }
    }

    @Test("an answer that is cut at any byte is never complete and never none")
    func truncated() throws {
        let row = #"{"_time":"2026-11-20T14:24:11.48Z","_stream":"{app=\"a\"}","_msg":"level=error \"x\"","app":"a"}"#
        let body = Array((row + "\n" + row + "\n").utf8)
        for length in 0..<body.count {
            let step = try play("victorialogs_query", [("query", "app:=a")], body: Array(body[..<length]))
            let wholeRows =
                length == row.utf8.count || length >= row.utf8.count * 2 + 1 || length == row.utf8.count + 1
            let isProof = step.evidence.contains { $0.completeness == .complete || $0.completeness == .noneThere }
            #expect(isProof == wholeRows, "after \(length) bytes")
            #expect(!step.evidence.isEmpty || !step.diagnostics.isEmpty)
        }
    }

    @Test("what the transport cut off is evidence of what came, and says so")
    func cutByTransport() throws {
        let row = #"{"_time":"2026-11-20T14:24:11.48Z","_msg":"one"}"# + "\n"
        let reply = Reply(status: 200, body: Body(Array((row + row.dropLast(5)).utf8)))
        let step = try play("victorialogs_query", [("query", "app:=a")], .cut(reply, reason: "longer than 64 MiB"))
        #expect(step.evidence.map(\.completeness) == [.cutOff(reason: "longer than 64 MiB")])
        #expect(step.diagnostics.map(\.severity) == [.partial])
    }

    @Test("a time without trailing zeros is the same time")
    func times() throws {
        let rows = ["14:23:57.29Z", "14:23:57.290Z", "14:23:57.290000000Z"].map { #"{"_time":"2026-11-20T\#($0)","_msg":"m"}"# }
        let step = try play("victorialogs_query", [("query", "app:=a")], body: Array(rows.joined(separator: "\n").utf8))
        guard case .logs(let logs) = step.evidence.first?.observation else {
            Issue.record("no lines")
            return
        }
        #expect(Set(logs.lines.map(\.time)).count == 1)
        #expect(logs.lines.count == 3)
    }

    @Test("hostile answers of any shape end in a diagnostic and never trap")
    func hostile() throws {
        let deep = String(repeating: "[", count: 5000)
        let bodies = [
            "null", "[]", "{}", "\"x\"", deep, #"{"_time":5}"#, #"{"_time":"soon","_msg":"x"}"#, "<html>no</html>",
            #"{"hits":[{"fields":{},"timestamps":["x"],"values":[1e999,2]}]}"#, #"{"hits":[null,5,"x",{}]}"#,
            #"{"values":[{"value":"a","hits":99999999999999999999},{"hits":1},7]}"#,
            #"{"facets":[{"field_name":"a","values":[{}]}]}"#,
            #"{"status":"success","data":{"result":[{"metric":{},"value":[1e300,"x"]}]}}"#, "\u{FEFF}{}", "-x=\"",
        ]
        for body in bodies {
            for (name, members) in Self.inputs {
                let step = try play(name, members, body: Array(body.utf8))
                #expect(!step.evidence.isEmpty || !step.diagnostics.isEmpty, "\(name) says nothing of \(body.prefix(60))")
                #expect(!step.evidence.contains { $0.completeness == .noneThere }, "\(name) takes \(body.prefix(60)) for none")
            }
        }
    }

    @Test("no recorded answer, given to any tool, traps or is mistaken for proof of absence", arguments: recordings.files)
    func anyAnswerAnywhere(name: String) throws {
        let result = try Self.recordings.result(name)
        for (tool, members) in Self.inputs {
            let step = try play(tool, members, result)
            #expect(!step.evidence.isEmpty || !step.diagnostics.isEmpty, "\(tool) says nothing of \(name)")
            // An empty answer looks the same where logs expired or a word is misspelt.
            #expect(!step.evidence.contains { $0.completeness == .noneThere }, "\(tool) takes \(name) for none")
            guard case .reply(let reply) = result, reply.status >= 400 else { continue }
            #expect(step.evidence.isEmpty, "\(tool) makes evidence of the error \(name)")
            #expect(step.diagnostics.contains { $0.message.contains("\(reply.status)") }, "\(tool): \(name)")
        }
    }

    private static let recordings = RecordingIndex(system: "VictoriaLogs")

    private static let inputs: [(String, [(String, JSONValue)])] = [
        ("victorialogs_query", [("query", "*")]), ("victorialogs_hits", [("query", "*")]),
        ("victorialogs_stats", [("query", "* | stats count() n")]),
        ("victorialogs_stats_range", [("query", "* | stats count() n")]), ("victorialogs_field_names", []),
        ("victorialogs_field_values", [("field", "app")]), ("victorialogs_streams", []),
        ("victorialogs_facets", [("query", "*")]),
        ("victorialogs_logs", [("service", "checkout"), ("detail", "counts"), ("severity", "error")]),
        ("victorialogs_logs", [("service", "checkout"), ("detail", "patterns")]),
        ("victorialogs_logs", [("service", "checkout"), ("narrow", "payment failed")]),
        (
            "victorialogs_service_logs",
            [
                ("service", "checkout"), ("baselineFrom", "2026-11-13T14:20:00Z"), ("baselineTo", "2026-11-20T14:20:00Z"),
            ]
        ),
    ]

    @Test("options name the fields, and a stream field is asked for by a stream filter")
    func options() throws {
        let options = JSONObject([
            ("serviceFields", ["app", "kubernetes.container"]), ("streamFields", ["app"]), ("severityFields", ["lvl"]),
            ("timeField", "ts"),
        ])
        var conversation = try tool("victorialogs_logs", options: options).begin(
            input([("service", "a\"b"), ("severity", "error")]))
        guard case .calls(let calls) = conversation.next([]).then, case .http(let call) = calls.first else {
            Issue.record("asks nothing")
            return
        }
        let query = call.query.first?.value ?? ""
        #expect(query.hasPrefix(#"({app="a\"b"} or kubernetes.container:="a\"b") lvl:in("error","#), "\(query)")
        #expect(query.contains("| sort by (ts, _stream_id, _msg)"))
        #expect(throws: InputError.self) { _ = try tool("victorialogs_query", options: ["serviceFields": ["\u{202E}"]]) }
    }

    // MARK: Playing

    private func play(_ name: String, _ members: [(String, JSONValue)], body: [UInt8]) throws -> Step {
        try play(name, members, .reply(Reply(status: 200, body: Body(body))))
    }

    private func play(_ name: String, _ members: [(String, JSONValue)], _ result: Outcome.Result) throws -> Step {
        var conversation = try tool(name).begin(input(members))
        guard case .calls(let calls) = conversation.next([]).then else { throw TranscriptCase.Problem("asks nothing") }
        return conversation.next(
            calls.enumerated().map { index, call in
                Outcome(
                    key: CallKey(investigation: "test", round: 0, path: name, step: 0, index: index), call: call, result: result
                )
            })
    }
}
