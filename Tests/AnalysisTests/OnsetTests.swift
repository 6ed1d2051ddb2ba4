import Analysis
import Core
import Testing

@Suite struct OnsetTests {
    private func series(
        _ values: [Double?], step: Double = 30, signal: Signal = .latency, unit: Unit = .seconds, mark: Stamp.Mark = .instant
    ) -> MetricSeries {
        let samples = values.enumerated().compactMap { index, value in
            value.map { MetricSeries.Sample(Story.start.adding(seconds: Double(index) * step), $0) }
        }
        return MetricSeries(title: "p99", signal: signal, unit: unit, metric: "m", step: step, mark: mark, samples: samples)
    }

    private func week(_ signal: Signal, _ unit: Unit, _ value: (Instant, inout Seeded) -> Double)
        -> MetricSeries
    {
        var random = Seeded(7)
        let samples = (0..<2016).map { index in
            let time = Story.scope.baseline.from.adding(seconds: Double(index) * 300)
            return MetricSeries.Sample(time, value(time, &random))
        }
        return MetricSeries(
            title: "p99", signal: signal, unit: unit, metric: "m", step: 300, isBaseline: true, samples: samples)
    }

    private func week(_ value: (Instant, inout Seeded) -> Double) -> MetricSeries { week(.latency, .seconds, value) }

    private func quiet(_ time: Instant, _ random: inout Seeded) -> Double { 0.12 * (1 + 0.05 * random.gaussian()) }

    private func stepUp(at index: Int, count: Int = 100, from low: Double = 0.12, to high: Double = 4.2) -> [Double?] {
        (0..<count).map { $0 < index ? low : high }
    }

    @Test("for instants the onset is the first abnormal sample")
    func instants() throws {
        let onset = try #require(Onset.locate(in: series(stepUp(at: 46)), baseline: week(quiet)))
        #expect(onset.time == .at("14:23"))
        #expect(onset.interval == TimeWindow(from: .at("14:22:30"), to: .at("14:23")))
        #expect(onset.direction == .rise)
        #expect(onset.recovery == nil)
        #expect(abs(onset.expected - 0.12) < 0.01)
    }

    @Test("for values that speak of the time before them the last normal sample bounds the onset")
    func bucketEnds() throws {
        let values = series(stepUp(at: 47), mark: .bucketEnd(width: 120))
        let onset = try #require(Onset.locate(in: values, baseline: week(quiet)))
        #expect(onset.time == .at("14:23"))
        #expect(onset.interval == TimeWindow(from: .at("14:23"), to: .at("14:23:30")))
    }

    @Test("where the sample before is missing the bucket's own start bounds the onset")
    func bucketEndAfterGap() throws {
        var values = stepUp(at: 46)
        for index in 36..<46 { values[index] = nil }
        let onset = try #require(
            Onset.locate(in: series(values, mark: .bucketEnd(width: 120)), baseline: week(quiet)))
        #expect(onset.interval == TimeWindow(from: .at("14:21"), to: .at("14:23")))
    }

    @Test("a bucket that stamps its start places the onset inside itself")
    func bucketStarts() throws {
        let onset = try #require(
            Onset.locate(in: series(stepUp(at: 46), mark: .bucketStart(width: 30)), baseline: week(quiet)))
        #expect(onset.interval == TimeWindow(from: .at("14:23"), to: .at("14:23:30")))
    }

    @Test("recovery is the first sample that is back and stays; the peak is in between")
    func recovery() throws {
        var values = stepUp(at: 20)
        for index in 60..<100 { values[index] = 0.12 }
        values[30] = 9
        values[40] = 0.12
        let onset = try #require(Onset.locate(in: series(values), baseline: week(quiet)))
        #expect(onset.recovery == Story.start.adding(seconds: 1800))
        #expect(onset.peak.value == 9)
        #expect(onset.peak.time == Story.start.adding(seconds: 900))
    }

    @Test("a change that statistics can see but no one would notice is no onset")
    func tinyChange() {
        let steady = week { _, random in 0.12 * (1 + 0.0001 * random.gaussian()) }
        #expect(Onset.locate(in: series(stepUp(at: 46, to: 0.14)), baseline: steady) == nil)
        let ratio = week(.errors, .ratio) { _, _ in 0 }
        #expect(
            Onset.locate(in: series(stepUp(at: 46, from: 0, to: 0.003), signal: .errors, unit: .ratio), baseline: ratio) == nil)
        #expect(
            Onset.locate(in: series(stepUp(at: 46, from: 0, to: 0.03), signal: .errors, unit: .ratio), baseline: ratio) != nil)
    }

    @Test("faster answers are no onset, and a fall of traffic is one")
    func directions() throws {
        #expect(Onset.locate(in: series(stepUp(at: 46, to: 0.01)), baseline: week(quiet)) == nil)
        let traffic = week(.traffic, .perSecond) { _, random in 80 * (1 + 0.05 * random.gaussian()) }
        let fall = try #require(
            Onset.locate(in: series(stepUp(at: 46, from: 80, to: 5), signal: .traffic, unit: .perSecond), baseline: traffic))
        #expect(fall.direction == .fall)
        #expect(fall.peak.value == 5)
    }

    @Test("one sample that is a little out is a blip; one that is far out counts; the heavier episode wins")
    func blips() throws {
        var values: [Double?] = stepUp(at: 200)
        values[50] = 0.3
        #expect(Onset.locate(in: series(values), baseline: week(quiet)) == nil)
        values[50] = 3
        #expect(Onset.locate(in: series(values), baseline: week(quiet))?.time == Story.start.adding(seconds: 1500))
        var later: [Double?] = stepUp(at: 70)
        later[20] = 3
        #expect(Onset.locate(in: series(later), baseline: week(quiet))?.time == Story.start.adding(seconds: 2100))
    }

    @Test("missing samples are not zeros")
    func gaps() {
        var values: [Double?] = Array(repeating: 80, count: 100)
        for index in 30..<60 { values[index] = nil }
        let traffic = week(.traffic, .perSecond) { _, random in 80 * (1 + 0.05 * random.gaussian()) }
        #expect(Onset.locate(in: series(values, signal: .traffic, unit: .perSecond), baseline: traffic) == nil)
        for index in values.indices where index >= 30 && index < 60 { values[index] = 0 }
        #expect(Onset.locate(in: series(values, signal: .traffic, unit: .perSecond), baseline: traffic) != nil)
    }

    @Test("with no baseline the start of the window stands in, and the onset says so")
    func noBaseline() throws {
        let onset = try #require(Onset.locate(in: series(stepUp(at: 46)), baseline: nil))
        #expect(onset.time == .at("14:23"))
        #expect(onset.comparedWith == .startOfWindow)
        #expect(Onset.locate(in: series([0.1, 4.2, 4.2]), baseline: nil) == nil)
    }

    @Test("an incident earlier in the week does not hide this one")
    func contaminatedBaseline() {
        let dirty = week { time, random in
            let hours = time.seconds(since: Story.scope.baseline.from) / 3600
            return (50...51.5).contains(hours) ? 5 : 0.12 * (1 + 0.05 * random.gaussian())
        }
        #expect(Onset.locate(in: series(stepUp(at: 46)), baseline: dirty)?.time == .at("14:23"))
    }

    @Test("a level that moved before the window is not this window's onset when something moved inside it")
    func olderShift() throws {
        let onset = try #require(Onset.locate(in: series(stepUp(at: 46, from: 0.4, to: 4.2)), baseline: week(quiet)))
        #expect(onset.time == .at("14:23"))
        #expect(!onset.startsAtWindowEdge)
        let all = try #require(Onset.locate(in: series(stepUp(at: 0, to: 0.6)), baseline: week(quiet)))
        #expect(all.startsAtWindowEdge)
    }

    @Test("a daily rhythm makes the afternoon's peak normal and the same traffic at night abnormal")
    func rhythm() throws {
        let daily = week(.traffic, .perSecond) { time, random in
            let hour = Double(((time.wholeSeconds % 86_400) + 86_400) % 86_400) / 3600
            return (hour >= 8 && hour < 20 ? 200 : 20) * (1 + 0.05 * random.gaussian())
        }
        let baseline = try #require(Baseline(of: daily))
        #expect(baseline.hourly != nil)
        #expect(abs(baseline.level(at: .at("14:30")) - 200) < 10)
        #expect(abs(baseline.level(at: .at("03:30")) - 20) < 3)
        let afternoon = series(stepUp(at: 0, to: 205), signal: .traffic, unit: .perSecond)
        #expect(Onset.locate(in: afternoon, baseline: daily) == nil)
        var night = afternoon
        night.samples = afternoon.samples.map { .init($0.time.adding(seconds: -11 * 3600), $0.value) }
        #expect(Onset.locate(in: night, baseline: daily) != nil)
    }

    @Test("noisy but healthy series rarely show an onset, whatever the noise", arguments: ["normal", "skewed", "slow"])
    func falseOnsets(noise: String) {
        var onsets = 0
        for seed in 0..<150 {
            var random = Seeded(UInt64(seed) &* 31 &+ 5)
            var drift = 0.0
            func next() -> Double {
                switch noise {
                case "normal": return 0.12 * (1 + 0.15 * random.gaussian())
                case "skewed":
                    // About log-normal: a long tail to the right.
                    var product = 1.0
                    for _ in 0..<8 { product *= 1 + 0.3 * (random.uniform() - 0.5) * 2 }
                    return 0.12 * product
                default:
                    drift = 0.9 * drift + 0.06 * random.gaussian()
                    return 0.12 * (1 + max(-0.9, drift))
                }
            }
            let before = (0..<1008).map {
                MetricSeries.Sample(Story.scope.baseline.from.adding(seconds: Double($0) * 600), next())
            }
            let baseline = MetricSeries(
                title: "p99", signal: .latency, unit: .seconds, metric: "m", step: 600, isBaseline: true, samples: before)
            if Onset.locate(in: series((0..<130).map { _ in next() }), baseline: baseline) != nil { onsets += 1 }
        }
        #expect(onsets <= 2, "\(onsets) of 150")
    }

    @Test("values that no measurement has, in any order, do no harm")
    func hostile() {
        var values = series(stepUp(at: 46))
        values.samples += [
            .init(.at("14:30"), .nan), .init(.at("14:10"), .infinity), .init(Instant(nanoseconds: .max), 1),
            .init(Instant(nanoseconds: .min + 1), 1), .init(.at("14:10"), 1e308), .init(.at("14:10"), -1e308),
        ]
        values.step = -.infinity
        values.samples.reverse()
        _ = Onset.locate(in: values, baseline: nil)
        values.mark = .bucketEnd(width: -5)
        _ = Onset.locate(in: values, baseline: values)
        values.samples = []
        #expect(Onset.locate(in: values, baseline: values) == nil)
    }

    @Test("a ramp's onset is where it leaves the level, with an interval, and not where it has become abnormal")
    func ramp() throws {
        var random = Seeded(3)
        let values = (0..<100).map { 0.12 * (1 + 0.03 * random.gaussian()) + 0.004 * Double(max(0, $0 - 50)) }
        let onset = try #require(Onset.locate(in: series(values), baseline: week(quiet)))
        let began = Story.start.adding(seconds: 50 * 30)
        #expect(abs(onset.time.seconds(since: began)) <= 120)
        #expect(onset.interval.from <= began && onset.interval.to >= began)
        #expect(onset.firstValue <= onset.threshold)
        #expect(onset.confidence > 0.99)
    }

    @Test("what began in a short baseline and still goes on has its onset there")
    func beginsInBaseline() throws {
        var random = Seeded(5)
        let all = (0..<300).map { (index: Int) -> Double? in
            (index < 120 ? 0.12 : 0.5 + 0.01 * Double(index - 120)) * (1 + 0.03 * random.gaussian())
        }
        let whole = series(all, step: 60)
        var (before, window) = (whole, whole)
        before.samples = Array(whole.samples.prefix(180))
        before.isBaseline = true
        window.samples = Array(whole.samples.dropFirst(180))
        let onset = try #require(Onset.locate(in: window, baseline: before))
        #expect(onset.time == whole.samples[120].time)
        #expect(onset.comparedWith == .before)
        #expect(!onset.startsAtWindowEdge)
    }

    @Test("a fall to nothing is found though the level is noisy, and four samples at the window's end are enough")
    func fallsAndEnds() throws {
        var random = Seeded(9)
        let results = (0..<70).map { index -> Double? in index < 40 ? 14 * (1 + 0.2 * random.gaussian()) : 0.2 }
        let fall = try #require(Onset.locate(in: series(results, signal: .other, unit: .none), baseline: nil))
        #expect(fall.direction == .fall)
        #expect(fall.time == Story.start.adding(seconds: 1200))
        let errors = (0..<50).map { index -> Double? in (index < 46 ? 0.002 : 0.4) * (1 + 0.1 * random.gaussian()) }
        let rise = try #require(Onset.locate(in: series(errors, signal: .errors, unit: .ratio), baseline: nil))
        #expect(rise.time == Story.start.adding(seconds: 46 * 30))
    }

    @Test("a quantile of few requests that one slow request holds up is no onset; distinct values of many requests are")
    func repeatedQuantiles() {
        let usual = [0.0045, 0.0046, 0.00433, 0.019, 0.04]
        var random = Seeded(11)
        let few = (0..<60).map { index -> Double? in
            (30..<41).contains(index) ? 8.5 : usual[Int(random.next() % UInt64(usual.count))]
        }
        #expect(Onset.locate(in: series(few, step: 60), baseline: nil) == nil)
        let many = (0..<60).map { index -> Double? in
            ((30..<41).contains(index) ? 8.5 : 0.005) * (1 + 0.1 * random.gaussian())
        }
        #expect(Onset.locate(in: series(many, step: 60), baseline: nil) != nil)
    }

    @Test("too little for an onset by itself counts where another signal of the same service has one at the same time")
    func together() {
        let errors = series(stepUp(at: 40, count: 50, from: 0.001, to: 0.3), step: 60, signal: .errors, unit: .ratio)
        func failures(at index: Int) -> MetricSeries {
            let values = (0..<50).map { (index..<index + 5).contains($0) ? 0.4 : 0 }
            return series(values, step: 60, signal: .errors, unit: .perSecond)
        }
        let detector = OnsetDetector()
        #expect(detector.locate(in: failures(at: 40)) == nil)
        #expect(detector.locate(together: [(errors, nil), (failures(at: 40), nil)]).allSatisfy { $0 != nil })
        #expect(detector.locate(together: [(errors, nil), (failures(at: 20), nil)])[1] == nil)
    }

    @Test("direction of harm: by kind, learned from what moved together, or unknown")
    func harm() throws {
        var story = Story()
        story.errors(of: "checkout", to: 0.4, from: "14:23")
        story.signal(
            Shape(normal: 14, raised: 0.3, from: "14:23", until: "14:50"), .other, .none, of: "checkout", title: "items found")
        story.signal(
            Shape(normal: 80, raised: 400, from: "14:30", until: "14:50"), .traffic, .perSecond, of: "search", title: "requests"
        )
        story.signal(
            Shape(normal: 0.99, noise: 0.001, raised: 0.4, from: "14:25", until: "14:50"), .other, .ratio, of: "basket",
            title: "success share")
        let assessment = story.file.assess()
        func harm(_ title: String) -> Fact? {
            assessment.findings(.onset).first { $0.facts["title"] == .text(title) }?.facts["harm"]
        }
        #expect(harm("5xx ratio") == .text("kind"))
        #expect(harm("items found") == .text("learned"))
        #expect(harm("requests") == .text("unknown"))
        #expect(harm("success share") == .text("kind"))
        #expect(assessment.blastRadius.contains("basket"), "a fall of the share of successes is a symptom")
        #expect(!assessment.blastRadius.contains("search"))
    }
}
