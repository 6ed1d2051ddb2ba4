import Analysis
import Core
import Testing

/// Causes that are no change: each is found when its predictions hold, and not when they fail.
@Suite struct CauseFamilyTests {
    private func shop() -> Story {
        var story = Story()
        story.services = [Service(name: "checkout", dependsOn: ["payments"]), Service(name: "payments")]
        return story
    }

    /// A node that fills at `time`, with a neighbour that takes it, under a checkout that gets slow at 14:22.
    private func node(from time: String, to share: Double = 0.97) -> Story {
        var story = shop()
        story.signal(
            Shape(normal: 0.34, raised: share, from: time), .saturation, .ratio, of: "node-7",
            title: "node_cpu_utilization_ratio")
        story.signal(
            Shape(normal: 0.1, raised: 5.6, from: time), .saturation, .none, of: "nightly-export",
            title: "container_cpu_usage_cores")
        story.signal(
            Shape(normal: 0.02, raised: 8, from: "14:22"), .saturation, .seconds, of: "checkout",
            title: "container_cpu_cfs_throttled_seconds")
        story.latency(of: "checkout", to: 3, from: "14:22", until: nil)
        story.traffic(of: "checkout")
        story.logs(of: "checkout", "handler # starved on node-7", from: "14:22:10", until: "15:00")
        story.deploy("3", of: "checkout", "abcdef1234567", at: "14:05")
        return story
    }

    @Test("a neighbour that fills the node is the cause, and the deploy before it is not")
    func neighbour() throws {
        let assessment = node(from: "14:21").file.assess()
        let first = try #require(assessment.hypotheses.first)
        #expect(first.family == .node)
        #expect(first.change == nil)
        #expect(first.confidence == .strong)
        #expect(first.terms.map(\.name) == ["order", "place", "held back", "neighbour", "own load"])
        #expect(assessment.remediation == .reschedule)
    }

    @Test("a node that filled after the onset, or had room left, is refuted")
    func innocentNode() throws {
        let late = try #require(node(from: "14:40").file.assess().hypothesis(.node))
        #expect(late.isRefuted)
        let roomy = try #require(node(from: "14:21", to: 0.6).file.assess().hypothesis(.node))
        #expect(roomy.isRefuted)
        #expect(roomy.terms.last?.says.contains("room left") == true)
    }

    private func records(_ line: String) -> Story {
        var story = shop()
        story.errors(of: "checkout", to: 0.9, from: "14:22", until: nil)
        story.logs(of: "checkout", line, from: "14:22:10", until: "15:00")
        story.deploy("3", of: "checkout", "abcdef1234567", at: "14:16")
        return story
    }

    @Test("one record that is tried again and again is bad input, which is taken out")
    func poison() throws {
        let assessment = records("invalid value: lat out of range record_id=geo-77 offset=4411 attempt #").file.assess()
        let first = try #require(assessment.hypotheses.first)
        #expect(first.family == .badInput)
        #expect(assessment.remediation == .purgeBadData)
        let record = try #require(assessment.findings(.predictionHeld).first { $0.facts["prediction"] == .text("record") })
        #expect(record.facts["name"] == .text("offset"))
        #expect(record.facts["value"] == .text("4411"))
    }

    @Test("many records that fail speak for what judges them, and bad input does not rank first")
    func manyRecords() throws {
        let assessment = records("invalid value: lat out of range record_id=geo-#").file.assess()
        #expect(assessment.hypotheses.first?.family == .change)
        let input = try #require(assessment.hypothesis(.badInput))
        #expect(input.terms.contains { $0.name == "record" && $0.value < 0 })
        #expect(input.confidence == .weak)
    }

    @Test(
        "certificates and names are causes that log lines name",
        arguments: [
            (
                "tls handshake with payments: x509: certificate has expired, try #", CauseFamily.certificate,
                Remediation.rotateCert
            ),
            ("dial tcp: lookup payments.internal: no such host, try #", CauseFamily.dns, Remediation.none),
        ])
    func faultLines(line: String, family: CauseFamily, remediation: Remediation) throws {
        var story = shop()
        story.errors(of: "checkout", to: 0.9, from: "14:22", until: nil)
        story.logs(of: "checkout", line, from: "14:22:10", until: "15:00")
        story.deploy("3", of: "checkout", "abcdef1234567", at: "13:10")
        let assessment = story.file.assess()
        let first = try #require(assessment.hypotheses.first)
        #expect(first.family == family)
        #expect(first.confidence == .strong)
        #expect(assessment.remediation == remediation)
    }

    @Test("what fails in one region and is normal in the others is the region")
    func region() throws {
        var story = shop()
        for (region, from) in [("eu-west-1", "14:22"), ("us-east-1", nil)] {
            for service in ["checkout", "payments"] {
                story.signal(
                    Shape(normal: 0.001, raised: 0.4, from: from), .errors, .ratio, of: service, title: "5xx ratio \(region)",
                    labels: ["region": region])
            }
        }
        let assessment = story.file.assess()
        let first = try #require(assessment.hypothesis(.region))
        #expect(first.confidence == .strong)
        #expect(first.terms.map(\.name) == ["confined", "several services"])
        #expect(assessment.hypotheses.first?.family == .region)
        #expect(assessment.remediation == .failover)
    }

    @Test("answers that come in time and are empty are wrong answers, unless errors rose")
    func wrongAnswers() throws {
        var story = shop()
        story.signal(
            Shape(normal: 15, raised: 0.2, from: "14:22"), .other, .none, of: "checkout", title: "search_result_count_avg")
        story.latency(of: "checkout")
        story.errors(of: "checkout")
        let answers = try #require(story.file.assess().hypothesis(.wrongAnswers))
        #expect(answers.terms.map(\.name) == ["content", "no error"])
        story = shop()
        story.signal(
            Shape(normal: 15, raised: 0.2, from: "14:22"), .other, .none, of: "checkout", title: "search_result_count_avg")
        story.errors(of: "checkout", to: 0.9, from: "14:22", until: nil)
        #expect(story.file.assess().hypothesis(.wrongAnswers) == nil)
    }

    @Test("a change whose effect grows is measured against the signal that left its baseline after it")
    func slowEffect() throws {
        var story = shop()
        story.deploy("3", of: "checkout", "abcdef1234567", at: "14:05")
        story.deploy("4", of: "checkout", "1234567abcdef", at: "14:31")
        story.signal(
            Shape(normal: 50, raised: 90_000, from: "14:08"), .other, .none, of: "checkout", title: "rows examined")
        story.errors(of: "checkout", to: 0.4, from: "14:40", until: nil)
        let assessment = story.file.assess()
        let early = try #require(assessment.hypotheses.first { $0.change?.id == "3" })
        #expect(early.terms.first?.value == 0.35)
        #expect(early.terms.first?.says.contains("left its baseline at 14:08") == true)
    }

    @Test("traffic that rises in the middle, while none rises above, is no surge")
    func fanOut() throws {
        var story = shop()
        story.traffic(of: "payments", to: 400, from: "14:20")
        story.traffic(of: "checkout")
        story.latency(of: "payments", to: 3, from: "14:22")
        story.latency(of: "checkout", to: 3, from: "14:23")
        let surge = try #require(story.file.assess().hypothesis(.trafficSurge))
        #expect(surge.isRefuted)
        #expect(surge.terms.contains { $0.name == "source" })
    }

    @Test("a table that is missing is added, and a configuration that was wrong is reverted")
    func remedies() {
        var story = shop()
        story.errors(of: "checkout", to: 0.9, from: "14:22", until: nil)
        story.logs(of: "checkout", "relation \"user_favorites\" does not exist, query #", from: "14:22:10", until: "15:00")
        var config = story
        story.commit(
            "aaaaaaa1111111", "Wire up favorites", service: "checkout", at: "14:15", path: "dao/favorites.py",
            patch: "@@ -1,1 +1,2 @@\n+    rows = db.execute(\"SELECT id FROM user_favorites WHERE user = :user\")")
        story.deploy("4", of: "checkout", "aaaaaaa1111111", at: "14:20")
        let added = story.file.assess()
        #expect(added.hypotheses.first?.terms.map(\.name) == ["time", "place", "content", "effect"])
        #expect(added.remediation == .rollForward)
        config.commit(
            "bbbbbbb2222222", "Point to the new table", service: "checkout", at: "14:15", path: "config/app.yaml",
            patch: "@@ -1,1 +1,1 @@\n-table: likes\n+table: user_favorites")
        config.deploy("4", of: "checkout", "bbbbbbb2222222", at: "14:20")
        #expect(config.file.assess().remediation == .configRevert)
    }
}
