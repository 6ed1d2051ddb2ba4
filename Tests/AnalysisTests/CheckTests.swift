import Analysis
import Core
import Testing

@Suite struct CheckTests {
    @Test("a check that went down is what noticed it, once, however often it flipped")
    func down() throws {
        var story = Story()
        story.errors(of: "checkout", to: 0.4, from: "14:23", until: "14:47")
        for (state, time) in [(CheckFlip.State.down, "14:24:30"), (.up, "14:30"), (.down, "14:31"), (.up, "14:47:30")] {
            story.add(.checkFlip(CheckFlip(check: "c1", name: "Synthetic order", state: state)), at: time, source: "checks")
        }
        let assessment = story.file.assess()
        let flips = assessment.findings(.checkFlipped)
        #expect(flips.count == 1)
        #expect(flips.first?.statement.contains("went down at 14:24:30, 2 times in all, and was up again at 14:47:30") == true)
        #expect(assessment.findings(.detectionDelay).first?.facts["noticed"] == .time(.at("14:24:30")))
    }

    @Test("a pause is no outage and notices nothing")
    func paused() {
        var story = Story()
        story.errors(of: "checkout", to: 0.4, from: "14:23", until: "14:47")
        story.add(.checkFlip(CheckFlip(check: "c1", name: "Nightly", state: .paused)), at: "14:30", source: "checks")
        story.add(.checkFlip(CheckFlip(check: "c2", name: "Weekly", state: .notUp)), at: "14:31", source: "checks")
        let assessment = story.file.assess()
        #expect(assessment.findings(.checkFlipped).count == 2)
        #expect(!assessment.findings(.checkFlipped).contains { $0.statement.contains("went down") })
        #expect(assessment.findings(.detectionDelay).isEmpty)
    }
}
