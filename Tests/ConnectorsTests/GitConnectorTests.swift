import Connectors
import Core
import Testing

/// What the recorded conversations of `Fixtures/Git` do not show: every way in which git's output can be cut short or spoiled,
/// and what the connector refuses to pass to git.
@Suite("The git connector")
struct GitConnectorTests {
    private static let window: JSONValue = ["from": "2026-11-19T14:05:00Z", "to": "2026-11-20T15:05:00Z"]

    private func tool(_ name: String, options: JSONObject = [:]) throws -> any Tool {
        let connector = try GitConnector(SourceDescription(name: "code", kind: "git", options: options))
        return try #require(connector.tools.first { $0.description.name == name })
    }

    /// Gives `log` as the answer to the list of commits, "no" to whether the clone is shallow, and nothing to all else.
    private func commits(_ log: [UInt8], options: JSONObject = [:]) throws -> (evidence: [Evidence], diagnostics: [Diagnostic])
    {
        var conversation = try tool("git_commits", options: options).begin(Self.window)
        var outcomes: [Outcome] = []
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        for number in 0..<5 {
            let step = conversation.next(outcomes)
            evidence += step.evidence
            diagnostics += step.diagnostics
            guard case .calls(let calls) = step.then else { return (evidence, diagnostics) }
            outcomes = calls.enumerated().map { index, call in
                let body = number > 0 ? [] : index == 0 ? log : Array("false\n".utf8)
                let key = CallKey(investigation: "test", round: 0, path: "case", step: number, index: index)
                return Outcome(key: key, call: call, result: .reply(Reply(status: 0, body: Body(body))))
            }
        }
        Issue.record("the conversation has no end")
        return (evidence, diagnostics)
    }

    private static let hash = String(repeating: "a1", count: 20)

    private func record(
        hash: String = hash, time: String = "1795184292", subject: String = "Subject", body: String = "", files: String = ""
    ) -> [UInt8] {
        let fields = [hash, String(repeating: "0", count: 40), "Ines", "ines@shop.example", time, subject, body]
        return Array((fields.joined(separator: "\0") + "\0" + (files.isEmpty ? "" : "\n" + files)).utf8)
    }

    @Test("output that ends anywhere inside a commit is never taken for a whole answer")
    func truncation() throws {
        let first = record(files: "1\t1\tservices/a/config.yaml\0")
        let second = record(hash: String(repeating: "b2", count: 20), files: "2\t0\t\0old name\0new name\0")
        let whole = first + second
        // A commit without files is whole too, and one that loses its entries cannot be told from it.
        let sound: Set<Int> = [0, record().count, first.count, first.count + record().count, whole.count]
        for length in 0...whole.count {
            let (evidence, diagnostics) = try commits(Array(whole[..<length]))
            let complaints = diagnostics.filter { $0.severity != .note }
            if sound.contains(length) {
                #expect(complaints.isEmpty, "at \(length)")
            } else {
                let seam = [record().count + 1, first.count + record().count + 1].contains(length)
                #expect(!complaints.isEmpty || seam, "at \(length)")
                #expect(!evidence.contains { $0.completeness == .noneThere }, "at \(length)")
            }
        }
    }

    @Test("spoiled bytes give an answer or a complaint, and the same one twice")
    func mutations() throws {
        var state: UInt64 = 20_261_120
        func random(below bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let whole =
            record(files: "1\t1\tservices/a/config.yaml\0-\t-\t\0a\0b\0") + record(hash: String(repeating: "c3", count: 20))
        for _ in 0..<400 {
            var bytes = whole
            for _ in 0...random(below: 4) { bytes[random(below: bytes.count)] = UInt8(random(below: 256)) }
            let once = try commits(bytes)
            let twice = try commits(bytes)
            #expect(once.evidence == twice.evidence)
            #expect(once.diagnostics == twice.diagnostics)
            #expect(!once.evidence.isEmpty || !once.diagnostics.isEmpty)
        }
    }

    @Test(
        "a commit is attributed to the one service that its paths name",
        arguments: [
            (["services/checkout/a.go"], "checkout"), (["checkout/a.go", "docs/b.md"], "checkout"),
            (["services/checkout-api/a.go"], nil), (["services/checkout/a.go", "inventory/b.go"], nil), (["README.md"], nil),
        ] as [([String], String?)])
    func attribution(paths: [String], service: String?) throws {
        let files = paths.map { "1\t0\t\($0)\0" }.joined()
        let (evidence, _) = try commits(record(files: files), options: ["services": ["checkout", "inventory"]])
        #expect(evidence.map(\.service) == [service])
    }

    @Test(
        "a commit is configuration when all its files are",
        arguments: [
            (["a/config.yaml"], Change.Kind.configuration), (["a.YML", ".env", ".env.production", "main.tf"], .configuration),
            (["a/config.yaml", "a/main.go"], .commit), (["yaml"], .commit), (["Dockerfile"], .commit),
        ] as [([String], Change.Kind)])
    func configuration(paths: [String], kind: Change.Kind) throws {
        let (evidence, _) = try commits(record(files: paths.map { "1\t0\t\($0)\0" }.joined()))
        let kinds = evidence.compactMap { item in
            if case .change(let change) = item.observation { change.kind } else { nil }
        }
        #expect(kinds == [kind])
    }

    @Test("a time that no calendar has is left out and said")
    func impossibleTime() throws {
        let (evidence, diagnostics) = try commits(record(time: "99999999999999"))
        #expect(diagnostics.contains { $0.message.contains(Self.hash) && $0.severity == .partial })
        #expect(!evidence.contains { $0.completeness == .noneThere })
    }

    @Test(
        "what git could read as an option, a range or a search is no revision",
        arguments: [
            "-p", "--output=x", "a..b", "a...b", "^a", ":/text", "HEAD:file", "@{-1}", "a b", "", "a\0b", "a\n", ".git", "/etc",
            "~1", "é", String(repeating: "a", count: 201),
        ])
    func revisions(text: String) throws {
        let tool = try tool("git_show")
        #expect(throws: InputError.self) { _ = try tool.begin(["revision": .string(text)]) }
    }

    @Test(
        "plain revisions are accepted",
        arguments: ["HEAD", "main", "feature/a-b_c.1", "0123abc", "main~2", "v1.0^", "HEAD~1^2"])
    func plainRevisions(text: String) throws {
        let tool = try tool("git_show")
        #expect(throws: Never.self) { _ = try tool.begin(["revision": .string(text)]) }
    }

    @Test(
        "paths with magic, wildcards or ways out are refused",
        arguments: [":(glob)**", ":!a", "/etc/passwd", "../x", "a/../../x", "-x", "*.yaml", "a\nb", ".git/config", "", "a\\b"])
    func paths(text: String) throws {
        let tool = try tool("git_blame")
        #expect(throws: InputError.self) { _ = try tool.begin(["path": .string(text), "first": 1, "last": 2]) }
    }

    @Test("every call ends its options before revisions, keeps foreign programs out, and separates paths")
    func arguments() throws {
        let inputs: [(String, JSONValue)] = [
            ("git_commits", ["from": "2026-11-19T14:05:00Z", "to": "2026-11-20T15:05:00Z", "path": "a/b"]),
            ("git_show", ["revision": "main"]), ("git_diff", ["from": "a", "to": "b"]),
            ("git_blame", ["path": "a", "first": 1, "last": 2]),
        ]
        for (name, input) in inputs {
            var conversation = try tool(name).begin(input)
            guard case .calls(let calls) = conversation.next([]).then else {
                Issue.record("\(name) makes no call")
                continue
            }
            for case .process(let call) in calls where call.arguments.first != "rev-parse" {
                let subcommand = try #require(call.arguments.first)
                #expect(call.arguments.contains("--"), "\(name): \(subcommand)")
                if subcommand != "blame" { #expect(call.arguments.contains("--end-of-options"), "\(name): \(subcommand)") }
                if subcommand == "log" || subcommand == "show" {
                    #expect(call.arguments.contains("--no-show-signature"), "\(name): \(subcommand)")
                }
                if !call.arguments.contains("--no-patch") {
                    #expect(call.arguments.contains("--no-ext-diff"), "\(name): \(subcommand)")
                    #expect(call.arguments.contains("--no-textconv"), "\(name): \(subcommand)")
                }
            }
        }
    }

    @Test("options of the wrong shape are named", arguments: ["service", "services", "allBranches", "web"])
    func options(name: String) throws {
        let source = SourceDescription(name: "code", kind: "git", options: JSONObject([(name, .object(["a": 1]))]))
        let error = #expect(throws: InputError.self) { _ = try GitConnector(source) }
        #expect(error?.field == "options.\(name)")
    }
}
