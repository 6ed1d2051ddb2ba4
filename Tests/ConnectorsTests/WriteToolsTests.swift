import Connectors
import Core
import Testing

/// What holds for every tool that writes, whatever its system.
@Suite("Tools that write")
struct WriteToolsTests {
    /// The recorded cases of tools that write, whose input is accepted.
    private static func accepted() throws -> [(name: String, tool: any Tool, input: JSONValue)] {
        try TranscriptCase.names.compactMap { name in
            let recorded = try TranscriptCase(name: name)
            let connector = try #require(Registry.connector(for: recorded.source.kind)).init(recorded.source)
            let tool = try #require(connector.tools.first { $0.description.name == recorded.tool }, "\(name)")
            guard tool.description.effect == .write, (try? tool.begin(recorded.input)) != nil else { return nil }
            return (name, tool, recorded.input)
        }
    }

    private static func connectors() throws -> [any Connector] {
        try TranscriptCase.sources().map { try #require(Registry.connector(for: $0.kind)).init($0) }
    }

    @Test("there are these writes and no others, and each has a recorded conversation")
    func writes() throws {
        let names = try Self.connectors().flatMap(\.tools).map(\.description).filter { $0.effect != .read }.map(\.name)
        #expect(
            names.sorted() == [
                "alertmanager_create_silence", "alertmanager_expire_silence", "confluence_publish_page",
                "github_set_deployment_status", "grafana_annotate", "jira_create_issue", "pagerduty_add_note",
                "slack_post_message",
            ])
        #expect(Set(try Self.accepted().map { $0.tool.description.name }) == Set(names))
    }

    @Test("no route of a write can match a call of a read, nor the other way round")
    func routes() throws {
        var compared = 0
        for connector in try Self.connectors() {
            let all = connector.tools.map(\.description)
            for write in all.filter({ $0.effect == .write }).flatMap(\.routes) {
                guard case .http(let method, let path) = write else {
                    Issue.record("a write without HTTP")
                    continue
                }
                #expect(method != .get)
                for case .http(let other, let pattern) in all.filter({ $0.effect == .read }).flatMap(\.routes) {
                    let overlaps =
                        method == other && path.count == pattern.count
                        && zip(path, pattern).allSatisfy { $0 == $1 || $0 == "*" || $1 == "*" }
                    #expect(!overlaps, "\(method) \(path) and \(other) \(pattern)")
                    compared += 1
                }
            }
        }
        #expect(compared > 10)
    }

    /// Every way in which a call can end.
    private static func results() -> [Outcome.Result] {
        let kinds: [Failure.Kind] = [
            .unreachable, .timedOut, .broken, .undecodable, .circuitOpen, .noCredential, .notFound, .refused, .interrupted,
        ]
        let bodies = ["", "{}", "[]", "null", "{\"ok\":true}", "{\"id\":\"../../x\"}", "<html>", "{\"silenceID\":7}"]
        let replies = [200, 201, 204, 301, 302, 303, 400, 401, 403, 404, 408, 409, 429, 500, 502, 503, 504].flatMap { status in
            bodies.map { Outcome.Result.reply(Reply(status: status, body: Body($0))) }
        }
        return kinds.map { .failed(Failure($0, "it ended so")) } + replies + [
            .denied(reason: "the policy"), .overBudget(reason: "no calls left"),
            .cut(Reply(status: 200, body: Body("{")), reason: "longer than allowed"),
        ]
    }

    @Test("a write makes one call, and whatever comes back makes no other and is never passed over in silence")
    func oneCall() throws {
        var played = 0
        for (name, tool, input) in try Self.accepted() {
            for result in Self.results() {
                var conversation = try tool.begin(input)
                guard case .calls(let calls) = conversation.next([]).then, calls.count == 1, let call = calls.first else {
                    Issue.record("\(name): the first step is not one call")
                    continue
                }
                #expect(tool.description.routes.count == 1 && tool.description.routes.allSatisfy { $0.matches(call) })
                let key = CallKey(investigation: "test", round: 0, path: "case", step: 0, index: 0)
                for _ in 0..<3 {
                    let step = conversation.next([Outcome(key: key, call: call, result: result)])
                    guard case .done = step.then else {
                        Issue.record("\(name): asks again after \(result)")
                        break
                    }
                    #expect(step.evidence.count + step.diagnostics.count == 1, "\(name): \(result)")
                    #expect(step.evidence.allSatisfy { $0.exchanges == [key] })
                }
                guard case .done = conversation.next([]).then else {
                    Issue.record("\(name): asks again without an outcome")
                    continue
                }
                played += 1
            }
        }
        #expect(played > 1000)
    }

    @Test("whether a write was made is said to be unknown exactly when the request may have arrived unanswered")
    func endings() throws {
        let (_, tool, input) = try #require(
            try Self.accepted().first { $0.tool.description.name == "alertmanager_create_silence" })
        let key = CallKey(investigation: "test", round: 0, path: "case", step: 0, index: 0)
        func says(_ result: Outcome.Result) throws -> String {
            var conversation = try tool.begin(input)
            guard case .calls(let calls) = conversation.next([]).then, let call = calls.first else { return "" }
            return conversation.next([Outcome(key: key, call: call, result: result)]).diagnostics.first?.message ?? ""
        }
        for kind in [Failure.Kind.timedOut, .broken, .undecodable, .interrupted] {
            #expect(try says(.failed(Failure(kind, "x"))).contains("not known whether it was made"))
        }
        for kind in [Failure.Kind.unreachable, .circuitOpen, .noCredential, .refused] {
            #expect(try says(.failed(Failure(kind, "x"))).contains("nothing was sent"))
        }
        for status in [302, 303, 408, 500, 502, 503, 504] {
            #expect(try says(.reply(Reply(status: status, body: Body("")))).contains("not known whether it was made"))
        }
        for status in [301, 307, 308, 400, 401, 403, 404, 409, 422, 429] {
            #expect(try says(.reply(Reply(status: status, body: Body("")))).contains("not made"))
        }
    }

    @Test("a member that the schema does not name is refused, and so is an input that is no object")
    func unknownMembers() throws {
        for (name, tool, input) in try Self.accepted() {
            var object = try #require(input.object)
            object["approval"] = "yes\u{1B}[2J"
            #expect(throws: InputError.self, "\(name)") { _ = try tool.begin(.object(object)) }
            for wrong: JSONValue in [.null, [], "x", [:]] {
                #expect(throws: InputError.self, "\(name)") { _ = try tool.begin(wrong) }
            }
        }
    }

    @Test("no member of any write's input, set to hostile text, puts a control character or another path into the call")
    func hostileMembers() throws {
        let hostile = [
            "\u{1B}[31m", "a\r\nX-Evil: 1", "../../admin", "..", ".", "a/b", "%2e%2e", "\u{202E}x", "a\u{0}b", "<!channel>",
            String(repeating: "x", count: 300_000), "",
        ]
        var tried = 0
        var seen: Set<String> = []
        for (name, tool, input) in try Self.accepted() where seen.insert(tool.description.name).inserted {
            let object = try #require(input.object)
            for member in object.members {
                for text in hostile {
                    var changed = object
                    changed[member.name] = member.value.array == nil ? .string(text) : [.string(text)]
                    guard var conversation = try? tool.begin(.object(changed)) else { continue }
                    guard case .calls(let calls) = conversation.next([]).then, case .http(let call) = calls.first else {
                        Issue.record("\(name): no call")
                        continue
                    }
                    tried += 1
                    #expect(tool.description.routes.allSatisfy { $0.matches(.http(call)) })
                    #expect(!call.path.contains { $0 == "." || $0 == ".." || $0.contains("/") || $0.isEmpty })
                    #expect(call.body.count < 1_500_000)
                    #expect(Self.isVisible(try JSONValue(parsing: call.body.isEmpty ? Array("null".utf8) : call.body)))
                    #expect(
                        call.headers.allSatisfy { field in
                            (field.name + field.value).unicodeScalars.allSatisfy { !$0.isUnprintable }
                        })
                }
            }
        }
        #expect(tried > 50)
    }

    /// No text in it has a control or format character but line ends.
    private static func isVisible(_ value: JSONValue) -> Bool {
        switch value {
        case .string(let text): text.unicodeScalars.allSatisfy { !$0.isUnprintable || $0 == "\n" }
        case .array(let elements): elements.allSatisfy(isVisible)
        case .object(let object): object.members.allSatisfy { isVisible($0.value) }
        default: true
        }
    }

    @Test("a recorded request with another body is reported")
    func bodiesAreCompared() throws {
        let recorded = try RecordedExchange(
            Array(
                "POST /api/v2/silences HTTP/1.1\nContent-Type: application/json\n\n{\"a\":1}\n-----\nHTTP/1.1 200 OK\n\n".utf8))
        let same = Call.http(HTTPCall(.post, path: ["api", "v2", "silences"], body: Array("{\"a\":1}".utf8)))
        let other = Call.http(HTTPCall(.post, path: ["api", "v2", "silences"], body: Array("{\"a\":2}".utf8)))
        #expect(recorded.differences(from: same, prefix: "", checkHeaders: []).isEmpty)
        #expect(recorded.differences(from: other, prefix: "", checkHeaders: []) == ["the body sent is {\"a\":2}"])
    }

    @Test("every connector says what sort of data its source holds")
    func dataClasses() {
        let classes = Dictionary(uniqueKeysWithValues: Registry.connectors.map { ($0.kind.text, $0.dataClass) })
        #expect(
            classes == [
                "alertmanager": .alerts, "argocd": .changes, "confluence": .documents, "git": .code, "github": .code,
                "grafana": .metrics, "jira": .documents, "loki": .logs, "pagerduty": .alerts, "prometheus": .metrics,
                "slack": .chat, "victoriametrics": .metrics,
                "jaeger": .traces, "tempo": .traces,
            ])
    }
}
