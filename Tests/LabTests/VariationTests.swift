import Core
import Foundation
import Testing

@testable import Lab

@Suite("Variations")
struct VariationTests {
    static let names = (try? Scenario.variations()) ?? []

    @Test("there are ten and one more, all of the demo's incident")
    func origins() throws {
        #expect(VariationTests.names.count == 11)
        for name in VariationTests.names { #expect(try Scenario.origin(of: name) == "payment-timeout") }
        #expect(try Scenario.names() == ["acquirer-timeout", "payment-timeout"])
    }

    @Test("each is a scenario whose deploys and truth name commits that it has", arguments: names)
    func decodes(_ name: String) throws {
        let scenario = try Scenario.load(name, day: november)
        #expect(scenario.name == name)
        let keys = Set(scenario.repositories.flatMap(\.commits).map(\.key))
        for application in scenario.deployments.applications {
            for deploy in application.history { #expect(keys.contains(deploy.commit), "\(deploy.commit)") }
        }
        for match in scenario.truth.value.compact.matches(of: #/\$\{commit ([^}]+)\}/#) {
            #expect(keys.contains(String(match.1)), "\(match.1)")
        }
        for repository in scenario.repositories {
            // An edit whose text is not in the file is an error.
            #expect(try GitRepositories.fastImport(repository, scenario, november).hasSuffix("done\n"))
        }
        let services = Set(scenario.services.map(\.name))
        #expect(services.contains(scenario.truth.value["firstFailingService"]?.string ?? ""))
    }

    @Test("commits, deploys and messages stand in the order of their times", arguments: names)
    func order(_ name: String) throws {
        let scenario = try Scenario.load(name, day: november)
        for repository in scenario.repositories {
            let times = repository.commits.map(\.at.offset)
            #expect(times == times.sorted(), "\(repository.name)")
        }
        for application in scenario.deployments.applications {
            let times = application.history.map(\.deployed.offset)
            #expect(times == times.sorted(), "\(application.service)")
            #expect(application.history.allSatisfy { $0.started.offset <= $0.deployed.offset })
        }
        for channel in scenario.chat.channels {
            let times = channel.messages.map(\.at.offset)
            #expect(times == times.sorted(), "\(channel.name)")
        }
    }

    private func overridden(_ document: String, _ other: String) throws -> String {
        try JSONValue(parsing: document).overridden(by: try JSONValue(parsing: other)).compact
    }

    @Test(
        "objects merge, elements of arrays are named, and null takes away",
        arguments: [
            (#"{"a": 1, "b": {"c": 2}}"#, #"{"b": {"c": null, "d": 3}}"#, #"{"a":1,"b":{"d":3}}"#),
            (#"{"a": [1, 2]}"#, #"{"a": [3]}"#, #"{"a":[3]}"#),
            (#"[{"key": "x", "n": 1}, {"name": "y"}]"#, #"{"x": {"n": 2}, "y": null}"#, #"[{"key":"x","n":2}]"#),
            (#"[{"id": "x"}]"#, #"{"x": ["=", {"id": "z"}], "+": [{"id": "w"}]}"#, #"[{"id":"x"},{"id":"z"},{"id":"w"}]"#),
            (#"["a", "b"]"#, #"{"1": null}"#, #"["a"]"#),
            (#"{}"#, #"{"a": {"b": null, "c": 1}}"#, #"{"a":{"c":1}}"#),
        ])
    func overriding(_ document: String, _ other: String, _ expected: String) throws {
        #expect(try overridden(document, other) == expected)
    }

    @Test("an element that is not there, or there twice, is named with its place")
    func unknownElement() {
        let missing = #expect(throws: ScenarioError.self) { try overridden(#"{"a": [{"key": "x"}]}"#, #"{"a": {"y": null}}"#) }
        #expect(missing?.description == "a: no element is 'y'")
        let twice = #expect(throws: ScenarioError.self) {
            try overridden(#"[{"service": "x"}, {"service": "x"}]"#, #"{"x": {}}"#)
        }
        #expect(twice?.description.contains("several elements") == true)
    }

    @Test("times of the day move where they stand alone or in a placeholder, within the range and the parts that are named")
    func moving() throws {
        let document = try JSONValue(
            parsing:
                #"{"a": ["14:21:00", "14:30:00", "-1d 14:21:00", "at 14:21"], "b": "x ${time 14:21:03.118}", "c": {"d": "14:21:00"}}"#
        )
        func moved(_ move: String) throws -> String {
            document.moving(try JSONDecoder().decode(TimeMove.self, from: Data(move.utf8))).compact
        }
        #expect(
            try moved(#"{"from": "14:20:00", "to": "14:22:00", "seconds": -2400}"#)
                == #"{"a":["13:41:00","14:30:00","-1d 14:21:00","at 14:21"],"b":"x ${time 13:41:03.118}","c":{"d":"13:41:00"}}"#
        )
        #expect(
            try moved(#"{"from": "14:20:00", "to": "14:22:00", "seconds": 60, "in": ["c.d", "e"]}"#)
                == #"{"a":["14:21:00","14:30:00","-1d 14:21:00","at 14:21"],"b":"x ${time 14:21:03.118}","c":{"d":"14:22:00"}}"#
        )
    }

    @Test("a skewed clock moves the times of its source alone")
    func skew() throws {
        let (plain, skewed) = (try paymentTimeout(), try Scenario.load("clock-skew", day: november))
        func deployed(_ scenario: Scenario) -> [Int64] {
            scenario.deployments.applications.flatMap { $0.history.map(\.deployed.offset) }
        }
        let ahead: Int64 = 120 * 1_000_000_000
        #expect(deployed(skewed) == deployed(plain).map { $0 + ahead })
        #expect(
            skewed.repositories.flatMap(\.commits).map(\.at.offset)
                == plain.repositories.flatMap(\.commits).map { $0.at.offset + ahead })
        #expect(skewed.services.map(\.latency.p99) == plain.services.map(\.latency.p99))
        #expect(skewed.truth.value["change"]?["deployed"] == plain.truth.value["change"]?["deployed"])

        var metrics = plain
        metrics.skew = ["metrics": -120, "logs": 60]
        metrics = try metrics.skewed()
        #expect(metrics.services[0].latency.p99.keys[0].at == When("14:21:00"))
        #expect(metrics.logs.templates.first { $0.from != nil }?.from == When("14:24:02.5"))
        #expect(deployed(metrics) == deployed(plain))
        metrics.skew = ["pages": 1]
        #expect(throws: ScenarioError.self) { try metrics.skewed() }
    }

    @Test("the service whose logs are missing has none after the shipper stopped, and the others have theirs")
    func missingLogs() throws {
        let logs = ScenarioLogs(try Scenario.load("missing-logs", day: november), day: november)
        let (from, to) = (try instant("2026-11-20T14:10:00Z").nanoseconds, try instant("2026-11-20T15:05:00Z").nanoseconds)
        func count(_ service: String) -> Int {
            logs.streams.indices.filter { logs.streams[$0].labels["app"] == service }
                .map { logs.lines(of: $0).range(from: from, to: to).count }.reduce(0, +)
        }
        #expect(count("payment-gateway") == 0)
        #expect(count("checkout") > 1000)
    }
}
