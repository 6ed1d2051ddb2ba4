import Core

// What series hold.
extension FactIndex {
    mutating func add(_ series: MetricSeries, of item: Evidence, _ citation: Claim.Citation) {
        let topics = FactIndex.topics(of: series)
        add(SeriesFact(series: series, service: item.service, topics: topics, citation: citation))
        let sorted = series.samples.map(\.value).filter(\.isFinite).sorted()
        guard let low = sorted.first, let high = sorted.last else { return }
        let words = Stem.all(of: series.title + " " + series.metric).union([series.metric.lowercased()])
        var values: [(Double, Measure.Aspect)] = [(sorted.quantile(0.5), .usual)]
        if series.isBaseline {
            values += [(high, .usual), (low, .usual)]
        } else {
            values = [(high, .peak), (low, .lowest)]
            // Half of the window lies before anything happened.
            let before = series.samples.prefix(series.samples.count / 3).map(\.value).filter(\.isFinite).sorted()
            if !before.isEmpty { values.append((before.quantile(0.5), .usual)) }
        }
        for (value, aspect) in values {
            add(value, unit: series.unit, item.service, topics, aspect, words, [citation])
        }
        guard topics.contains(.traffic) || topics.contains(.logs) || series.unit == .count else { return }
        let total = sorted.reduce(0, +) * (series.unit == .perSecond ? series.step : 1)
        add(total, unit: .count, item.service, topics, .total, words, [citation])
    }

    static func topics(of series: MetricSeries) -> Topics {
        var topics = Topics(series.signal)
        let name = (series.metric + " " + series.title).lowercased()
        if name.contains("timeout") { topics.insert(.timeouts) }
        if name.contains("timeouts") { topics.remove(.errors) }
        if name.contains("failed requests") { topics.insert(.errors) }
        if series.signal != .limit, name.contains("pool") || name.contains("connections") { topics.insert(.saturation) }
        return topics
    }

    mutating func add(
        _ value: Double, unit: Unit, _ service: String?, _ topics: Topics, _ aspect: Measure.Aspect, _ words: Set<String>,
        _ citations: [Claim.Citation], weight: Int = 0
    ) {
        let measure = { (value: Double, dimension: Quantity.Dimension) in
            Measure(
                value: value, dimension: dimension, service: service, topics: topics, aspect: aspect, words: words,
                citations: citations, isRate: unit == .perSecond, weight: weight)
        }
        switch unit {
        case .seconds: add(measure(value, .duration))
        case .ratio: add(measure(value * 100, .percent))
        case .bytes: add(measure(value, .bytes))
        case .perSecond, .count, .none: add(measure(value, .plain))
        }
    }

    /// Values of the series of a topic around a time, in the given dimension.
    func values(
        of topics: Topics, services: Set<String>, from: Instant, to: Instant, _ dimension: Quantity.Dimension
    ) -> [(value: Double, citation: Claim.Citation)] {
        var result: [(Double, Claim.Citation)] = []
        for fact in series where !fact.series.isBaseline && !fact.topics.isDisjoint(with: topics) {
            guard services.isEmpty || fact.service.map(services.contains) ?? true else { continue }
            guard fact.series.unit.dimension == dimension else { continue }
            let samples = fact.series.samples
            var low = 0
            var high = samples.count
            while low < high {
                let middle = (low + high) / 2
                if samples[middle].time < from { low = middle + 1 } else { high = middle }
            }
            while low < samples.count, samples[low].time <= to, result.count < 200 {
                result.append((samples[low].value * (dimension == .percent ? 100 : 1), fact.citation))
                low += 1
            }
        }
        return result
    }
}

extension Unit {
    var dimension: Quantity.Dimension {
        switch self {
        case .seconds: .duration
        case .ratio: .percent
        case .bytes: .bytes
        case .perSecond, .count, .none: .plain
        }
    }
}
