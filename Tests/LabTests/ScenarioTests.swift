import Core
import Foundation
import Testing

@testable import Lab

@Suite("Scenarios")
struct ScenarioTests {
    @Test(
        "times are counted from the incident's day",
        arguments: [
            ("14:21:00", "2026-11-20T14:21:00Z"), ("14:23:02.5", "2026-11-20T14:23:02.500Z"),
            ("-14d 09:00", "2026-11-06T09:00:00Z"), ("+21d 06:00", "2026-12-11T06:00:00Z"), ("-7d", "2026-11-13T00:00:00Z"),
        ])
    func times(_ text: String, _ expected: String) throws {
        #expect(november.rfc3339(try #require(When(text))) == expected)
    }

    @Test("what is no time is refused", arguments: ["", "noon", "25:00:00", "-d 10:00", "1d 2d 10:00", "14:21:00Z"])
    func noTimes(_ text: String) {
        #expect(When(text) == nil)
    }

    @Test(
        "the day is the last one whose 15:05 has passed",
        arguments: [
            ("2026-11-21T01:00:00Z", "2026-11-20"), ("2026-11-21T15:04:59Z", "2026-11-20"),
            ("2026-11-21T15:05:00Z", "2026-11-21"),
        ])
    func lastDay(_ now: String, _ expected: String) throws {
        #expect(ScenarioDay(lastBefore: try instant(now)).text == expected)
    }

    @Test("a curve steps, ramps and returns to its base")
    func curve() throws {
        let curve = try JSONDecoder().decode(
            Curve.self,
            from: Data(
                #"{"base": 3, "keys": [["14:25:00", 3], ["14:40:00", 41], ["14:47:00", 41], ["14:47:00", 10], ["14:50:00", 10]]}"#
                    .utf8))
        let trace = Trace(curve, day: november, seed: 1)
        let level = { (text: String) in trace.level(at: november.seconds(try #require(When(text)))) }
        #expect(try level("14:20:00") == 3)
        #expect(abs(try level("14:32:30") - 22) < 1e-9)
        #expect(try level("14:46:59") == 41)
        #expect(try level("14:47:00") == 10)
        #expect(try level("14:50:00") == 3)
    }

    @Test("noise depends on the seed and the second alone")
    func noise() {
        let curve = Curve(base: 100, noise: 0.02)
        let (one, same, other) = (
            Trace(curve, day: november, seed: 1), Trace(curve, day: november, seed: 1), Trace(curve, day: november, seed: 2)
        )
        let values = (0..<500).map { one.value(at: $0 * 60) }
        #expect(values == (0..<500).map { same.value(at: $0 * 60) })
        #expect(values != (0..<500).map { other.value(at: $0 * 60) })
        #expect(abs(values.reduce(0, +) / 500 - 100) < 0.5)
    }

    @Test("the payment-timeout scenario decodes, and its truth names commits that it has")
    func decodes() throws {
        let scenario = try paymentTimeout()
        #expect(
            scenario.services.map(\.name) == ["payment-gateway", "checkout", "frontend", "payments-db", "inventory"])
        let keys = Set(scenario.repositories.flatMap(\.commits).map(\.key))
        for application in scenario.deployments.applications {
            #expect(application.history.allSatisfy { keys.contains($0.commit) })
            #expect(application.history.count >= 4)
        }
        #expect(scenario.repositories.allSatisfy { $0.commits.count >= 6 })
        #expect(scenario.truth.value["onset"] == "2026-11-20T14:23:00Z")
        #expect(scenario.truth.value["change"]?["id"] == "${commit timeout-5s}")
    }

    @Test("an unknown placeholder and a missing key are named")
    func errors() {
        #expect(throws: ScenarioError.self) { try Scenario(json: #"{"name": "${time noon}"}"#, day: november) }
        let error = #expect(throws: ScenarioError.self) { try Scenario(json: #"{"name": "x"}"#, day: november) }
        #expect(error?.description.contains("title") == true)
    }

    @Test("fewer services keep the first, and the page moves to it")
    func reduced() throws {
        let one = try paymentTimeout().with(services: 1)
        #expect(one.services.map(\.name) == ["payment-gateway"])
        #expect(one.services[0].dependsOn.isEmpty)
        #expect(one.paging.incidents.map(\.service) == ["payment-gateway"])
        #expect(one.repositories.map(\.name) == ["platform-config"])
        // The repository still has the files that its commits change.
        #expect(try GitRepositories.fastImport(one.repositories[0], one, november).contains("services/checkout/config.yaml"))
    }

    @Test("more services are healthy ones below frontend and checkout")
    func grown() throws {
        let many = try paymentTimeout().with(services: 30)
        #expect(Set(many.services.map(\.name)).count == 30)
        #expect(Set(many.services.flatMap(\.dependsOn)).count == 29)
        #expect(many.services.dropFirst(5).allSatisfy { $0.latency.p99.keys.isEmpty })
        #expect(many.deployments.applications.count == 30)
    }

    @Test("the git history is written with the scenario's dates and edits")
    func history() throws {
        let scenario = try paymentTimeout()
        let stream = try GitRepositories.fastImport(scenario.repositories[0], scenario, november)
        #expect(stream.contains("author Mira Olsen <mira.olsen@shop.example> 1795184282 +0000"))
        #expect(stream.contains("  connectTimeout: 5s\n"))
        #expect(stream.components(separatedBy: "\ncommitter ").count == scenario.repositories[0].commits.count + 1)
    }
}
