import Core
import Testing

@testable import Analysis

@Suite("How many changes are read rightly")
struct DiffCorpusTests {
    @Test("culprits show an effect that can produce the fault their log line speaks of", arguments: [true, false])
    func culprits(isFirst: Bool) {
        let cases = isFirst ? DiffCorpus.culprits.first : DiffCorpus.culprits.second
        let missed = cases.filter { $0.effects(of: $0.faults).isEmpty }
        #expect(Double(missed.count) <= (isFirst ? 0.1 : 0.25) * Double(cases.count), "\(missed)")
    }

    @Test("innocent changes show no effect that can produce what incidents speak of most", arguments: [true, false])
    func innocents(isFirst: Bool) {
        let cases = isFirst ? DiffCorpus.innocents.first : DiffCorpus.innocents.second
        let blamed = cases.filter { !$0.effects(of: DiffCorpus.plausible).isEmpty }
        #expect(Double(blamed.count) <= (isFirst ? 0.1 : 0.25) * Double(cases.count), "\(blamed)")
    }

    @Test("each log line speaks of a fault")
    func lines() {
        let silent = (DiffCorpus.culprits.first + DiffCorpus.culprits.second).filter(\.faults.isEmpty)
        #expect(silent.isEmpty, "\(silent)")
    }
}
