import Connectors
import Core
import Foundation
import Testing

/// Holds the recordings of a real Healthchecks 3.13 against the cases made from them, and feeds every answer to every tool.
@Suite("Recorded answers of a real Healthchecks")
struct HealthchecksRecordingsTests {
    private static let fixtures = TranscriptCase.tests.appending(path: "Fixtures/Healthchecks")
    private static let recordings = fixtures.appending(path: "recordings")
    static let names: [String] =
        ((try? FileManager.default.contentsOfDirectory(atPath: recordings.path)) ?? []).filter { $0.hasSuffix(".http") }
        .sorted()

    /// Requests that no tool makes: a change of a check, its creation, a pause by GET, times that no tool sends. In the cases
    /// their answers are answers to another request.
    private static let otherRequests: Set<String> = [
        "19-flips-bad-parameter-400.http", "20-flips-milliseconds-400.http", "35-update-grace.http",
        "36-update-invalid-400.http", "37-create-check-201.http", "38-create-unknown-channel-400.http",
        "39-pause-wrong-method-405.http",
    ]
    private static let ping = "41-ping-endpoint.http"

    @Test("all 41 recordings are there")
    func all() { #expect(Self.names.count == 41) }

    @Test(
        "every recorded answer is decoded by a case, to the request that was recorded wherever a tool makes it",
        arguments: names)
    func covered(name: String) throws {
        guard name != Self.ping else { return }
        let (request, answer) = try Self.parts(Self.recordings.appending(path: name))
        var places: [String] = []
        for place in TranscriptCase.names where place.hasPrefix("Healthchecks/") {
            let recorded = try TranscriptCase(name: place)
            for file in recorded.recordedFiles.sorted() {
                let (asked, answered) = try Self.parts(recorded.directory.appending(path: file))
                let isSame = Self.target(asked) == Self.target(request)
                if answered == answer, isSame || Self.otherRequests.contains(name) { places.append("\(place)/\(file)") }
            }
        }
        #expect(!places.isEmpty, "no case of Fixtures/Healthchecks decodes \(name)")
    }

    @Test("no tool can ping a check, change one or make one, whatever it is asked")
    func unreachable() throws {
        let tools = try HealthchecksConnector(SourceDescription(name: "heartbeats", kind: "healthchecks")).tools
        for name in [Self.ping, "35-update-grace.http", "37-create-check-201.http", "39-pause-wrong-method-405.http"] {
            let (request, _) = try Self.parts(Self.recordings.appending(path: name))
            let words = Self.target(request).split(separator: " ")
            let method = try #require(HTTPCall.Method(rawValue: String(words[0])))
            let path = words[1].dropFirst().split(separator: "/", omittingEmptySubsequences: false).map(String.init)
            let call = Call.http(HTTPCall(method, path: path))
            #expect(!tools.contains { $0.description.routes.contains { $0.matches(call) } }, "\(name)")
        }
    }

    /// Recorded lists that hold nothing: of these absence can be said.
    private static let empty: Set<String> = ["18-flips-of-long-grace-check.http"]

    @Test("no recorded answer traps, loops, or is mistaken for another, whatever tool gets it", arguments: names)
    func answer(name: String) throws {
        let (_, answer) = try Self.parts(Self.recordings.appending(path: name))
        let exchange = try RecordedExchange(Array("GET / HTTP/1.1\n-----\n".utf8) + answer)
        let result = try exchange.result(for: .http(HTTPCall(path: ["x"])))
        for (tool, input) in Self.inputs {
            let end = try Self.play(tool, input, answering: result)
            #expect(!end.evidence.isEmpty || !end.diagnostics.isEmpty, "\(tool) says nothing about \(name)")
            guard case .reply(let reply) = result else { continue }
            if reply.status >= 400 {
                #expect(
                    end.evidence.allSatisfy { if case .nothing = $0.observation { true } else { false } },
                    "\(tool) makes evidence of the error \(name)")
                #expect(end.evidence.allSatisfy { $0.completeness != .noneThere }, "\(tool) takes \(name) for absence")
            }
            if end.evidence.contains(where: { $0.completeness == .noneThere }) {
                let isRuns = tool == "healthchecks_pings" || tool == "healthchecks_service_checks"
                #expect(Self.empty.contains(name) || isRuns, "\(tool) takes \(name) for absence")
            }
        }
    }

    @Test("an answer that is cut anywhere is never evidence that nothing was there")
    func truncated() throws {
        for name in ["02-checks-read-write-key.http", "09-pings.http", "14-flips-start-end.http", "21-channels.http"] {
            let (_, answer) = try Self.parts(Self.recordings.appending(path: name))
            let exchange = try RecordedExchange(Array("GET / HTTP/1.1\n-----\n".utf8) + answer)
            guard case .reply(let reply) = try exchange.result(for: .http(HTTPCall(path: ["x"]))) else { continue }
            let bytes = try reply.body.bytes()
            for length in stride(from: 0, to: bytes.count, by: 397) {
                let cut = Outcome.Result.reply(Reply(status: 200, headers: reply.headers, body: Body(Array(bytes[..<length]))))
                for (tool, input) in Self.inputs where tool != "healthchecks_ping_body" {
                    let end = try Self.play(tool, input, answering: cut)
                    #expect(end.evidence.isEmpty && !end.diagnostics.isEmpty, "\(tool) of \(name) cut at \(length)")
                }
            }
        }
    }

    // MARK: Playing

    private static let uuid = "17fc695a-07a0-4a6e-8822-e8f36c031199"
    private static let window: [(String, JSONValue)] = [("from", "2026-11-20T14:20:00Z"), ("to", "2026-11-20T14:50:00Z")]

    private static let inputs: [(tool: String, input: JSONValue)] = [
        ("healthchecks_checks", [:]), ("healthchecks_checks", ["id": .string(uuid)]),
        ("healthchecks_service_checks", .object(JSONObject(window))),
        ("healthchecks_flips", .object(JSONObject([("id", .string(uuid))] + window))),
        ("healthchecks_pings", .object(JSONObject([("id", .string(uuid))] + window))),
        ("healthchecks_ping_body", ["id": .string(uuid), "number": 218]), ("healthchecks_channels", [:]),
        ("healthchecks_badges", ["tag": "prod"]), ("healthchecks_status", [:]),
        ("healthchecks_pause", ["id": .string(uuid)]),
    ]

    private static func play(
        _ tool: String, _ input: JSONValue, answering result: Outcome.Result
    ) throws -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        let connector = try HealthchecksConnector(SourceDescription(name: "heartbeats", kind: "healthchecks"))
        let found = try #require(connector.tools.first { $0.description.name == tool })
        var conversation = try found.begin(input)
        var evidence: [Evidence] = []
        var diagnostics: [Diagnostic] = []
        var outcomes: [Outcome] = []
        for number in 0..<10 {
            let step = conversation.next(outcomes)
            evidence += step.evidence
            diagnostics += step.diagnostics
            guard case .calls(let calls) = step.then else { return (evidence, diagnostics) }
            outcomes = calls.enumerated().map { index, call in
                let key = CallKey(investigation: "test", round: 0, path: tool, step: number, index: index)
                return Outcome(key: key, call: call, result: result)
            }
        }
        throw TranscriptCase.Problem("\(tool) has no end")
    }

    /// The request's lines and the answer's bytes.
    private static func parts(_ file: URL) throws -> (request: [String], answer: [UInt8]) {
        let data = try Data(contentsOf: file)
        let rule = try #require(data.firstRange(of: Data("\n-----\n".utf8)))
        let request = String(decoding: data[..<rule.lowerBound], as: UTF8.self).split(separator: "\n").map(String.init)
        return (request, Array(data[rule.upperBound...]))
    }

    /// `GET /api/v3/checks/`.
    private static func target(_ request: [String]) -> String {
        (request.first ?? "").split(separator: " ").prefix(2).joined(separator: " ")
    }
}
