import Core

/// What Prometheus' rule manager would have made of a rule's results: pending from the first evaluation that has a result,
/// firing at the first one at which that has been so for the rule's `for`, kept firing for `keep_firing_for` after the result
/// is gone, and gone at the first evaluation after that.
struct AlertStates {
    private(set) var stretches: [RuleHistory.Stretch] = []
    /// Why the rule failed at some moments: two results with the same labels.
    private(set) var collision: String?
    private let grid: MomentGrid
    private var evaluations: [Int]
    private let hold: Int64
    private let keep: Int64

    /// - Parameter values: of the rule's whole expression.
    init(rule: AlertRule, grid: MomentGrid, values: BackTestValues, labelling: AlertLabelling) {
        self.grid = grid
        hold = AlertStates.nanoseconds(rule.holdFor)
        keep = AlertStates.nanoseconds(rule.keepFiringFor ?? 0)
        evaluations = grid.evaluations(every: rule.interval)
        let missing = grid.indices(in: values.missing)
        if !missing.isEmpty { evaluations.removeAll { missing.contains($0) } }
        var active = AlertStates.active(values, grid, labelling)
        excludeCollisions(&active)
        var numbers = [Int?](repeating: nil, count: grid.count)
        for (number, moment) in evaluations.enumerated() { numbers[moment] = number }
        for (labels, moments) in active { follow(labels, moments, numbers) }
        stretches.sort { left, right in
            left.pendingFrom != right.pendingFrom
                ? left.pendingFrom < right.pendingFrom : AlertStates.key(left.labels) < AlertStates.key(right.labels)
        }
    }

    /// For each alert the moments at which there was a result for it, in order; one twice where two results had its labels.
    private static func active(
        _ values: BackTestValues, _ grid: MomentGrid, _ labelling: AlertLabelling
    ) -> [[String: String]: [Int]] {
        var active: [[String: String]: [Int]] = [:]
        for series in values.series {
            if labelling.readsValue {
                for sample in series.samples {
                    guard let index = grid.index(of: sample.time) else { continue }
                    active[labelling.labels(series.labels, value: sample.value.withoutBounds), default: []].append(index)
                }
            } else {
                let moments = series.samples.compactMap { grid.index(of: $0.time) }
                guard !moments.isEmpty else { continue }
                active[labelling.labels(series.labels, value: 0), default: []] += moments
            }
        }
        return active.mapValues { $0.sorted() }
    }

    /// Prometheus fails the whole evaluation where two results get the same labels, and leaves all alerts as they were.
    private mutating func excludeCollisions(_ active: inout [[String: String]: [Int]]) {
        var failed: Set<Int> = []
        for moments in active.values {
            for (one, next) in zip(moments, moments.dropFirst()) where one == next { failed.insert(one) }
        }
        guard let first = failed.min() else { return }
        evaluations.removeAll { failed.contains($0) }
        collision =
            "its evaluation failed at \(failed.count) moments, first at \(grid.time(first)): results had the same labels"
    }

    /// - Parameter numbers: of each moment the number of its evaluation; `nil` where none took place.
    private mutating func follow(_ labels: [String: String], _ moments: [Int], _ numbers: [Int?]) {
        var open: RuleHistory.Stretch?
        /// The number of the next evaluation after the last one with a result.
        var next = 0
        for moment in moments {
            guard let number = numbers[moment] else { continue }
            let time = grid.time(moment)
            if let stretch = open, next < number, let end = end(of: stretch, after: next, before: number) {
                stretches.append(ended(stretch, end))
                open = nil
            }
            var stretch = open ?? RuleHistory.Stretch(labels: labels, pendingFrom: time)
            if stretch.firingFrom == nil, time.nanoseconds - stretch.pendingFrom.nanoseconds >= hold {
                stretch.firingFrom = time
            }
            open = stretch
            next = number + 1
        }
        guard let stretch = open else { return }
        stretches.append(ended(stretch, end(of: stretch, after: next, before: evaluations.count)))
    }

    /// The evaluation at which the alert was gone, of those numbered from `first` that have no result for it; `nil`: none.
    private func end(of stretch: RuleHistory.Stretch, after first: Int, before limit: Int) -> Instant? {
        guard first < limit else { return nil }
        let since = grid.time(evaluations[first])
        guard stretch.firingFrom != nil, keep > 0 else { return since }
        var low = first
        var high = limit
        while low < high {
            let middle = (low + high) / 2
            if grid.time(evaluations[middle]).nanoseconds - since.nanoseconds >= keep {
                high = middle
            } else {
                low = middle + 1
            }
        }
        return low < limit ? grid.time(evaluations[low]) : nil
    }

    private func ended(_ stretch: RuleHistory.Stretch, _ end: Instant?) -> RuleHistory.Stretch {
        var stretch = stretch
        stretch.to = end
        return stretch
    }

    private static func key(_ labels: [String: String]) -> [String] {
        labels.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    }

    private static func nanoseconds(_ seconds: Double) -> Int64 {
        guard seconds.isFinite, seconds > 0 else { return 0 }
        return Int64((min(seconds, 4e9) * 1e9).rounded())
    }
}

extension [String] {
    fileprivate static func < (left: [String], right: [String]) -> Bool { left.lexicographicallyPrecedes(right) }
}
