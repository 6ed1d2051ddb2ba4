import Core

/// Equidistant values, and for how long they were beyond a level. Falling ones are turned, so that beyond is always above.
struct Excursions: Sendable {
    private let values: [(time: Instant, value: Double)]
    let step: Double

    init(_ samples: [MetricSeries.Sample], step: Double, isUpward: Bool) {
        // Of several series at one moment the furthest counts.
        values = samples.filter { !$0.value.isNaN }.map { (time: $0.time, value: isUpward ? $0.value : -$0.value) }
            .sorted { ($0.time, $0.value) < ($1.time, $1.value) }
            .reduce(into: []) { kept, next in
                if kept.last?.time == next.time { kept.removeLast() }
                kept.append(next)
            }
        self.step = step > 0 && step.isFinite ? step : 60
    }

    /// Seconds from the first value to the last.
    var seconds: Double {
        guard let first = values.first, let last = values.last else { return 0 }
        return last.time.seconds(since: first.time)
    }

    /// Moments at which an alert on this level would have begun to fire.
    func firings(above level: Double, including: Bool, holdFor: Double) -> [Instant] {
        var found: [Instant] = []
        var since: Instant?
        var isFiring = false
        var last: Instant?
        for (time, value) in values {
            if let last, time.seconds(since: last) > step * 1.5 { (since, isFiring) = (nil, false) }
            last = time
            guard value > level || (including && value == level) else {
                (since, isFiring) = (nil, false)
                continue
            }
            let begun = since ?? time
            since = begun
            if !isFiring, time.seconds(since: begun) >= holdFor {
                isFiring = true
                found.append(time)
            }
        }
        return found
    }

    /// The highest level that is exceeded, or reached, for as long as `holdFor` without a break, by an excursion that is that
    /// long at a moment in `window`: the highest of the lowest values of all such stretches. `nil` where none is that long.
    func highestLevel(holdFor: Double, endingIn window: TimeWindow? = nil) -> Double? {
        let length = 1 + Int(min(1e6, (max(0, holdFor) / step - 1e-9).rounded(.up)))
        var best: Double?
        // Places of values in the present stretch, each higher than those before it.
        var lowest: [Int] = []
        var head = 0
        var begun = 0
        for place in values.indices {
            if place > 0, values[place].time.seconds(since: values[place - 1].time) > step * 1.5 {
                lowest.removeAll(keepingCapacity: true)
                head = 0
                begun = place
            }
            while lowest.count > head, let last = lowest.last, values[last].value >= values[place].value { lowest.removeLast() }
            lowest.append(place)
            while lowest[head] <= place - length { head += 1 }
            guard place - begun + 1 >= length, window.map({ $0.contains(values[place].time) }) ?? true else { continue }
            let level = values[lowest[head]].value
            best = max(best ?? level, level)
        }
        return best
    }

    /// The middle value; `nil` without any.
    var median: Double? {
        let sorted = values.map(\.value).sorted()
        return sorted.isEmpty ? nil : sorted[sorted.count / 2]
    }
}
