import Core
import Testing

@testable import Connectors

/// A directory in memory that answers as the file transport does.
private struct MemoryDirectory {
    var files: [String: [UInt8]]
    var links: Set<String> = []
    /// Sizes that the lists give, where they are not the files' own.
    var sizes: [String: Int] = [:]
    private(set) var calls: [FileCall] = []

    init(_ files: [String: String], links: Set<String> = []) {
        self.files = files.mapValues { Array($0.utf8) }
        self.links = links
    }

    mutating func answer(_ call: FileCall) -> Outcome.Result {
        calls.append(call)
        let name = call.path.joined(separator: "/")
        switch call.operation {
        case .list: return .reply(Reply(status: 0, body: Body(list(name))))
        case .read:
            guard let bytes = files[name] else { return .failed(Failure(.notFound, "\(name): no such file")) }
            guard let range = call.range else { return .reply(Reply(status: 0, body: Body(bytes))) }
            let end = min(bytes.count, range.offset + range.count)
            return .reply(Reply(status: 0, body: Body(range.offset < end ? Array(bytes[range.offset..<end]) : [])))
        }
    }

    private func list(_ folder: String) -> String {
        var lines: [String: JSONValue] = [:]
        for (name, bytes) in files {
            guard folder.isEmpty || name.hasPrefix(folder + "/") else { continue }
            let rest = folder.isEmpty ? name : String(name.dropFirst(folder.count + 1))
            let parts = rest.split(separator: "/", omittingEmptySubsequences: false)
            let first = String(parts[0])
            lines[first] =
                parts.count > 1
                ? ["name": .string(first), "type": "directory"]
                : ["name": .string(first), "size": .number(sizes[name] ?? bytes.count), "type": "file"]
        }
        for link in links { lines[link] = ["name": .string(link), "type": "link"] }
        return lines.sorted { $0.key < $1.key }.map { $0.value.canonical + "\n" }.joined()
    }
}

struct IncidentDirectoryTests {
    private static let window: JSONValue = ["from": "2026-06-18T14:00:00Z", "to": "2026-06-18T15:00:00Z"]

    /// Holds a tool's conversation to its end.
    private func ask(
        _ tool: String, _ directory: inout MemoryDirectory, input: JSONValue = window
    ) throws -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        let connector = try IncidentDirectoryConnector(SourceDescription(name: "directory", kind: "directory"))
        let found = try #require(connector.tools.first { $0.description.name == tool })
        var conversation = try found.begin(input)
        var result: (evidence: [Evidence], diagnostics: [Diagnostic]) = ([], [])
        var outcomes: [Outcome] = []
        for step in 0..<256 {
            let next = conversation.next(outcomes)
            result.evidence += next.evidence
            result.diagnostics += next.diagnostics
            guard case .calls(let calls) = next.then else { return result }
            outcomes = calls.enumerated().map { index, call in
                let key = CallKey(investigation: "t", round: 0, path: "p", step: step, index: index)
                guard case .file(let file) = call, found.description.routes.contains(where: { $0.matches(call) }) else {
                    return Outcome(key: key, call: call, result: .denied(reason: "no file call of a route"))
                }
                return Outcome(key: key, call: call, result: directory.answer(file))
            }
        }
        Issue.record("the conversation did not end")
        return result
    }

    @Test("many lines are read in stretches and become counts by shape, whose sum is the number of lines")
    func manyLines() throws {
        let padding = String(repeating: "x", count: 400)
        var text = ""
        for number in 0..<20_000 {
            let minute = number % 60
            text += "{\"timestamp\":\"2026-06-18T14:\(minute < 10 ? "0" : "")\(minute):07Z\",\"service\":\"s\(number % 2)\","
            text +=
                "\"severity_text\":\"\(number % 10 == 0 ? "ERROR" : "INFO")\",\"msg\":\"took \(number) ms\",\"p\":\"\(padding)\"}\n"
        }
        var directory = MemoryDirectory(["logs.ndjson": text])
        let result = try ask("directory_logs", &directory)
        let reads = directory.calls.filter { $0.operation == .read }
        #expect(reads.count == 3 && reads.allSatisfy { $0.range != nil })
        #expect(reads.compactMap { $0.range?.offset } == [0, 4 << 20, 8 << 20])
        #expect(result.diagnostics.isEmpty)
        var lines = 0
        var shapes: Set<String> = []
        for evidence in result.evidence {
            if case .logPatterns(let patterns) = evidence.observation {
                lines += patterns.patterns.map(\.count).reduce(0, +)
                shapes.formUnion(patterns.patterns.map(\.text))
                #expect(patterns.patterns.allSatisfy { $0.samples.map(\.value).reduce(0, +) == Double($0.count) })
            }
            #expect(evidence.exchanges.count == 3)
        }
        #expect(lines == 20_000)
        #expect(shapes == ["took <*> ms"])
        let errors = result.evidence.compactMap { evidence -> MetricSeries? in
            if case .metric(let series) = evidence.observation, series.labels["severity"] == "error" { series } else { nil }
        }
        #expect(errors.flatMap(\.samples).map(\.value).reduce(0, +) == 2000)
    }

    @Test("a file whose list gives it more bytes than it has is read as far as it goes and said to be cut, once")
    func sizeOfNoFile() throws {
        let line = "{\"timestamp\":\"2026-06-18T14:00:07Z\",\"service\":\"a\",\"msg\":\"took 3 ms\"}\n"
        var directory = MemoryDirectory(["logs.ndjson": line])
        directory.sizes["logs.ndjson"] = 2_222_222_222_222_222_222
        let result = try ask("directory_logs", &directory)
        #expect(directory.calls.count(where: { $0.operation == .read }) <= 64, "one step")
        let told = result.diagnostics.map(\.message)
        #expect(told.contains { $0.contains("logs.ndjson was not read whole: it ended at byte \(line.utf8.count)") }, "\(told)")
        #expect(told.count == 1, "\(told)")
        #expect(result.evidence.allSatisfy { $0.completeness != .complete })
        #expect(!result.evidence.isEmpty)
        // One that is read in one piece, and whose last line is half a one.
        directory.sizes["logs.ndjson"] = 3 * line.utf8.count
        directory.files["logs.ndjson"] = Array((line + line.dropLast(9)).utf8)
        let short = try ask("directory_logs", &directory)
        #expect(short.diagnostics.count == 1, "\(short.diagnostics)")
        #expect(!short.evidence.isEmpty && short.evidence.allSatisfy { $0.completeness != .complete })
        // All of another time, as far as it goes.
        directory.files["logs.ndjson"] = Array(line.replacing("2026-06", with: "2026-01").utf8)
        let elsewhere = try ask("directory_logs", &directory).evidence.map(\.completeness)
        #expect(elsewhere.count == 1 && elsewhere.allSatisfy { if case .failed = $0 { true } else { false } }, "\(elsewhere)")
        // What would be full, such as a sparse file, is planned for no longer than a tool may ask.
        let sparse = DirectoryReading(DirectoryFile(path: ["logs.ndjson"], size: .max))
        #expect(sparse.calls(most: 3).map(\.range?.offset) == [0, 4 << 20, 8 << 20])
    }

    @Test("messages, cues and changes beyond what is read are told, and what was read of their files is not whole")
    func bounds() throws {
        let most = ChatDecoder.mostMessages
        let messages = (0..<most + 3).map {
            #"{"type":"message","user":"U1","text":"m\#($0)","ts":"17817913\#(10 + $0 % 90).000100"}"#
        }
        var directory = MemoryDirectory(["chat/incident.json": "[" + messages.joined(separator: ",\n") + "]"])
        let chat = try ask("directory_chat", &directory)
        #expect(chat.evidence.count == most)
        #expect(chat.evidence.allSatisfy { $0.completeness != .complete })
        #expect(
            chat.diagnostics.contains {
                $0.message == "chat/incident.json: only the first \(most) messages of all files are read"
            })

        let cues = (0..<most + 3).map { "\n00:\(10 + $0 % 50).000 --> 00:59.000\nword\n" }
        directory = MemoryDirectory(["2026-06-18T14-10.vtt": "WEBVTT\n" + cues.joined()])
        let said = try ask("directory_chat", &directory)
        #expect(said.evidence.count == most)
        #expect(said.evidence.allSatisfy { $0.completeness != .complete })
        #expect(said.diagnostics.contains { $0.message.contains("only the first \(most) messages") })

        // What is of another time takes no room.
        let earlier = (0..<ChangesDecoder.mostChanges).map { #"{"timestamp":"2026-01-01T14:00:07Z","flag":"e\#($0)"}"# }
        let changes = (0..<ChangesDecoder.mostChanges + 3).map { #"{"timestamp":"2026-06-18T14:00:07Z","flag":"f\#($0)"}"# }
        directory = MemoryDirectory(["context/flags.json": (earlier + changes).joined(separator: "\n")])
        let switched = try ask("directory_changes", &directory)
        let flags = switched.evidence.filter { if case .change = $0.observation { true } else { false } }
        #expect(flags.count == ChangesDecoder.mostChanges)
        #expect(flags.allSatisfy { $0.completeness != .complete })
        #expect(switched.diagnostics.contains { $0.message.hasSuffix("of the time asked for were read, 3 more were not") })

        let short = (0..<WebVTT.mostCues + 3).map { _ in "\n00:10.000 --> 00:59.000\nx\n" }
        directory = MemoryDirectory(["2026-06-11T14-10.vtt": "WEBVTT\n" + short.joined()])
        let cut = try ask("directory_chat", &directory)
        #expect(
            cut.evidence.map(\.completeness) == [
                .failed(reason: "no more than \(WebVTT.mostCues) cues of a transcript are read")
            ])
    }

    @Test(
        "the time before counts from where the file begins, and a service without lines in it was silent then",
        arguments: [0, 200])
    func silenceBefore(padding: Int) throws {
        let input: JSONValue = [
            "from": "2026-06-18T14:00:00Z", "to": "2026-06-18T15:00:00Z", "baselineFrom": "2026-06-11T14:00:00Z",
            "baselineTo": "2026-06-18T14:00:00Z",
        ]
        let filler = String(repeating: " ", count: 30_000) + "\n"
        func line(_ time: String, _ service: String) -> String {
            "{\"timestamp\":\"2026-06-18T\(time)Z\",\"service\":\"\(service)\",\"msg\":\"took 3 ms\"}\n"
        }
        let text = line("13:48:00", "old") + line("14:20:00", "old") + line("14:30:00", "new")
        var directory = MemoryDirectory(["logs.ndjson": String(repeating: filler, count: padding) + text])
        let result = try ask("directory_logs", &directory, input: input)
        #expect(result.diagnostics.isEmpty)
        let before = result.evidence.filter { $0.window?.from.rfc3339() == "2026-06-18T13:48:00Z" }
        #expect(before.allSatisfy { $0.window?.to.rfc3339() == "2026-06-18T14:00:00Z" })
        let new = try #require(before.first { $0.service == "new" })
        #expect(before.contains { $0.service == "old" && $0.completeness == .complete })
        switch new.observation {
        case .nothing: #expect(padding == 0 && new.completeness == .noneThere)
        case .logPatterns(let patterns): #expect(padding > 0 && patterns.isBaseline && patterns.patterns.isEmpty)
        default: Issue.record("\(new.observation)")
        }
    }

    @Test("records are the same wherever the file is cut into stretches")
    func cuts() throws {
        let text =
            "{\"timestamp\":\"2026-06-18T14:01:00Z\",\"service\":\"a\",\"msg\":\"" + String(repeating: "é", count: 30) + "\"}\n"
        // One record straddles the border of two stretches, at any of its bytes.
        let chunk = 4 << 20
        for before in [1, 2, 20, 40, 70, 90, 100, 120] {
            let filler = String(repeating: " ", count: chunk - before - 1) + "\n"
            var directory = MemoryDirectory(["logs.ndjson": filler + text + text])
            let result = try ask("directory_logs", &directory)
            let counted = result.evidence.compactMap { evidence -> Int? in
                if case .logPatterns(let patterns) = evidence.observation { patterns.patterns.first?.count } else { nil }
            }
            // A line of four megabytes of space is too long for a record, and is said to be.
            #expect(counted == [2], "\(before)")
            #expect(
                result.diagnostics.map(\.message) == [
                    "1 of 3 records of logs.ndjson were skipped: logs.ndjson:1: is longer than 1 MiB"
                ])
        }
    }

    @Test("malformed records are skipped, counted and named with file and line, in every format")
    func malformed() throws {
        let cases: [(tool: String, file: String, text: String, expected: String)] = [
            (
                "directory_patterns", "patterns.json", "[{\"signature\":\"a\",\"count\":1},\n\n{\"count\":2}]",
                "1 of 2 records of patterns.json were skipped: patterns.json:3: has no signature"
            ),
            (
                "directory_changes", "context/flags.json",
                "{\"timestamp\":\"2026-06-18T14:20:00Z\",\"flag\":\"f\"}\n{\"timestamp\":\"x\",\"flag\":\"g\"}\n",
                "1 of 2 records of context/flags.json were skipped: context/flags.json:2: its timestamp is no time that can be read"
            ),
            (
                "directory_traces", "traces.json", "[{\"trace_id\":\"a\"},3,\"x\"]",
                "nothing in traces.json could be read: traces.json:1: has no span_id; traces.json:1: is no object; "
                    + "traces.json:1: is no object"
            ),
            (
                "directory_alerts", "alert.json", "",
                "nothing in alert.json could be read: alert.json:1: the file is empty"
            ),
            (
                "directory_chat", "chat/c.json", "[{\"ts\":\"1781793100.000100\"",
                "nothing in chat/c.json could be read: chat/c.json:1: is not valid JSON at byte 25: expected ',' or '}'"
            ),
        ]
        for (tool, file, text, expected) in cases {
            var directory = MemoryDirectory([file: text])
            let messages = try ask(tool, &directory).diagnostics.map(\.message)
            let found = messages.filter { $0.contains("could be read") || $0.contains("skipped") }
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix(String(expected.prefix(60))) == true, "\(found)")
        }
    }

    @Test("a file in which nothing decodes is a failure, one with nothing in it says that there is none")
    func nothing() throws {
        var broken = MemoryDirectory(["logs.ndjson": "<html>\n</html>\n"])
        let failed = try ask("directory_logs", &broken)
        #expect(failed.diagnostics.map(\.severity) == [.failed])
        #expect(failed.evidence.allSatisfy { $0.completeness != .noneThere })
        var empty = MemoryDirectory(["logs.ndjson": ""])
        let none = try ask("directory_logs", &empty)
        #expect(none.diagnostics.isEmpty && none.evidence.map(\.completeness) == [.noneThere])
        var missing = MemoryDirectory(["alert.json": "{}"])
        let absent = try ask("directory_logs", &missing)
        #expect(absent.evidence.map(\.completeness) == [.notKept(reason: "the directory has no logs.ndjson or *.log")])
        #expect(absent.diagnostics.map(\.severity) == [.partial])
    }

    @Test("names that lead elsewhere or hide what they are are told as gaps and never asked for")
    func hostileNames() throws {
        var directory = MemoryDirectory(
            ["a\u{202E}nosj.trela": "x", "notes\n.txt": "y", "..hidden": "z", "context/../../etc": "w"],
            links: ["metrics.csv", "logs.ndjson", "chat"])
        for tool in ["directory_metrics", "directory_logs", "directory_chat", "directory_changes"] {
            _ = try ask(tool, &directory)
        }
        let result = try ask("directory_files", &directory, input: [:])
        #expect(directory.calls.allSatisfy { $0.operation == .list })
        #expect(directory.calls.allSatisfy { $0.path.allSatisfy { ["context"].contains($0) } })
        let told = result.diagnostics.map(\.message)
        #expect(told.contains { $0.hasPrefix("metrics.csv is a symbolic link") })
        #expect(told.contains { $0.hasPrefix("chat is a symbolic link") })
        #expect(told.contains { $0.hasPrefix("notes\n.txt is no file of an incident directory") })
    }

    @Test("hostile numbers and nesting do not trap and are counted")
    func hostileValues() throws {
        let deep = String(repeating: "[", count: 5000)
        var directory = MemoryDirectory([
            "traces.json":
                "[{\"trace_id\":\"t\",\"span_id\":\"s\",\"start\":9223372036854775807,\"duration_ms\":1e300},"
                + "{\"trace_id\":\"t\",\"span_id\":\"s\",\"parent_id\":\"s\",\"start\":1781793100,\"duration_ms\":1}," + deep,
            "patterns.json":
                "[{\"signature\":\"a\",\"count\":1e15,\"delta_vs_baseline\":\"-1e308\"},{\"signature\":\"b\",\"count\":-1}]",
            "metrics.csv":
                "timestamp,service,metric,value\n99999999999999999999,a,b,1\n1781793100,a,b_total,1e308\n1781793160,a,b_total,-1e308\n"
                + "1781793220,a,b_total,nan\n1781793280,a,b_total,inf\n",
            "metrics.prom": "a{b=\"\\\n{{{{\n} 1 1\na{x=\"y\"} NaN 1781793100\n",
            "x.vtt": "WEBVTT\n\n99999999999999999999:00 --> 1\nx\n\n00:01.000 --> \n<v>\n",
        ])
        for tool in [
            "directory_traces", "directory_patterns", "directory_metrics", "directory_chat", "directory_topology",
        ] {
            let result = try ask(tool, &directory)
            #expect(!result.diagnostics.isEmpty, "\(tool)")
        }
    }

    @Test("a change is its service's: by the deploy that brought it, or by the paths that it touches")
    func attribution() throws {
        var directory = MemoryDirectory([
            "context/commits.json": """
            [{"sha":"aaa","timestamp":"2026-06-18T14:01:00Z","message":"m","files_changed":["pkg/x.go"]},
             {"sha":"bbb","timestamp":"2026-06-18T14:02:00Z","message":"m","files_changed":["services/search/y.go"]},
             {"sha":"ccc","timestamp":"2026-06-18T14:03:00Z","message":"m","files_changed":["docs/z.md"]}]
            """,
            "context/deploys.json": """
            [{"timestamp":"2026-06-18T14:10:00Z","service":"checkout","commit_sha":"aaa"},
             {"timestamp":"2026-06-18T14:11:00Z","service":"search","version":"v2"}]
            """,
        ])
        let changes = try ask("directory_changes", &directory).evidence.compactMap { evidence -> Change? in
            if case .change(let change) = evidence.observation { change } else { nil }
        }
        #expect(changes.map(\.id) == ["aaa", "bbb", "ccc", "aaa", "v2"])
        #expect(changes.map(\.service) == ["checkout", "search", nil, "checkout", "search"])
    }

    @Test("only the directory's own alert is its reference, and every subject's probe is accepted")
    func probes() throws {
        let connector = try IncidentDirectoryConnector(SourceDescription(name: "files", kind: "directory"))
        #expect(connector.probes(for: .reference("directory:alert.json")).isEmpty)
        #expect(connector.probes(for: .reference("files:alert.json")).map(\.tool) == ["directory_incident"])
        let at = Instant(seconds: 1_781_793_000)
        let scope = Scope(
            window: TimeWindow(from: at, to: at.adding(seconds: 3600)), baseline: TimeWindow(from: at, to: at))
        for probe in connector.probes(for: .window(scope)) + connector.probes(for: .surroundings(scope)) {
            let tool = try #require(connector.tools.first { $0.description.name == probe.tool })
            #expect(throws: Never.self) { _ = try tool.begin(probe.input) }
        }
    }
}
