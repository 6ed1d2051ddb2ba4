import Core

extension SpanTree {
    /// Seconds that each span was at work itself: its duration without its children's, and without the calls that its siblings
    /// made meanwhile, which is how a span looks whose service waits for an answer in another thread. For a call the time that the
    /// called side did not account for: the way there and back.
    var ownSeconds: [Double] {
        let calls = siblingCalls
        return spans.indices.map { place in
            let from = spans[place].start.nanoseconds
            let to = spans[place].endNanoseconds
            var stretches = children[place].map { (spans[$0].start.nanoseconds, spans[$0].endNanoseconds) }
            if foreignChild(of: place) == nil, let above = parents[place] { stretches += calls[above] ?? [] }
            stretches.sort { $0.0 < $1.0 }
            var covered = 0.0
            var end = from
            for stretch in stretches where stretch.1 > end && stretch.0 < to {
                let start = max(stretch.0, end)
                let stop = min(stretch.1, to)
                if stop > start { covered += Double(stop - start) }
                end = max(end, stop)
            }
            return max(0, spans[place].seconds - covered / 1e9)
        }
    }

    /// The calls that each span's children stand for, joined where they overlap.
    private var siblingCalls: [Int: [(Int64, Int64)]] {
        var result: [Int: [(Int64, Int64)]] = [:]
        for place in spans.indices {
            var joined: [(Int64, Int64)] = []
            for child in children[place] where foreignChild(of: child) != nil {
                let (start, end) = (spans[child].start.nanoseconds, spans[child].endNanoseconds)
                if let last = joined.last, start <= last.1 {
                    joined[joined.count - 1].1 = max(last.1, end)
                } else {
                    joined.append((start, end))
                }
            }
            if !joined.isEmpty { result[place] = joined }
        }
        return result
    }
}
