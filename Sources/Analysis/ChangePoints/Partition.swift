/// The cheapest division of a series into stretches, each a level or a straight line, where each change costs a penalty.
///
/// Optimal partitioning (Jackson et al., 2005) with the pruning of PELT (Killick, Fearnhead and Eckley, 2012), over candidate
/// places on a grid of at most `gridSize` cells, then each change moved to its best place between its neighbours. Quadratic in
/// the grid at worst, linear in the series.
struct Partition {
    static let gridSize = 1024
    static let shortest = 3

    let values: [Double]
    let positions: [Double]
    /// What one more change costs, in units of a sum of squares.
    let penalty: Double
    /// What a slope costs, as a share of that: a stretch is level unless a line is better by this much.
    let slopeShare: Double
    let costs: SegmentCosts

    init(_ values: [Double], at positions: [Double], costs: SegmentCosts, penalty: Double, slopeShare: Double) {
        self.values = values
        self.positions = positions
        self.costs = costs
        self.penalty = penalty
        self.slopeShare = slopeShare
    }

    /// First indices of all stretches but the first, ascending.
    func changes() -> [Int] {
        let count = values.count
        let cell = max(1, (count + Partition.gridSize - 1) / Partition.gridSize)
        var places = Array(stride(from: 0, to: count, by: cell))
        places.append(count)
        let found = search(places, shortest: (Partition.shortest + cell - 1) / cell)
        return cell == 1 ? found : refined(found, by: cell)
    }

    private func cost(_ from: Int, _ to: Int, _ costs: SegmentCosts) -> Double {
        let both = costs.both(from, to)
        return min(both.level, both.line + slopeShare * penalty)
    }

    private func search(_ places: [Int], shortest: Int) -> [Int] {
        let cells = places.count - 1
        var best = [Double](repeating: .infinity, count: cells + 1)
        var previous = [Int](repeating: 0, count: cells + 1)
        best[0] = -penalty
        var candidates: [Int] = []
        let slack = slopeShare.isFinite ? slopeShare * penalty : 0
        for end in 1...max(1, cells) where end <= cells {
            if end >= shortest, best[end - shortest].isFinite { candidates.append(end - shortest) }
            var kept: [Int] = []
            kept.reserveCapacity(candidates.count)
            var reached: [Double] = []
            reached.reserveCapacity(candidates.count)
            for start in candidates {
                let total = best[start] + cost(places[start], places[end], costs)
                reached.append(total)
                kept.append(start)
                if total + penalty < best[end] {
                    best[end] = total + penalty
                    previous[end] = start
                }
            }
            // A start that is behind by more than a second slope could save stays behind.
            candidates = zip(kept, reached).filter { $0.1 - slack <= best[end] }.map(\.0)
        }
        var changes: [Int] = []
        var end = cells
        while end > 0, best[end].isFinite {
            end = previous[end]
            if end > 0 { changes.append(places[end]) }
        }
        return changes.reversed()
    }

    /// Moves each change to its best place within a cell's distance on either side.
    private func refined(_ changes: [Int], by cell: Int) -> [Int] {
        var changes = changes
        for index in changes.indices {
            let from = index > 0 ? changes[index - 1] : 0
            let to = index + 1 < changes.count ? changes[index + 1] : values.count
            let local = SegmentCosts(values[from..<to], at: positions[from..<to])
            let first = max(from + Partition.shortest, changes[index] - cell)
            let last = min(to - Partition.shortest, changes[index] + cell)
            guard first <= last else { continue }
            var lowest = Double.infinity
            for place in first...last {
                let total = cost(0, place - from, local) + cost(place - from, to - from, local)
                if total < lowest {
                    lowest = total
                    changes[index] = place
                }
            }
        }
        return changes
    }

    /// The least-squares fit of `from..<to`: its values at the first and the last position, and its slope.
    func fit(_ from: Int, _ to: Int) -> Fit {
        let number = Double(to - from)
        let mean = values[from..<to].reduce(0, +) / number
        let middle = positions[from..<to].reduce(0, +) / number
        let both = costs.both(from, to)
        var slope = 0.0
        if both.line + slopeShare * penalty < both.level {
            var (places, products) = (0.0, 0.0)
            for index in from..<to {
                places += (positions[index] - middle) * (positions[index] - middle)
                products += (positions[index] - middle) * (values[index] - mean)
            }
            slope = places > 0 ? products / places : 0
        }
        return Fit(mean: mean, middle: middle, slope: slope)
    }

    struct Fit {
        var mean: Double
        var middle: Double
        var slope: Double
        func value(at position: Double) -> Double { mean + slope * (position - middle) }
    }
}
