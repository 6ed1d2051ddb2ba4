import Core
import Testing

@testable import Lab

@Suite("The model of Healthchecks")
struct HealthchecksTests {
    let checks: HealthchecksStandIn
    let recorded: [RecordedExchange]

    init() throws {
        recorded = try Recordings.load("healthchecks")
        let rule = RecordedAccess.Rule(
            header: "x-api-key", full: "token-healthchecks", readOnly: "token-healthchecks-readonly")
        checks = HealthchecksStandIn(model: HealthchecksModel(recorded), rule: rule, now: 1_795_187_121)
    }

    private func ask(_ target: String, key: String? = "token-healthchecks") -> WebAnswer {
        checks.answer(WebRequest(target: target, headers: key.map { [("X-Api-Key", $0)] } ?? []))
    }

    @Test("the model gives the recorded bytes of everything that only reads")
    func bytes() throws {
        var compared = 0
        for exchange in recorded where exchange.request.method == "GET" && exchange.request.path.hasPrefix("/api/") {
            // The writes in between changed what 34 was answered.
            guard !exchange.name.hasPrefix("34") else { continue }
            let answer = checks.answer(RecordedSystemsTests.request(exchange))
            #expect(answer.status == exchange.answer.status, "\(exchange.name)")
            #expect(answer.text == String(decoding: exchange.answer.body, as: UTF8.self), "\(exchange.name)")
            compared += 1
        }
        #expect(compared == 29)
    }

    @Test("flips are cut to any window")
    func flips() throws {
        let path = "/api/v3/checks/17fc695a-07a0-4a6e-8822-e8f36c031199/flips/"
        let count = { (query: String) in try #require(try ask(path + query).json()["flips"]?.array).count }
        #expect(try count("") == 10)
        #expect(try count("?start=1795184700&end=1795185300") == 5)
        #expect(try count("?end=1795184400") == 0)
    }

    @Test("the batch with twelve hours of grace has no flip, and its pings show a run that took half an hour")
    func silentBatch() throws {
        let path = "/api/v3/checks/b74d0fb1-32e7-4629-8fad-c1a606cb0fb3"
        #expect(try ask(path + "/flips/").json()["flips"] == .array([]))
        let pings = try #require(try ask(path + "/pings/").json()["pings"]?.array)
        #expect(pings.count == 56)
        #expect(pings[0]["duration"]?.double ?? 0 > 1800)
        #expect(pings[1]["date"]?.string?.hasPrefix("2026-11-20T14:30:09") == true)
        #expect(pings[2]["date"]?.string?.hasPrefix("2026-11-20T14:15:14") == true)
        #expect(pings.last?["date"]?.string?.hasPrefix("2026-11-20T07:45:09") == true)
    }
}
