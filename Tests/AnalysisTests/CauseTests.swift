import Analysis
import Core
import Testing

@Suite struct CauseTests {
    private func shop() -> Story {
        var story = Story()
        story.services = [
            Service(name: "checkout", dependsOn: ["payments", "cards"]), Service(name: "payments", repository: "payments"),
        ]
        return story
    }

    @Test("a traffic surge that is the cause ranks first, with no change named")
    func surge() throws {
        var story = shop()
        story.traffic(of: "checkout", to: 260, from: "14:18", until: "14:48")
        story.latency(of: "checkout", to: 3, from: "14:22")
        story.errors(of: "checkout", to: 0.2, from: "14:23")
        story.latency(of: "payments")
        story.deploy("3", of: "payments", "abcdef1234567", at: "13:40")
        let assessment = story.file.assess()
        let first = try #require(assessment.hypotheses.first)
        #expect(first.family == .trafficSurge)
        #expect(first.change == nil)
        #expect(!first.isRefuted)
        #expect(first.confidence == .strong)
        #expect(assessment.remediation == .scale)
    }

    @Test("traffic that rises after the onset is a consequence and refutes the surge")
    func retries() throws {
        var story = shop()
        story.latency(of: "checkout", to: 3, from: "14:22")
        story.traffic(of: "checkout", to: 260, from: "14:26")
        story.deploy("3", of: "checkout", "abcdef1234567", at: "14:20")
        let assessment = story.file.assess()
        #expect(assessment.hypothesis(.trafficSurge)?.isRefuted == true)
        #expect(assessment.hypotheses.first?.family == .change)
    }

    @Test("traffic that was only partly read refutes nothing")
    func partialTraffic() throws {
        var story = shop()
        story.latency(of: "checkout", to: 3, from: "14:22")
        story.signal(
            Shape(normal: 80), .traffic, .perSecond, of: "checkout", title: "requests", completeness: .cutOff(reason: "limit"))
        story.say("is it the campaign?", at: "14:30")
        let assessment = story.file.assess()
        let surge = try #require(assessment.hypothesis(.trafficSurge))
        #expect(!surge.isRefuted)
        #expect(!surge.untested.isEmpty)
        #expect(surge.confidence == .weak)
        #expect(!assessment.findings(.steady).contains { $0.facts["signal"] == .text("traffic") })
        #expect(assessment.gaps.contains { $0.kind == .partial && $0.what.contains("requests") })
    }

    @Test("a pool that is exhausted before the onset is the cause")
    func exhaustedPool() throws {
        var story = shop()
        story.pool(of: "payments", to: 99.5, from: "14:15")
        story.latency(of: "payments", to: 3, from: "14:22")
        story.latency(of: "checkout", to: 3, from: "14:23")
        story.traffic(of: "payments")
        story.logs(of: "payments", "connection pool exhausted, waiting # ms", from: "14:22:10", until: "14:49")
        let assessment = story.file.assess()
        let first = try #require(assessment.hypotheses.first)
        #expect(first.family == .capacity)
        #expect(first.service == "payments")
        #expect(!first.isRefuted)
        #expect(first.confidence == .strong)
        #expect(assessment.remediation == .scale)
    }

    @Test("a pool with no known limit is not called exhausted, and the missing limit is named")
    func unknownLimit() throws {
        var story = shop()
        story.signal(
            Shape(normal: 3, raised: 41, from: "14:20", until: "14:50"), .saturation, .count, of: "payments",
            title: "connections in use")
        story.latency(of: "payments", to: 3, from: "14:22")
        let capacity = try #require(story.file.assess().hypothesis(.capacity))
        #expect(capacity.untested.contains { $0.contains("limit") })
        #expect(capacity.confidence == .weak)
    }

    @Test("chat that names exhausted capacity is listed as untested when nothing measured it")
    func onlyChat() throws {
        var story = shop()
        story.latency(of: "payments", to: 3, from: "14:22")
        let message = story.say("pretty sure the pool is exhausted", at: "14:30")
        let capacity = try #require(story.file.assess().hypothesis(.capacity))
        #expect(capacity.evidence.contains(message))
        #expect(!capacity.untested.isEmpty)
        #expect(capacity.confidence == .weak)
    }

    @Test("chat that denies a cause does not propose it")
    func denial() {
        var story = shop()
        story.latency(of: "payments", to: 3, from: "14:22")
        story.say("it is not the traffic, that is flat", at: "14:30")
        story.say("no", at: "14:31", isBot: true)
        let assessment = story.file.assess()
        #expect(assessment.hypothesis(.trafficSurge) == nil)
        #expect(assessment.findings(.testimony).first?.statement.contains("speaks against") == true)
    }

    @Test("a dependency that fails first, with nothing changed, is the cause")
    func upstream() throws {
        var story = shop()
        story.latency(of: "cards", to: 6, from: "14:20")
        story.errors(of: "cards", to: 0.4, from: "14:20")
        story.errors(of: "checkout", to: 0.3, from: "14:22")
        story.latency(of: "payments")
        story.traffic(of: "checkout")
        story.logs(of: "checkout", "POST https://cards/charge failed: 503 from cards attempt #", from: "14:22", until: "14:49")
        story.deploy("9", of: "payments", "abcdef1234567", at: "14:30")
        let assessment = story.file.assess()
        #expect(assessment.firstFailingService == "cards")
        let first = try #require(assessment.hypotheses.first)
        #expect(first.family == .upstreamProvider)
        #expect(first.service == "cards")
        #expect(first.change == nil)
        #expect(first.confidence != .weak)
        #expect(assessment.remediation == .escalateUpstream)
    }

    @Test("with no change, flat traffic and a quiet pool nothing explains it, and the list is empty")
    func nothing() {
        var story = shop()
        story.dependencies = [Dependency(caller: "checkout", callee: "payments")]
        story.services = []
        story.latency(of: "payments")
        story.errors(of: "payments")
        story.traffic(of: "checkout")
        story.latency(of: "checkout", to: 3, from: "14:22")
        let assessment = story.file.assess()
        #expect(assessment.firstFailingService == "checkout")
        #expect(assessment.hypotheses.isEmpty)
        #expect(assessment.remediation == .none)
        #expect(!assessment.findings(.predictionFailed).isEmpty)
    }

    @Test("without an onset there is no story")
    func healthy() {
        var story = shop()
        story.latency(of: "checkout")
        story.errors(of: "checkout")
        story.traffic(of: "checkout")
        story.deploy("9", of: "payments", "abcdef1234567", at: "14:30")
        let assessment = story.file.assess()
        #expect(assessment.onset == nil)
        #expect(assessment.firstFailingService == nil)
        #expect(assessment.hypotheses.isEmpty)
        #expect(assessment.blastRadius.isEmpty)
        #expect(assessment.findings(.changePlaced).count == 1)
    }

    @Test("of two changes before the onset the one that touches the failing service wins, though the other is later")
    func laterInnocent() throws {
        var story = shop()
        story.latency(of: "payments", to: 3, from: "14:23")
        story.errors(of: "checkout", to: 0.2, from: "14:24")
        story.latency(of: "checkout", to: 3, from: "14:24")
        story.deploy("4", of: "payments", "abcdef1234567", at: "14:15")
        story.deploy("8", of: "checkout", "1234567abcdef", at: "14:22")
        let first = try #require(story.file.assess().hypotheses.first)
        #expect(first.service == "payments")
        #expect(first.change?.id == "4")
    }

    @Test("of two changes to one service the one whose rollback brought recovery wins")
    func rolledBack() throws {
        var story = shop()
        story.latency(of: "payments", to: 3, from: "14:23")
        story.commit("aaaaaaa1111111", "Change fees", service: "payments", at: "14:05", path: "fees.go", patch: "+fee: 3")
        story.commit("bbbbbbb2222222", "Describe fees", service: "payments", at: "14:14", path: "README.md", patch: "+text")
        story.deploy("4", of: "payments", "aaaaaaa1111111", previous: "0000000ffffff", at: "14:10")
        story.deploy("5", of: "payments", "bbbbbbb2222222", previous: "aaaaaaa1111111", at: "14:20")
        story.deploy("6", of: "payments", "0000000ffffff", previous: "aaaaaaa1111111", at: "14:47")
        let hypotheses = story.file.assess().hypotheses
        #expect(hypotheses.first?.change == .init(kind: .commit, id: "aaaaaaa1111111"))
        let inert = try #require(hypotheses.first { $0.change?.id == "bbbbbbb2222222" })
        #expect(inert.score < hypotheses[0].score)
    }

    @Test("a commit that the deploy history does not hold is weaker than one that was deployed")
    func undeployed() throws {
        var story = shop()
        story.latency(of: "payments", to: 3, from: "14:23")
        story.commit("aaaaaaa1111111", "Change fees", service: "payments", at: "14:12")
        story.deploy("4", of: "payments", "aaaaaaa1111111", at: "14:15")
        story.commit("bbbbbbb2222222", "Change taxes", service: "payments", at: "14:20")
        let hypotheses = story.file.assess().hypotheses
        #expect(hypotheses.first?.change?.id == "aaaaaaa1111111")
        let loose = hypotheses.first { $0.change?.id == "bbbbbbb2222222" }
        #expect(loose?.confidence != .strong)
    }

    @Test("a deploy brings every commit since the one before, and the log lines tell which of them it was")
    func severalCommits() throws {
        var story = shop()
        story.latency(of: "payments", to: 3, from: "14:23")
        story.logs(of: "payments", "dial tcp: i/o timeout after # ms", from: "14:23:05", until: "14:49")
        story.commit("0000000aaaaaaa", "Old", service: "payments", at: "09:00")
        story.commit(
            "aaaaaaa1111111", "Shorten waits", service: "payments", at: "14:05", patch: "-timeout: 30s\n+timeout: 1s")
        story.commit("bbbbbbb2222222", "Rename a button", service: "payments", at: "14:10", patch: "-Pay\n+Buy")
        story.deploy("3", of: "payments", "0000000aaaaaaa", at: "09:30")
        story.deploy("4", of: "payments", "bbbbbbb2222222", previous: "0000000aaaaaaa", at: "14:20")
        let first = try #require(story.file.assess().hypotheses.first)
        #expect(first.change == .init(kind: .commit, id: "aaaaaaa1111111"))
        #expect(first.evidence.count == 2)
    }

    @Test("where two candidates score alike neither is called certain")
    func tie() throws {
        var story = shop()
        story.latency(of: "payments", to: 3, from: "14:23", until: nil)
        for (id, time) in [("4", "14:18"), ("5", "14:20")] {
            story.add(
                .change(Change(kind: .flag, id: id, title: "flag \(id)", service: "payments")), service: "payments", at: time)
        }
        let hypotheses = story.file.assess().hypotheses.filter { $0.family == .change }
        #expect(hypotheses.count == 2)
        #expect(hypotheses.allSatisfy { $0.confidence == .moderate })
        #expect(story.file.assess().remediation == .featureFlagDisable)
    }

    @Test("a callee that starts a sample after its caller still explains it")
    func withinOneSample() {
        var story = shop()
        story.latency(of: "checkout", to: 3, from: "14:22")
        story.latency(of: "payments", to: 3, from: "14:22:30")
        #expect(story.file.assess().firstFailingService == "payments")
        var apart = shop()
        apart.latency(of: "checkout", to: 3, from: "14:22")
        apart.latency(of: "payments", to: 3, from: "14:26")
        #expect(apart.file.assess().firstFailingService == "checkout")
    }

    @Test("services that call each other in a circle end the search")
    func circle() {
        var story = Story()
        story.dependencies = [Dependency(caller: "a", callee: "b"), Dependency(caller: "b", callee: "a")]
        story.latency(of: "a", to: 3, from: "14:22")
        story.latency(of: "b", to: 3, from: "14:24")
        #expect(story.file.assess().firstFailingService == "a")
    }

    @Test("an episode that was over long before the reported one is no part of the story")
    func unrelatedEpisode() {
        var story = shop()
        story.dependencies = [Dependency(caller: "search", callee: "index")]
        story.latency(of: "search", to: 3, from: "14:03", until: "14:08")
        story.latency(of: "checkout", to: 3, from: "14:30")
        let assessment = story.file.assess()
        #expect(assessment.firstFailingService == "checkout")
        #expect(assessment.blastRadius.isEmpty)
        #expect(assessment.findings(.onset).count == 2)
    }
}
