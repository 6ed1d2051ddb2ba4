import Core
import Gateway
import Testing

@Suite("Asking Open Policy Agent")
struct PolicyServerTests {
    static let answers: [(status: Int, body: String, word: String, says: String)] = [
        (200, #"{"result": true}"#, "allow", "says allow"),
        (200, #"{"result": false}"#, "deny", "says deny"),
        (200, #"{"result": "allow"}"#, "allow", "says allow"),
        (200, #"{"result": "deny"}"#, "deny", "says deny"),
        (200, #"{"result": {"verdict": "deny", "reason": "frozen"}}"#, "deny", "frozen"),
        (200, #"{"result": {"verdict": "allow"}, "decision_id": "x"}"#, "allow", "says allow"),
        (200, #"{"result": {"verdict": "approval", "approvers": {"group": "sre", "count": 2}}}"#, "approval", "says approval"),
        (200, #"{"result": {"verdict": "approval", "approvers": {"count": 1}}}"#, "approval", "says approval"),
        (200, #"{"result": "approval"}"#, "deny", "does not say by whom"),
        (200, #"{"result": {"verdict": "approval"}}"#, "deny", "does not say by whom"),
        (200, #"{"result": {"verdict": "approval", "approvers": {"count": 0}}}"#, "deny", "does not say by whom"),
        (200, #"{"result": {"verdict": "approval", "approvers": {"count": "2"}}}"#, "deny", "does not say by whom"),
        (200, #"{"result": {"verdict": "approval", "approvers": {"group": 5, "count": 2}}}"#, "deny", "does not say by whom"),
        (200, #"{"result": {"verdict": "approval", "approvers": ["sre"]}}"#, "deny", "does not say by whom"),
        (200, #"{}"#, "deny", "no result"),
        (200, #"{"result": null}"#, "deny", "not true, false"),
        (200, #"{"result": 1}"#, "deny", "not true, false"),
        (200, #"{"result": {}}"#, "deny", "no 'verdict'"),
        (200, #"{"result": {"allow": true}}"#, "deny", "no 'verdict'"),
        (200, #"{"result": "ALLOW"}"#, "deny", "'ALLOW' is not"),
        (200, #"{"result": "true"}"#, "deny", "'true' is not"),
        (200, #"{"result": true, "result": false}"#, "deny", "not valid JSON"),
        (200, "", "deny", "not valid JSON"),
        (200, "[true]", "deny", "no result"),
        (200, "<html>", "deny", "not valid JSON"),
        (200, #"{"result": true}"# + String(repeating: " ", count: 70_000), "deny", "longer than"),
        (200, String(repeating: "[", count: 5_000), "deny", "not valid JSON"),
        (500, #"{"result": true}"#, "deny", "status 500"),
        (204, "", "deny", "status 204"),
        (302, #"{"result": true}"#, "deny", "status 302"),
    ]

    @Test("an answer that is not understood is a denial", arguments: answers)
    func reads(status: Int, body: String, word: String, says: String) {
        let judgement = PolicyServerExchange.read(status: status, body: Array(body.utf8))
        #expect(judgement.word == word)
        #expect(judgement.reason.contains(says), "\(judgement.reason)")
        #expect(judgement.rule == "policy server")
    }

    @Test("a server that cannot be reached is a denial")
    func unreachable() {
        let judgement = PolicyServerExchange.unreachable(Failure(.timedOut, "after 2 s"))
        #expect(judgement.word == "deny" && judgement.reason.contains("after 2 s"))
    }

    @Test("the server is told the question with the redacted input")
    func asks() throws {
        let question = PolicyQuestion(
            principal: .model("m"), user: "alice", person: "alice@x", groups: ["sre"], source: "talk", tool: "slack_post",
            effect: .write, input: ["text": "secret"], data: [.people, .chat], at: Instant(seconds: 0))
        let body = PolicyServerExchange.requestBody(question, redactedInput: ["text": "⟦secret⟧"])
        #expect(
            String(decoding: body, as: UTF8.self)
                == #"{"input":{"arguments":{"text":"⟦secret⟧"},"at":"1970-01-01T00:00:00Z","data":["chat","people"],"#
                + #""effect":"write","groups":["sre"],"person":"alice@x","principal":"model:m","source":"talk","#
                + #""tool":"slack_post","user":"alice"}}"#)
        let server = PolicyServer(origin: try #require(Origin("http://127.0.0.1:8181")), path: ["inquest", "verdict"])
        #expect(PolicyServerExchange.path(of: server) == ["v1", "data", "inquest", "verdict"])
    }

    static let allow = Judgement(.allow, rule: "l", reason: "r")
    static let deny = Judgement(.deny(reason: "no"), rule: "d", reason: "no")
    static func ask(_ group: String?, _ count: Int) -> Judgement {
        Judgement(.approval(Approvers(group: group, count: count)), rule: "p", reason: "r")
    }
    static let pairs: [(Judgement, Judgement, Effect, Judgement.Verdict?)] = [
        (allow, allow, .read, .allow), (allow, deny, .read, .deny(reason: "no")), (deny, allow, .read, .deny(reason: "no")),
        (allow, allow, .disclose, .allow), (allow, ask("a", 1), .disclose, .approval(Approvers(group: "a", count: 1))),
        (ask("a", 2), allow, .disclose, .approval(Approvers(group: "a", count: 2))),
        (ask("a", 2), ask(nil, 3), .write, .approval(Approvers(group: "a", count: 3))),
        (ask("a", 2), ask("a", 1), .write, .approval(Approvers(group: "a", count: 2))),
        (ask("a", 2), ask("b", 1), .write, nil), (ask("a", 2), allow, .write, nil), (ask("a", 2), allow, .instrument, nil),
        (ask("a", 2), deny, .write, .deny(reason: "no")), (allow, allow, .write, nil),
    ]

    @Test("the stricter of the two verdicts stands", arguments: pairs.indices)
    func combines(index: Int) {
        let (local, delegated, effect, expected) = Self.pairs[index]
        let combined = Policy.combine(local, delegated, effect: effect)
        if let expected {
            #expect(combined.verdict == expected)
        } else {
            #expect(combined.word == "deny")
        }
    }
}
