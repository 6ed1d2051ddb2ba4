import Connectors
import Core
import Foundation

/// The recorded exchanges of a Kubernetes server, and a server that answers from them.
struct KubernetesRecordings {
    static let directory = TranscriptCase.tests.appending(path: "Fixtures/Kubernetes/recordings")
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.path)) ?? []).filter { $0.hasSuffix(".http") }.sorted()

    typealias End = (evidence: [Evidence], diagnostics: [Diagnostic], calls: [HTTPCall])

    /// The recorded answer in the file whose name begins so.
    static func answer(_ start: String) throws -> Outcome.Result {
        guard let name = names.first(where: { $0.hasPrefix(start) }) else { throw TranscriptCase.Problem("no \(start)") }
        let bytes = Array(try Data(contentsOf: directory.appending(path: name)))
        return try RecordedExchange(bytes).result(for: .http(HTTPCall(path: ["version"])))
    }

    static func document(_ start: String) throws -> JSONValue {
        guard case .reply(let reply) = try answer(start) else { throw TranscriptCase.Problem("\(start) is no reply") }
        return try JSONValue(parsing: try reply.body.bytes())
    }

    static func reply(_ document: JSONValue, status: Int = 200) -> Outcome.Result {
        .reply(Reply(status: status, body: Body(document.compact)))
    }

    static func list(_ kind: String, _ items: [JSONValue], next: String? = nil) -> Outcome.Result {
        var metadata: JSONObject = ["resourceVersion": "365"]
        metadata["continue"] = next.map { .string($0) }
        return reply(["kind": .string(kind), "metadata": .object(metadata), "items": .array(items)])
    }

    /// The answer to a request that was recorded, but for its page size; `nil` for one that was not.
    static func recorded(_ call: HTTPCall) throws -> Outcome.Result? {
        func key(_ target: String) -> String {
            let parts = target.split(separator: "?", maxSplits: 1)
            let query = (parts.count > 1 ? parts[1] : "").split(separator: "&")
                .filter { !$0.hasPrefix("limit=") }.map {
                    PercentEncoding.decoded($0.hasSuffix("=") ? String($0.dropLast()) : String($0))
                }.sorted()
            return ([String(parts.first ?? "")] + query).joined(separator: " ")
        }
        let wanted = "\(call.method.rawValue) \(key(call.target))"
        for name in names {
            let bytes = Array(try Data(contentsOf: directory.appending(path: name)))
            let exchange = try RecordedExchange(bytes)
            let words = (exchange.head.first ?? "").split(separator: " ")
            guard words.count > 1, "\(words[0]) \(key(String(words[1])))" == wanted, exchange.requestBody == call.body else {
                continue
            }
            // Recorded without a credential, with a bad one, or asked for in another form.
            let isOdd = ["21-", "27-", "28-", "36-", "37-"].contains { name.hasPrefix($0) }
            if !isOdd { return try exchange.result(for: .http(call)) }
        }
        return nil
    }

    /// As the recorded server would have answered what was not recorded: lists without content, namespaces.
    static func unrecorded(_ call: HTTPCall) throws -> Outcome.Result {
        if call.path.first == "api", call.path.count == 4 {
            return call.path.last == "shop"
                ? reply(["kind": "Namespace", "metadata": ["name": "shop"]])
                : reply(
                    [
                        "kind": "Status", "status": "Failure", "message": "namespaces not found", "reason": "NotFound",
                        "details": ["name": .string(call.path.last ?? ""), "kind": "namespaces"], "code": 404,
                    ], status: 404)
        }
        if call.path.contains("events.k8s.io") { return try answer("25-") }
        return list("List", [])
    }

    static func play(
        _ tool: String, _ input: JSONValue, options: JSONObject = ["namespaces": ["shop"]],
        answering: (HTTPCall, Int) throws -> Outcome.Result
    ) throws -> End {
        let connector = try KubernetesConnector(SourceDescription(name: "cluster", kind: "kubernetes", options: options))
        guard let found = connector.tools.first(where: { $0.description.name == tool }) else {
            throw TranscriptCase.Problem("no tool \(tool)")
        }
        var conversation = try found.begin(input)
        var end: End = ([], [], [])
        var outcomes: [Outcome] = []
        for number in 0..<300 {
            let step = conversation.next(outcomes)
            end.evidence += step.evidence
            end.diagnostics += step.diagnostics
            guard case .calls(let calls) = step.then else { return end }
            outcomes = try calls.enumerated().map { index, call in
                guard case .http(let http) = call, found.description.routes.contains(where: { $0.matches(call) }) else {
                    throw TranscriptCase.Problem("a call outside the routes: \(call)")
                }
                let result = try answering(http, end.calls.count)
                end.calls.append(http)
                let key = CallKey(investigation: "test", round: 0, path: tool, step: number, index: index)
                return Outcome(key: key, call: call, result: result)
            }
        }
        throw TranscriptCase.Problem("\(tool) has no end")
    }

    /// Asks the recorded server.
    static func ask(_ tool: String, _ input: JSONValue, options: JSONObject = ["namespaces": ["shop"]]) throws -> End {
        try play(tool, input, options: options) { call, _ in try recorded(call) ?? unrecorded(call) }
    }

    /// Gives the recorded answer to the first call, and emptiness to the others.
    static func feed(_ start: String, to tool: String, _ input: JSONValue) throws -> End {
        let result = try answer(start)
        return try play(tool, input) { call, position in position == 0 ? result : try unrecorded(call) }
    }
}
