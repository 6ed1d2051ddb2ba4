public import Core

/// What is sent to Open Policy Agent's Data API, and what its answer means. An answer that is not understood is a deny.
///
/// <https://www.openpolicyagent.org/docs/rest-api#get-a-document-with-input>
public enum PolicyServerExchange {
    /// Answers longer than this are refused.
    public static let maximumBytes = 64 << 10

    /// The path of the request, `/v1/data/inquest/verdict`, below the server's own prefix. The method is POST and the
    /// content-type `application/json`.
    public static func path(of server: PolicyServer) -> [String] { ["v1", "data"] + server.path }

    /// `{"input": {…}}` in canonical JSON.
    ///
    /// - Parameter redactedInput: the tool's input after redaction: what the server is told counts as disclosed.
    public static func requestBody(_ question: PolicyQuestion, redactedInput: JSONValue) -> [UInt8] {
        func text(_ value: String?) -> JSONValue { value.map { .string($0) } ?? .null }
        let input: JSONValue = [
            "principal": .string(question.principal.description), "user": text(question.user), "person": text(question.person),
            "groups": .array(question.groups.map { .string($0) }), "source": text(question.source?.text),
            "tool": .string(question.tool), "effect": .string(question.effect.rawValue),
            "data": .array(question.data.sorted().map { .string($0.rawValue) }), "at": .string(question.at.rfc3339Exact),
            "arguments": redactedInput,
        ]
        let document: JSONValue = ["input": input]
        return Array(document.canonical.utf8)
    }

    /// Reads the server's answer: `{"result": …}` with `true`, `false`, `"allow"`, `"deny"`, or an object
    /// `{"verdict": "allow" | "deny" | "approval", "reason": "…", "approvers": {"group": "…", "count": 2}}`.
    public static func read(status: Int, body: [UInt8]) -> Judgement {
        guard status == 200 else { return refusal("it answered with the status \(status)") }
        guard body.count <= maximumBytes else { return refusal("its answer is longer than \(maximumBytes) bytes") }
        let document: JSONValue
        do throws(JSONError) { document = try JSONValue(parsing: body) } catch { return refusal("its answer is \(error)") }
        guard let result = document["result"] else {
            return refusal("it has no result for this question (is the path of the document right?)")
        }
        switch result {
        case .bool(let isAllowed): return verdict(isAllowed ? "allow" : "deny", result)
        case .string(let word): return verdict(word, result)
        case .object:
            guard let word = result["verdict"]?.string else { return refusal("its result has no 'verdict' that is text") }
            return verdict(word, result)
        default: return refusal("its result is not true, false, a verdict or an object with one")
        }
    }

    /// What a failure to reach the server means.
    public static func unreachable(_ failure: Failure) -> Judgement { refusal("it could not be asked: \(failure)") }

    static let rule = "policy server"

    private static func verdict(_ word: String, _ result: JSONValue) -> Judgement {
        // The server's words may come from data; they are shown to people and cut.
        let reason = result["reason"]?.string.map { String($0.prefix(500)) } ?? "the policy server says \(word.prefix(20))"
        switch word {
        case "allow": return Judgement(.allow, rule: rule, reason: reason)
        case "deny": return .deny(rule: rule, reason)
        case "approval":
            guard let approvers = result["approvers"].flatMap({ Approvers(json: $0) }) else {
                return refusal("it asks for approval and does not say by whom ('approvers' with a count from 1 to 16)")
            }
            return Judgement(.approval(approvers), rule: rule, reason: reason)
        default: return refusal("its verdict '\(word.prefix(40))' is not allow, deny or approval")
        }
    }

    private static func refusal(_ reason: String) -> Judgement {
        .deny(rule: rule, "the policy server gave no verdict that can be used: \(reason); nothing goes out without one")
    }
}

extension Policy {
    /// The policy's own verdict with the server's: the stricter stands. A local deny is final, so the server need not be asked
    /// then. A server's plain allow of a write or an instrument is a deny, as it would be in a rule.
    public static func combine(_ local: Judgement, _ delegated: Judgement, effect: Effect) -> Judgement {
        if case .deny = local.verdict { return local }
        if case .allow = delegated.verdict, effect == .write || effect == .instrument {
            return .deny(
                rule: delegated.rule,
                "\(delegated.rule) allows a \(effect.rawValue) without approval, which no policy can; it may answer 'approval'")
        }
        return stricter(local, delegated)
    }
}
