import Analysis
import Core
import Testing

@Suite struct PeopleTests {
    private func story() -> Story {
        var story = Story()
        story.services = [Service(name: "payments")]
        story.latency(of: "payments", to: 3, from: "14:23")
        story.deploy("4", of: "payments", "aaaaaaa1111111", previous: "0000000ffffff", at: "14:20")
        story.deploy("5", of: "payments", "0000000ffffff", previous: "aaaaaaa1111111", at: "14:47", kind: .rollback)
        return story
    }

    @Test(
        "questions, plans, denials, bots and what was said in time are no conflicts",
        arguments: [
            "should we be rolling back?", "not rolling back yet", "I think we should try rolling back payments",
            "before rolling back let us look", "thanks all",
        ])
    func noConflict(text: String) {
        var story = story()
        story.say(text, at: "14:32")
        story.say("rolling back now", at: "14:31", isBot: true)
        story.say("rolling back", at: "14:46")
        story.say("rolled back", at: "14:58")
        #expect(story.file.assess().findings(.conflict).isEmpty)
    }

    @Test("what was said to be done and was recorded later is a conflict that cites both")
    func pastTense() throws {
        var story = story()
        let message = story.say("I have reverted payments", at: "14:35")
        let conflict = try #require(story.file.assess().findings(.conflict).first)
        #expect(conflict.evidence.contains(message))
        #expect(conflict.facts["recorded"] == .time(.at("14:47")))
        #expect(conflict.facts["difference"] == .duration(720))
    }

    @Test("a fix that is announced while the signals are still bad is a conflict")
    func announcedFix() throws {
        var story = story()
        story.say("payments is fixed", at: "14:40")
        let conflict = try #require(story.file.assess().findings(.conflict).first)
        #expect(conflict.statement.contains("14:50"))
        #expect(conflict.facts["difference"] == .duration(600))
    }

    @Test("what chat says of a rollback is held against deploys, not against when a revert was written")
    func rollbackOrRevert() throws {
        var story = story()
        story.commit("bbbbbbb2222222", "Revert the timeout", service: "payments", at: "14:36")
        story.deploy("9", of: "payments", "0000000", previous: "aaaaaaa", at: "14:47", kind: .rollback)
        story.say("rolling back payments now", at: "14:35")
        let conflict = try #require(story.file.assess().findings(.conflict).first)
        #expect(conflict.facts["recorded"] == .time(.at("14:47")))
    }

    @Test("without an onset, a change of another day is given its date; a service without series is a gap")
    func withoutOnset() {
        var story = Story()
        story.deploy("4", of: "payments", "aaaaaaa1111111", at: "00:30")
        story.add(.nothing("metrics of paymets, by the labels {}"), service: "paymets", completeness: .noneThere)
        let assessment = story.file.assess()
        #expect(assessment.findings(.changePlaced).first?.statement.contains("on 2026-11-20") == true)
        #expect(assessment.gaps.contains { $0.what == "metrics of paymets" && $0.kind == .partial })
    }

    @Test("a rollback of a configuration commit with no deploy is a configuration revert")
    func configurationRevert() {
        var story = Story()
        story.latency(of: "payments", to: 3, from: "14:23")
        story.commit("aaaaaaa1111111", "Lower the connection timeout", service: "payments", at: "14:21")
        story.commit("bbbbbbb2222222", "Revert \"Lower the connection timeout\"", service: "payments", at: "14:48")
        let assessment = story.file.assess()
        // Nobody saw either commit deployed: they are placed, and nothing is said to have been live or rolled back.
        #expect(assessment.findings(.rollback).isEmpty)
        #expect(assessment.findings(.changePlaced).map(\.time) == [.at("14:21"), .at("14:48")])
        #expect(assessment.hypotheses.first?.statement.contains("it was committed at 14:21") == true)
        #expect(assessment.hypotheses.first?.confidence != .strong)
        let resolution = assessment.findings(.resolution).first
        #expect(resolution?.statement.contains("2 min after the revert commit bbbbbbb was committed at 14:48") == true)
        #expect(!assessment.findings.contains { $0.statement.contains("live") || $0.statement.contains("undone") })
        #expect(assessment.remediation == .configRevert)
        #expect(assessment.hypotheses.first?.change?.id == "aaaaaaa1111111")
        #expect(assessment.hypotheses.first?.untested.contains("when it went live") == true)
    }

    @Test("a later deploy that recovery follows is a roll forward")
    func rollForward() {
        var story = Story()
        story.latency(of: "payments", to: 3, from: "14:23")
        story.deploy("4", of: "payments", "aaaaaaa1111111", at: "14:20")
        story.deploy("5", of: "payments", "bbbbbbb2222222", previous: "aaaaaaa1111111", at: "14:46")
        #expect(story.file.assess().remediation == .rollForward)
    }

    @Test("two sources that tell of one deploy or one alert give one finding that cites both")
    func sameThingTwice() {
        var story = story()
        story.deploy("other-id", of: "payments", "aaaaaaa", at: "14:20:30")
        story.add(
            .change(Change(kind: .deploy, id: "event", title: "payments deployed", service: "payments")), service: "payments",
            at: "14:21", source: "pages")
        for _ in 0..<2 {
            story.add(
                .alert(AlertEpisode(name: "Slow", state: .firing, labels: [:], from: Stamp(.at("14:27")))), service: "payments")
        }
        let assessment = story.file.assess()
        #expect(assessment.findings(.changePlaced).count == 1)
        #expect(assessment.findings(.changePlaced).first?.evidence.count == 3)
        #expect(assessment.findings(.alertFired).count == 1)
        #expect(assessment.findings(.alertFired).first?.evidence.count == 2)
    }

    @Test("what never recovered is a gap, not a resolution")
    func lasting() {
        var story = Story()
        story.latency(of: "payments", to: 3, from: "14:23", until: nil)
        let assessment = story.file.assess()
        #expect(assessment.findings(.resolution).isEmpty)
        #expect(assessment.gaps.contains { $0.what == "when payments recovered" })
    }
}
