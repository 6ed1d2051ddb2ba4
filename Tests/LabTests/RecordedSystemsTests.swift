import Core
import Foundation
import Testing

@testable import Lab

/// The systems of the scenario with recorded answers, made once.
let acquirerSystems: Result<RecordedSystems, any Error> = Result {
    let scenario = try Scenario.load("acquirer-timeout", day: november)
    guard let recorded = scenario.recordings else { throw ScenarioError("acquirer-timeout has no recordings") }
    return try RecordedSystems(scenario, recorded, day: november) { "token-\($0)" }
}

@Suite("The recorded systems")
struct RecordedSystemsTests {
    static let systems = ["healthchecks", "kubernetes", "loki", "tempo", "victorialogs", "victoriatraces-jaeger"]
    static let directory = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("Sources/Lab/Recordings")

    private static func standIn(_ system: String) throws -> RecordedStandIn {
        let systems = try acquirerSystems.get()
        return switch system {
        case "healthchecks": systems.healthchecks
        case "kubernetes": systems.kubernetes
        case "loki": systems.loki
        case "tempo": systems.tempo
        case "victorialogs": systems.victoriaLogs
        default: systems.jaeger
        }
    }

    /// The recorded request, with a credential where one was left out.
    static func request(_ exchange: RecordedExchange) -> WebRequest {
        let tokens: [RecordedAccess: String] = [
            .full: "token-", .readOnly: "token-", .wrong: "not-the-", .none: "",
        ]
        let token = tokens[exchange.access] ?? ""
        let suffix = exchange.access == .readOnly ? "-readonly" : ""
        let headers = exchange.request.headers.map { header -> (name: String, value: String) in
            switch header.name {
            case "x-api-key": (header.name, token + "healthchecks" + suffix)
            case "authorization": (header.name, "Bearer " + token + "kubernetes")
            default: header
            }
        }
        return WebRequest(
            method: exchange.request.method, target: exchange.request.target, headers: headers, body: exchange.request.body)
    }

    /// What stands behind the line of dashes, read without the code under test.
    static func recordedBody(_ system: String, _ name: String) throws -> (status: Int, body: Data) {
        let file = try Data(contentsOf: directory.appendingPathComponent("\(system)/\(name).http"))
        let dashes = try #require(file.range(of: Data("\n-----\n".utf8)))
        let answer = file[dashes.upperBound...]
        let blank = answer.range(of: Data("\n\n".utf8))
        let words = String(decoding: answer.prefix(40), as: UTF8.self).split(separator: " ")
        let status = try #require(Int(words[1]))
        var body = blank.map { Data(answer[$0.upperBound...]) } ?? Data()
        if body.starts(with: Data("[the body is binary".utf8)), let note = body.firstIndex(of: UInt8(ascii: "\n")) {
            body = try #require(Data(base64Encoded: body[(note + 1)...], options: .ignoreUnknownCharacters))
        }
        return (status, body)
    }

    @Test(
        "every recorded request is answered byte for byte",
        arguments: zip(systems, [41, 40, 59, 43, 30, 24]))
    func recorded(_ system: String, _ count: Int) throws {
        var asked = 0
        for tenants in [false, true] {
            let exchanges = try Recordings.load(system, tenants: tenants)
            let usual = try acquirerSystems.get()
            // A server of its own, so that no other test has asked it before.
            let rule: RecordedAccess.Rule =
                switch system {
                case "healthchecks":
                    RecordedAccess.Rule(
                        header: "x-api-key", full: "token-healthchecks", readOnly: "token-healthchecks-readonly")
                case "kubernetes": RecordedAccess.Rule(header: "authorization", prefix: "Bearer ", full: "token-kubernetes")
                default: .open
                }
            let standIn = RecordedStandIn(exchanges, rule: rule, model: usual.loki)
            for exchange in exchanges {
                let answer = standIn.answer(Self.request(exchange))
                let expected = try Self.recordedBody(system, exchange.name)
                #expect(answer.status == expected.status, "\(system)/\(exchange.name)")
                #expect(Data(answer.body) == expected.body, "\(system)/\(exchange.name)")
                asked += 1
            }
        }
        #expect(asked == count)
    }

    @Test("a recorded request in another order of parameters is the same request")
    func order() throws {
        let answer = try Self.standIn("kubernetes").answer(
            WebRequest(
                target: "/api/v1/namespaces/shop/events?limit=2&fieldSelector=reason%3DKilling",
                headers: [
                    ("Authorization", "Bearer token-kubernetes"),
                    ("Accept", "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io,application/json"),
                ]))
        #expect(Data(answer.body) == (try Self.recordedBody("kubernetes", "37-events-metadata-only")).body)
    }
}
