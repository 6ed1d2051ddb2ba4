import Core

/// Equidistant moments inside a window: multiples of the step since the epoch.
struct MomentGrid: Sendable, Hashable {
    /// More moments than this are not asked about: the step is made longer.
    static let limit: Int64 = 1_000_000

    /// Nanoseconds.
    private let first: Int64
    private let spacing: Int64
    let count: Int

    init(_ window: TimeWindow, step: Double) {
        let from = window.from.nanoseconds
        let (span, overflow) = window.to.nanoseconds.subtractingReportingOverflow(from)
        let width = overflow ? Int64.max : max(0, span)
        let wanted = step.isFinite && step > 1 ? min(step, 1e9) : 1
        // Whole seconds where the limit decides, so that the step can be written.
        let least = (width / MomentGrid.limit / 1_000_000_000 + 1) * 1_000_000_000
        let asked = Int64((wanted * 1000).rounded()) * 1_000_000
        let spacing = width / asked > MomentGrid.limit ? max(asked, least) : asked
        let remainder = from % spacing
        let before = remainder < 0 ? remainder + spacing : remainder
        let (start, outside) = from.addingReportingOverflow(before == 0 ? 0 : spacing - before)
        self.spacing = spacing
        first = start
        count = outside || overflow || start > window.to.nanoseconds ? 0 : Int((window.to.nanoseconds - start) / spacing) + 1
    }

    /// Seconds.
    var step: Double { Double(spacing) / 1e9 }

    func time(_ index: Int) -> Instant { Instant(nanoseconds: first &+ Int64(index) &* spacing) }

    /// The moment nearest to a time; `nil` outside of the window.
    func index(of time: Instant) -> Int? {
        let (distance, overflow) = time.nanoseconds.subtractingReportingOverflow(first)
        guard !overflow, distance >= -(spacing / 2), distance <= Int64.max - spacing else { return nil }
        let index = Int((distance + spacing / 2) / spacing)
        return index < count ? index : nil
    }

    /// The moments at which a rule that is evaluated every `interval` seconds is evaluated: the first one of each interval since
    /// the epoch. All of them where the interval is not longer than the step, or not known.
    func evaluations(every interval: Double?) -> [Int] {
        guard let interval, interval.isFinite, interval > step, interval < 1e9 else { return Array(0..<count) }
        let period = Int64((interval * 1000).rounded()) * 1_000_000
        return (0..<count).filter { index in
            let time = time(index).nanoseconds
            let remainder = time % period
            return (remainder < 0 ? remainder + period : remainder) < spacing
        }
    }

    /// Moments inside some stretches, both ends included.
    func indices(in windows: [TimeWindow]) -> Set<Int> {
        var found: Set<Int> = []
        for window in windows where window.to.nanoseconds >= first {
            let (distance, overflow) = window.from.nanoseconds.subtractingReportingOverflow(first)
            let start = overflow || distance <= 0 ? 0 : (distance - 1) / spacing + 1
            guard start < Int64(count) else { continue }
            var index = Int(start)
            while index < count, time(index) <= window.to {
                found.insert(index)
                index += 1
            }
        }
        return found
    }
}
