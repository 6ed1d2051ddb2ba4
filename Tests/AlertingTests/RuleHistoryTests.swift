import Alerting
import Core
import Testing

@Suite struct RuleHistoryTests {
    @Test("a stretch that ended before the hold time has no firing")
    func pending() {
        let stretch = RuleHistory.Stretch(labels: [:], pendingFrom: Instant(seconds: 0), to: Instant(seconds: 60))
        #expect(stretch.firingFrom == nil)
    }
}
