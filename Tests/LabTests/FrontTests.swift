import Foundation
import Testing

@testable import Lab

@Suite("The fronts")
struct FrontTests {
    @Test("the same request waits as long on every run, within the range")
    func latency() throws {
        let latency = try #require(Latency("50-300", seed: 7))
        let delays = (0..<200).map { latency.delay(source: "metrics", request: WebRequest(target: "/q?n=\($0)")) }
        #expect(delays == (0..<200).map { latency.delay(source: "metrics", request: WebRequest(target: "/q?n=\($0)")) })
        #expect(delays.allSatisfy { $0 >= .milliseconds(50) && $0 <= .milliseconds(300) })
        #expect(Set(delays).count > 190)
        #expect(latency.delay(source: "logs", request: WebRequest(target: "/q?n=0")) != delays[0])
    }

    @Test("what is no range of milliseconds is refused", arguments: ["", "50", "300-50", "a-b", "50-300-400"])
    func noRange(_ text: String) { #expect(Latency(text, seed: 7) == nil) }

    @Test("a request's target is decoded once, and a form's parameters follow the query's")
    func request() {
        let request = WebRequest(
            method: "POST", target: "/a%20b?q=1%2B1&x=a+b", headers: [("Content-Type", "application/x-www-form-urlencoded")],
            body: Array("q=2&y=%7B".utf8))
        #expect(request.path == "/a b")
        #expect(request.all("q") == ["1+1", "2"])
        #expect(request["x"] == "a b")
        #expect(request["y"] == "{")
    }

    @Test("the configuration names every source, its token's file, the channels and the services")
    func configuration() throws {
        let plan = StagePlan(
            scenario: try paymentTimeout(), day: november, directory: URL(fileURLWithPath: "/nowhere"), latency: nil,
            faults: [:])
        let text = StageFiles(plan: plan, ports: ["metrics": 9090]).configuration
        #expect(text.contains("  - { name: metrics, kind: prometheus, url: http://127.0.0.1:9090 }\n"))
        #expect(text.contains("token: \"file:tokens/slack\", channels: [inc-checkout] }"))
        #expect(text.contains("  - { name: checkout, dependsOn: [payment-gateway, inventory], objective: 0.999 }\n"))
        #expect(text.contains("kind: git, path: repos/frontend, service: frontend }"))
    }
}
