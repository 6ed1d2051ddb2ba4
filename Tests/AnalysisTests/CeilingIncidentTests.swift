import Analysis
import Core
import Testing

@Suite struct CeilingIncidentTests {
    private static let assessed = Story.ceiling().file.assess()
    let assessment = CeilingIncidentTests.assessed

    @Test("the release that lowered the time-out is first, strongly, because failed calls end at its value")
    func culprit() throws {
        let first = try #require(assessment.hypotheses.first, "\(assessment.summary)")
        #expect(first.change?.id == Story.release, "\(assessment.summary)")
        #expect(first.confidence == .strong, "\(assessment.summary)")
        let terms = first.terms.map(\.name)
        for name in ["time", "place", "timeout", "trace", "recovery"] { #expect(terms.contains(name), "\(name)") }
        let timeout = try #require(first.terms.first { $0.name == "timeout" })
        #expect(timeout.says.contains("from 30 s to 5 s"))
    }

    @Test("the deploy that is nearer in time is refuted by where the traces failed and by what recovered without it")
    func innocentDeploy() throws {
        let frontend = try #require(assessment.hypotheses.first { $0.service == "frontend" && $0.family == .change })
        #expect(frontend.isRefuted, "\(assessment.summary)")
        let against = frontend.refutes.compactMap { assessment.finding($0) }
        #expect(against.contains { $0.facts["prediction"] == .text("trace") && !$0.evidence.isEmpty })
    }

    @Test("a crash loop that had lasted an hour, off the failing path, is refuted; probes that fail later are a consequence")
    func distractors() throws {
        let crash = try #require(assessment.hypotheses.first { $0.service == "loyalty-export" }, "\(assessment.summary)")
        #expect(crash.isRefuted && crash.family == .workload)
        let probes = try #require(assessment.hypotheses.first { $0.service == "checkout" && $0.family == .workload })
        #expect(probes.isRefuted)
        let against = probes.refutes.compactMap { assessment.finding($0)?.statement }
        #expect(against.contains { $0.contains("consequence") })
        let troubles = assessment.findings(.clusterTrouble)
        #expect(troubles.contains { $0.statement.contains("40 times on 2 pods") }, "\(assessment.summary)")
        #expect(!troubles.contains { $0.service == "inventory" })
    }

    @Test("the fall of p99 is explained by the ceiling and nowhere called an improvement")
    func ceiling() throws {
        let finding = try #require(assessment.findings(.latencyCeiling).first, "\(assessment.summary)")
        #expect(finding.service == "payment-gateway")
        #expect(finding.statement.contains("so this is no improvement"))
        #expect(finding.facts["atCeiling"] == finding.facts["known"])
        #expect(!assessment.findings.contains { $0.statement.contains("improved") })
        #expect(assessment.firstFailingService == "payment-gateway")
    }

    @Test("a latency that falls without errors is no harm and starts no incident")
    func improvement() {
        var story = Story()
        story.latency(of: "checkout", normal: 14, to: 5, from: "14:23", until: nil)
        story.errors(of: "checkout")
        let assessment = story.file.assess()
        #expect(assessment.findings(.latencyCeiling).isEmpty)
        #expect(assessment.onset == nil)
        #expect(assessment.blastRadius.isEmpty)
        #expect(assessment.hypotheses.isEmpty)
    }

    @Test("a deploy that is the cause stands, though a crash loop began before it")
    func deployAfterCrashLoop() throws {
        var story = Story()
        story.dependencies = [Dependency(caller: "checkout", callee: "payment-gateway")]
        story.errors(of: "checkout", to: 0.4, from: "14:23", until: "14:40")
        story.trouble("export-27814980-m4xq8", "BackOff", "Back-off restarting failed container", 9, "14:10", "14:58")
        story.deploy("12", of: "checkout", "1111111", previous: "2222222", at: "14:21")
        story.deploy("13", of: "checkout", "2222222", previous: "1111111", at: "14:39", kind: .rollback)
        let assessment = story.file.assess()
        let first = try #require(assessment.hypotheses.first, "\(assessment.summary)")
        #expect(first.family == .change && first.service == "checkout" && !first.isRefuted)
        #expect(!assessment.hypotheses.contains { $0.family == .workload && !$0.isRefuted })
    }

    @Test("a crash loop of the failing service, begun just before, is no distractor")
    func ownCrashLoop() throws {
        var story = Story()
        story.dependencies = [Dependency(caller: "checkout", callee: "payment-gateway")]
        story.errors(of: "checkout", to: 0.4, from: "14:23", until: nil)
        story.trouble("checkout-6d8f7c9b5-x2kqp", "BackOff", "Back-off restarting failed container", 9, "14:22", "15:04")
        let first = try #require(story.file.assess().hypotheses.first)
        #expect(first.family == .workload && !first.isRefuted)
    }

    @Test(
        "the fewer sources there are, the less is certain, and nothing wrong is said strongly",
        arguments: [
            Story.Parts.all.subtracting(.traces), .all.subtracting(.metrics), .all.subtracting(.logs), [.traces, .cluster],
            [.logs, .cluster], .traces, .logs,
        ])
    func fewer(_ parts: Story.Parts) {
        let assessment = Story.ceiling(parts).file.assess()
        let strong = assessment.hypotheses.filter { $0.confidence == .strong && !$0.isRefuted }
        #expect(strong.allSatisfy { $0.change?.id == Story.release }, "\(assessment.summary)")
        if parts.contains(.cluster) {
            #expect(assessment.hypotheses.first?.change?.id == Story.release, "\(assessment.summary)")
        }
    }
}
