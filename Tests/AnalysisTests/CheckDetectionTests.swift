import Analysis
import Core
import Testing

@Suite("Checks and detection") struct CheckDetectionTests {
    private func delay(channels: [String]?, state: CheckFlip.State = .down, alert: Bool = false) -> Finding? {
        var story = Story()
        story.latency(of: "checkout", to: 4, from: "14:23")
        let check = CheckConfiguration(
            id: "c", name: "synthetic", schedule: "every 60 s", grace: 180, status: "up", channels: channels)
        story.add(.check(check))
        story.add(.checkFlip(CheckFlip(check: "c", name: "synthetic", state: .down)), at: "14:10")
        story.add(.checkFlip(CheckFlip(check: "c", name: "synthetic", state: state)), at: "14:26")
        if alert {
            story.add(.alert(AlertEpisode(name: "Slow", state: .firing, labels: [:], from: Stamp(.at("14:31")))))
        }
        return story.file.assess().findings(.detectionDelay).first
    }

    @Test("without a page, the first check that went down after the onset is when it was noticed, if no alert came before")
    func noticed() throws {
        let found = try #require(delay(channels: nil))
        #expect(found.time == .at("14:26"))
        #expect(found.statement.hasPrefix("The check \"synthetic\" went down at 14:26, 3 min after"))
        #expect(delay(channels: nil, alert: true)?.time == .at("14:26"))
        #expect(delay(channels: [], alert: true)?.time == .at("14:31"))
    }

    @Test("a check that tells no one, and a flip that may be a pause, noticed nothing")
    func unnoticed() {
        #expect(delay(channels: []) == nil)
        #expect(delay(channels: ["mail"], state: .notUp) == nil)
        #expect(delay(channels: ["mail"], state: .paused) == nil)
    }
}
