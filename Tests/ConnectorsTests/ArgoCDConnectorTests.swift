import Connectors
import Core
import Testing

/// What the conversations of `Fixtures/ArgoCD` do not show.
@Suite("The Argo CD connector")
struct ArgoCDConnectorTests {
    private func deploys(_ body: String, status: Int = 200) throws -> Step {
        let connector = try ArgoCDConnector(SourceDescription(name: "deploys", kind: "argocd"))
        let tool = try #require(connector.tools.first { $0.description.name == "argocd_deploys" })
        var conversation = try tool.begin(["from": "2026-11-19T14:05:00Z", "to": "2026-11-20T15:05:00Z"])
        guard case .calls(let calls) = conversation.next([]).then, let call = calls.first else { return .done() }
        let key = CallKey(investigation: "test", round: 0, path: "case", step: 0, index: 0)
        return conversation.next([Outcome(key: key, call: call, result: .reply(Reply(status: status, body: Body(body))))])
    }

    private func kinds(of revisions: [String]) throws -> [Change.Kind] {
        let history = revisions.enumerated().map { number, revision in
            #"{"id":\#(number),"revision":"\#(revision)","deployedAt":"2026-11-20T10:0\#(number):00Z"}"#
        }
        let list =
            #"{"metadata":{},"items":[{"metadata":{"name":"a"},"status":{"history":[\#(history.joined(separator: ","))]}}]}"#
        return try deploys(list).evidence.compactMap { item in
            if case .change(let change) = item.observation { change.kind } else { nil }
        }
    }

    @Test(
        "a deploy that returns to something older than what it replaces is a rollback",
        arguments: [
            ("a b c", "deploy deploy deploy"), ("a b a", "deploy deploy rollback"),
            ("a b a b", "deploy deploy rollback deploy"),
            ("a a a", "deploy deploy deploy"), ("a b c a", "deploy deploy deploy rollback"),
            ("a b c b c a", "deploy deploy deploy rollback deploy rollback"),
        ])
    func rollbacks(revisions: String, expected: String) throws {
        let kinds = try kinds(of: revisions.split(separator: " ").map(String.init))
        #expect(kinds.map(\.rawValue) == expected.split(separator: " ").map(String.init))
    }

    @Test("an answer that ends anywhere is a failure, never an absence")
    func truncation() throws {
        let whole = #"{"metadata":{},"items":[{"metadata":{"name":"a"},"spec":{"project":"p"},"status":{"history":null}}]}"#
        #expect(try deploys(whole).evidence.map(\.completeness) == [.noneThere])
        for length in 0..<whole.utf8.count {
            let step = try deploys(String(whole.prefix(length)))
            #expect(step.evidence.isEmpty, "at \(length)")
            #expect(step.diagnostics.map(\.severity) == [.failed], "at \(length)")
        }
    }

    @Test(
        "documents of another shape are failures or partial answers",
        arguments: ["[]", "null", "{}", "7", #"{"items":{}}"#, #"{"items":[null,1,"a",{}]}"#, #"{"items":[{"metadata":[]}]}"#])
    func shapes(body: String) throws {
        let step = try deploys(body)
        #expect(!step.diagnostics.isEmpty)
        #expect(!step.evidence.contains { $0.completeness == .noneThere })
    }

    @Test("names of applications cannot lead to another path", arguments: ["..", ".", "", "..."])
    func names(name: String) throws {
        let connector = try ArgoCDConnector(SourceDescription(name: "deploys", kind: "argocd"))
        let tool = try #require(connector.tools.first { $0.description.name == "argocd_history" })
        #expect(throws: InputError.self) { _ = try tool.begin(["application": .string(name)]) }
    }

    @Test("a slash in a name stays inside its path segment")
    func slash() throws {
        let connector = try ArgoCDConnector(SourceDescription(name: "deploys", kind: "argocd"))
        let tool = try #require(connector.tools.first { $0.description.name == "argocd_history" })
        var conversation = try tool.begin(["application": "a/../b", "project": "p q"])
        guard case .calls(let calls) = conversation.next([]).then, case .http(let call)? = calls.first else {
            Issue.record("no call")
            return
        }
        #expect(call.target == "/api/v1/applications/a%2F..%2Fb?project=p%20q")
    }

    @Test("options of the wrong shape are named", arguments: ["services", "projects", "selector"])
    func options(name: String) throws {
        let source = SourceDescription(name: "deploys", kind: "argocd", options: JSONObject([(name, 7)]))
        let error = #expect(throws: InputError.self) { _ = try ArgoCDConnector(source) }
        #expect(error?.field == "options.\(name)")
    }
}
