import Core

/// The times at which an estate's series have samples: thirty days, every five minutes, up to its present.
struct EstateGrid: Sendable {
    static let step: Int64 = 300
    static let days = 30
    /// Both ends included.
    static let count = days * 288 + 1

    /// Seconds since the epoch of the last sample, the estate's present.
    let end: Int64

    init(end: Instant) { self.end = end.wholeSeconds / Self.step * Self.step }

    var first: Int64 { end - Int64(Self.days) * 86_400 }

    func seconds(_ index: Int) -> Int64 { first + Int64(index) * Self.step }

    /// So many days, or parts of one, before the present.
    func ago(days: Double) -> Instant { Instant(seconds: end).adding(seconds: -days * 86_400) }
}

/// The values of one series, or of one result of an expression, on the grid. Not a number where there is none.
struct Signal: Sendable {
    var labels: [String: String]
    var values: [Double]

    func map(_ change: (Double) -> Double) -> Signal { Signal(labels: labels, values: values.map(change)) }

    /// As an aggregation or a function leaves it.
    func keeping(_ names: [String]) -> Signal {
        Signal(labels: labels.filter { names.contains($0.key) }, values: values)
    }

    func dropping(_ names: [String]) -> Signal {
        Signal(labels: labels.filter { !names.contains($0.key) }, values: values)
    }

    /// The increase a second over so many steps, as `rate` gives it at the times of samples.
    func rate(steps: Int) -> Signal {
        var result = values
        for index in values.indices {
            result[index] = index < steps ? .nan : (values[index] - values[index - steps]) / Double(steps * 300)
        }
        return Signal(labels: labels, values: result)
    }

    /// The increase over so many steps as Prometheus reckons it, to which every fall is a counter that began anew.
    func increase(steps: Int) -> Signal {
        var result = values
        for index in values.indices {
            guard index >= steps else {
                result[index] = .nan
                continue
            }
            var sum = 0.0
            for at in (index - steps + 1)...index {
                let (before, now) = (values[at - 1], values[at])
                sum += now >= before ? now - before : now
            }
            result[index] = sum
        }
        return Signal(labels: labels, values: result)
    }

    /// A function over the samples of a range that begins so many steps before, both ends included.
    func over(steps: Int, _ function: (ArraySlice<Double>) -> Double) -> Signal {
        var result = values
        for index in values.indices {
            let range = values[max(0, index - steps)...index].filter { !$0.isNaN }
            result[index] = range.isEmpty ? .nan : function(range[...])
        }
        return Signal(labels: labels, values: result)
    }

    func average(steps: Int) -> Signal { over(steps: steps) { $0.reduce(0, +) / Double($0.count) } }

    func shifted(steps: Int) -> Signal {
        var result = values
        for index in values.indices { result[index] = index < steps ? .nan : values[index - steps] }
        return Signal(labels: labels, values: result)
    }

    func combined(_ other: Signal, _ operation: (Double, Double) -> Double) -> Signal {
        Signal(labels: labels, values: zip(values, other.values).map(operation))
    }
}

/// A stretch in which a curve leaves its usual level.
struct Episode: Sendable {
    var from: Int
    var count: Int
    var level: Double

    /// So many stretches of these lengths in steps, none near another, and none in the first day or the last hours.
    static func spread(_ times: Int, steps: ClosedRange<Int>, level: (inout Dice) -> Double, _ dice: inout Dice) -> [Episode] {
        guard times > 0 else { return [] }
        let (low, high) = (320, EstateGrid.count - 100)
        let width = (high - low) / times
        return (0..<times).map { index in
            let count = min(dice.int(steps), max(1, width * 3 / 4))
            let room = max(1, width - count - 2)
            return Episode(from: low + index * width + dice.below(room), count: count, level: level(&dice))
        }
    }
}

/// How a quantity goes: around a base, with noise and a daily rhythm, and elsewhere in its episodes.
struct EstateCurve: Sendable {
    var base: Double
    /// Standard deviation, and depth of the daily rhythm, in the quantity's own unit.
    var noise: Double
    var rhythm: Double
    var episodes: [Episode]
    /// The standard deviation within episodes.
    var unrest = 0.0

    func values(_ grid: EstateGrid, seed: UInt64) -> [Double] {
        var levels: [(level: Double, noise: Double)?] = Array(repeating: nil, count: EstateGrid.count)
        for episode in episodes {
            for index in max(0, episode.from)..<max(0, min(levels.count, episode.from + episode.count)) {
                levels[index] = (episode.level, unrest)
            }
        }
        let day = Self.day
        let phase = Int((grid.first / EstateGrid.step) % 288)
        return levels.indices.map { index in
            let noise = Noise.gaussian(seed, UInt64(index))
            if let level = levels[index] { return max(0, level.level + level.noise * noise) }
            return max(0, base + rhythm * day[(index + phase) % 288] + self.noise * noise)
        }
    }

    /// Between -1 and 1, lowest in the night. A polynomial, so that it is the same on every machine.
    private static let day: [Double] = (0..<288).map { step in
        let x = Double(step) / 144 - 1
        return 1 - 2 * x * x
    }
}
