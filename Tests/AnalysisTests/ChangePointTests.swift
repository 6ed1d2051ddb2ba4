import Analysis
import Core
import Testing

@Suite struct ChangePointTests {
    private let detector = ChangePointDetector()

    private func noise(_ count: Int, seed: UInt64 = 3, autocorrelation: Double = 0) -> [Double] {
        var random = Seeded(seed)
        var last = 0.0
        return (0..<count).map { _ in
            last = autocorrelation * last + (1 - autocorrelation * autocorrelation).squareRoot() * random.gaussian()
            return last
        }
    }

    @Test("a jump of the level is found where it is, with a confidence and an interval that holds it")
    func level() throws {
        let values = noise(300).enumerated().map { $0.element + ($0.offset >= 170 ? 4 : 0) }
        let points = detector.changePoints(in: values)
        let point = try #require(points.first)
        #expect(points.count == 1)
        #expect(abs(point.index - 170) <= 2)
        #expect(point.interval.contains(170))
        #expect(point.kind == .level)
        #expect(point.confidence > 0.99)
        #expect(abs(point.after - point.before - 4) < 0.6)
    }

    @Test("several jumps are found, and spikes between them are not")
    func several() {
        var values = noise(400).enumerated().map { $0.element + [0.0, 8, 3, 12][$0.offset / 100] }
        for spike in [30, 150, 151, 240] { values[spike] += 90 }
        let points = detector.changePoints(in: values).map(\.index)
        #expect(points.count == 3)
        for (point, place) in zip(points, [100, 200, 300]) { #expect(abs(point - place) <= 2) }
    }

    @Test("a bend of the trend is a change of the slope")
    func slope() throws {
        let values = noise(200).enumerated().map { $0.element * 0.5 + Double(max(0, $0.offset - 100)) * 0.5 }
        let point = try #require(detector.changePoints(in: values).first)
        #expect(abs(point.index - 100) <= 10)
        #expect(point.kind == .slope)
        #expect(abs(point.slopeAfter - point.slopeBefore - 0.5) < 0.1)
    }

    @Test("a change of the spread is found as such")
    func spread() throws {
        let values = noise(400).enumerated().map { $0.element * ($0.offset >= 200 ? 6 : 1) }
        let point = try #require(detector.changePoints(in: values).first { $0.kind == .spread })
        #expect(abs(point.index - 200) <= 12)
        #expect(point.after > 2 * point.before)
    }

    @Test("a repeating pattern is no change, and does not hide one")
    func season() {
        let daily = (0..<960).map { ($0 % 96) < 48 ? 10.0 : 0 }
        let quiet = zip(daily, noise(960)).map { $0 + $1 }
        #expect(detector.changePoints(in: quiet).isEmpty)
        let changed = quiet.enumerated().map { $0.element + ($0.offset >= 500 ? 6 : 0) }
        #expect(detector.changePoints(in: changed).contains { abs($0.index - 500) <= 4 })
    }

    @Test("noise that depends on itself has few changes", arguments: [0, 0.5, 0.8])
    func quiet(autocorrelation: Double) {
        let found = (0..<20).reduce(0) {
            $0 + detector.changePoints(in: noise(500, seed: UInt64($1), autocorrelation: autocorrelation)).count
        }
        #expect(found <= 2, "\(found) in 20")
    }

    @Test("missing values shift no index")
    func gaps() {
        var values = noise(300).enumerated().map { $0.element + ($0.offset >= 200 ? 6 : 0) }
        for index in 50..<90 { values[index] = .nan }
        #expect(detector.changePoints(in: values).map { abs($0.index - 200) <= 2 } == [true])
    }

    @Test("the same change in another unit is the same change")
    func units() {
        let values = noise(300).enumerated().map { $0.element + ($0.offset >= 170 ? 4 : 0) }
        let places = detector.changePoints(in: values).map(\.index)
        #expect(!places.isEmpty)
        for unit in [1e-200, 1e-9, 1e9, 1e200] {
            #expect(detector.changePoints(in: values.map { $0 * unit }).map(\.index) == places)
        }
    }

    @Test("few, equal and absurd values do no harm")
    func hostile() {
        #expect(detector.changePoints(in: []).isEmpty)
        #expect(detector.changePoints(in: [1, 2, 3]).isEmpty)
        #expect(detector.changePoints(in: Array(repeating: 5, count: 100)).isEmpty)
        #expect(detector.changePoints(in: Array(repeating: .nan, count: 100)).isEmpty)
        let largest = Double.greatestFiniteMagnitude
        let absurd = (0..<100).map { [largest, -largest, 0, .infinity, .leastNonzeroMagnitude][$0 % 5] }
        #expect(detector.changePoints(in: absurd).allSatisfy { absurd.indices.contains($0.index) })
    }

    @Test("a long series takes time in proportion, and its change is found to the sample")
    func long() {
        let values = noise(50_000).enumerated().map { $0.element + ($0.offset >= 31_234 ? 5 : 0) }
        let points = detector.changePoints(in: values)
        #expect(points.count == 1)
        #expect(points.allSatisfy { abs($0.index - 31_234) <= 2 })
    }
}
