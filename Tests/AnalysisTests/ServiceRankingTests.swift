import Analysis
import Core
import Testing

@Suite("Ranking of services")
struct ServiceRankingTests {
    private func chain() -> Story {
        var story = Story()
        story.dependencies = [
            Dependency(caller: "frontend", callee: "checkout"), Dependency(caller: "checkout", callee: "catalog"),
        ]
        return story
    }

    @Test("a service whose callers gave up on it is neither the first to fail nor reached")
    func cutOff() {
        var story = chain()
        story.signal(
            Shape(normal: 0.001, raised: 0.6, from: "14:20", until: "14:50"), .errors, .ratio, of: "catalog",
            title: "rpc server cancelled rate")
        story.signal(
            Shape(normal: 0.001, raised: 0.6, from: "14:20", until: "14:50"), .errors, .ratio, of: "checkout",
            title: "rpc client error rate")
        story.logs(of: "catalog", "query # was cancelled by the client", from: "14:20", until: "14:50")
        story.logs(of: "checkout", "lookup # failed: deadline exceeded", from: "14:20", until: "14:50")
        let assessment = story.file.assess()
        #expect(assessment.firstFailingService == "checkout")
        #expect(!assessment.blastRadius.contains("catalog"))
        let catalog = assessment.suspects.first { $0.service == "catalog" }
        #expect(catalog?.terms.contains { $0.name == "cut off" && $0.value < 0 } == true)
    }

    @Test("what changed inside a service outweighs a caller that failed a minute earlier")
    func ownSignal() {
        var story = chain()
        story.latency(of: "frontend", to: 3, from: "14:20")
        story.latency(of: "checkout", to: 3, from: "14:21")
        story.signal(
            Shape(normal: 3, raised: 60, from: "14:21", until: "14:50"), .other, .count, of: "checkout",
            title: "queries per request")
        let assessment = story.file.assess()
        #expect(assessment.firstFailingService == "checkout")
        #expect(assessment.blastRadius == ["frontend"])
    }

    @Test("a score is the sum of its terms")
    func sumOfTerms() {
        var story = chain()
        story.latency(of: "frontend", to: 3, from: "14:20")
        story.errors(of: "catalog", to: 0.5, from: "14:20")
        let suspects = story.file.suspects()
        #expect(suspects.count >= 2)
        for suspect in suspects {
            let sum = suspect.terms.reduce(0) { $0 + $1.value }
            #expect(abs(sum - suspect.score) < 0.01)
        }
        #expect(suspects.map(\.service) == story.file.assess().suspects.map(\.service))
    }

    @Test("lines that name another service make it one that is called")
    func callsFromLines() {
        var story = Story()
        story.errors(of: "orders", to: 0.5, from: "14:20")
        story.errors(of: "billing", to: 0.5, from: "14:20")
        story.logs(of: "orders", "call # failed: billing returned 500", from: "14:20", until: "14:50")
        story.logs(of: "billing", "panic # in charge", from: "14:20", until: "14:50")
        let assessment = story.file.assess()
        #expect(assessment.firstFailingService == "billing")
        #expect(assessment.blastRadius == ["orders"])
    }

    @Test("labels of a series say who calls whom")
    func callsFromLabels() {
        var story = Story()
        story.add(
            .metric(
                MetricSeries(
                    title: "requests", signal: .traffic, unit: .perSecond, metric: "istio_requests_total",
                    labels: ["source_workload": "web", "destination_service": "cart.shop.svc.cluster.local"], step: 30,
                    samples: [])))
        #expect(Topology(of: story.file).callees(of: "web") == ["cart"])
    }

    @Test("an operation that fails itself is told from callers that pass it on", arguments: ["store", "way"])
    func conduct(_ fault: String) {
        var story = Story()
        for number in 0..<80 {
            let isHealthy = number < 50
            let start =
                isHealthy
                ? Story.start.adding(seconds: Double(number - 100)) : Instant.at("14:20").adding(seconds: Double(number))
            add(number, start, fault: isHealthy ? "" : fault, to: &story)
        }
        let suspects = story.file.suspects()
        #expect(suspects.first?.service == "store")
        #expect(suspects.first?.terms.contains { $0.name == "conduct" && $0.value > 0 } == true)
    }

    /// `web` calls `shop`, which calls `store` and `mail`. The fault: `store` fails and each caller after it; or calls of `store` are slow
    /// on their way.
    private func add(_ number: Int, _ start: Instant, fault: String, to story: inout Story) {
        let fails = fault == "store"
        let delay = fault == "way" ? 2.0 : 0
        func span(_ id: String, _ parent: String?, _ service: String, _ offset: Double, _ seconds: Double, fails: Bool = false)
            -> Span
        {
            Span(
                id: id, parent: parent, service: service, name: "do \(service)", start: start.adding(seconds: offset),
                duration: Int64(seconds * 1e9), status: fails ? .error : .unset)
        }
        let trace = "0000000000000000000000000000" + String(1000 + number)
        story.add(
            .trace(
                Trace(
                    id: trace,
                    spans: [
                        span("a", nil, "web", 0, 0.1 + delay, fails: fails),
                        span("b", "a", "shop", 0.01, 0.08 + delay, fails: fails),
                        Span(
                            id: "c", parent: "b", service: "shop", name: "call", start: start.adding(seconds: 0.02),
                            duration: Int64((0.03 + delay) * 1e9)),
                        span("d", "c", "store", 0.03 + delay, 0.01, fails: fails), span("e", "b", "mail", 0.06 + delay, 0.01),
                    ])), source: "traces")
    }
}
