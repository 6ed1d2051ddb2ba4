import Core
import Testing

@testable import Investigation

@Suite("Evidence in few words")
struct CompactEvidenceTests {
    private let start = Instant(seconds: 1_772_618_400)

    private func evidence(_ number: Int, _ observation: Observation, _ completeness: Completeness = .complete) -> Evidence {
        var item = Evidence(observation, from: [], service: "shop", completeness: completeness)
        item.id = EvidenceID(number)
        return item
    }

    private func series(_ values: [Double]) -> MetricSeries {
        MetricSeries(
            title: "p99 latency", signal: .latency, unit: .seconds, metric: "duration", step: 60,
            samples: values.enumerated().map { .init(start.adding(seconds: Double($0 * 60)), $1) })
    }

    @Test("a series is its extremes and its change of level, with the minute of both")
    func level() {
        let values = (0..<60).map { (place: Int) -> Double in
            let level = place < 30 ? 0.1 : 4.0
            return level + level * Double(place % 3) / 400
        }
        let lines = CompactEvidence([evidence(3, .metric(series(values)))], limit: 10_000).lines
        #expect(lines.first?.hasPrefix("E3 of shop") == true, "\(lines)")
        #expect(
            lines.contains { $0.contains("60 samples") && $0.contains("lowest 100 ms") && $0.contains("highest 4.02 s") },
            "\(lines)")
        #expect(lines.contains { $0.contains("change at 2026-03-04T10:30:00Z") }, "\(lines)")
    }

    @Test("samples that are no numbers are left out of the figures, and a series without any says so")
    func notNumbers() {
        let lines = CompactEvidence([evidence(1, .metric(series([.nan, 1, .infinity, 2])))], limit: 10_000).lines
        #expect(lines.contains { $0.contains("2 samples") && $0.contains("highest 2 s") }, "\(lines)")
        #expect(CompactEvidence([evidence(1, .metric(series([.nan])))], limit: 10_000).lines.contains("  no samples"))
    }

    @Test("an answer that failed, one that found nothing and one that was cut off are told apart")
    func completeness() {
        let texts = [Completeness.complete, .noneThere, .cutOff(reason: "limit"), .failed(reason: "500")].map {
            CompactEvidence([evidence(1, .metric(series([])), $0)], limit: 10_000).lines[0]
        }
        #expect(Set(texts).count == 4)
        #expect(texts[1].contains("none there") && texts[2].contains("CUT OFF") && texts[3].contains("FAILED"))
    }

    @Test("what does not fit is named by its ids")
    func limit() {
        let items = (1...50).map { evidence($0, .metric(series([1, 2, 3]))) }
        let lines = CompactEvidence(items, limit: 1_000).lines
        #expect(lines.reduce(0) { $0 + $1.utf8.count + 1 } < 1_200)
        #expect(lines.last?.hasSuffix("to E50; the tool evidence shows each") == true, "\(lines.last ?? "")")
    }
}
