import Analysis
import Core

/// Where values and times stand in a chart.
struct Axis {
    var low: Double
    var high: Double
    var start: Double
    var end: Double

    func place(_ value: Double) -> Double {
        guard high > low else { return start }
        let share = min(max((value - low) / (high - low), -0.05), 1.05)
        return start + share * (end - start)
    }

    func place(_ time: Instant) -> Double { place(time.seconds) }

    /// Steps of 1, 2 or 5 times a power of ten: at most `most` of them above `low`.
    func ticks(most: Int) -> [Double] {
        let span = high - low
        guard span > 0, span.isFinite, most > 0 else { return [low] }
        for exponent in -12...15 {
            // Dividing by a whole power gives 0.3 where multiplying by 0.1 would give 0.30000000000000004.
            let power = Axis.power(abs(exponent))
            func tick(_ count: Double) -> Double { exponent < 0 ? count / power : count * power }
            for factor in [1.0, 2, 5] where span / tick(factor) <= Double(most) {
                let first = (low / tick(factor)).rounded(.up)
                return (0...most).map { tick((first + Double($0)) * factor) }.filter { $0 <= high * 1.000001 }
            }
        }
        return [low]
    }

    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<exponent { result *= 10 }
        return result
    }

    /// Full minutes, quarters, hours, days: at most `most` of them, counted in UTC.
    static func times(in window: TimeWindow, most: Int) -> [Instant] {
        let steps: [Int64] = [
            60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800, 2_592_000, 31_536_000,
        ]
        let step = steps.first { window.seconds / Double($0) <= Double(most) } ?? 315_360_000
        var result: [Instant] = []
        var time = window.from.floored(toStep: step)
        while time <= window.to, result.count <= most + 2 {
            if time >= window.from { result.append(time) }
            time = time.adding(seconds: Double(step))
        }
        return result
    }

    /// `14:20`; a date where the window is longer than two days.
    static func label(_ time: Instant, in window: TimeWindow) -> String {
        window.seconds > 172_800 ? String(time.date.dropFirst(5)) : String(time.rfc3339().suffix(9).prefix(5))
    }
}

/// Something marked in a chart: a vertical line with a label.
struct ChartMark: Hashable {
    enum Style: String { case onset, change, page, end }
    var time: Instant
    var label: String
    var style: Style
}

/// Puts labels of marks into rows so that none overlaps another.
enum LabelLayout {
    struct Placed {
        var mark: ChartMark
        var x: Double
        var row: Int
        var anchorsEnd: Bool
    }

    static func place(_ marks: [ChartMark], at x: (ChartMark) -> Double, size: Double, left: Double, right: Double) -> [Placed]
    {
        var rows: [[ClosedRange<Double>]] = []
        var result: [Placed] = []
        for mark in marks.sorted(by: { ($0.time, $0.label) < ($1.time, $1.label) }) {
            let place = x(mark)
            let width = SVG.width(of: mark.label, size: size) + 6
            let anchorsEnd = place + width > right && place - width >= left
            let range = anchorsEnd ? place - width...place : place...place + width
            let row = rows.firstIndex { taken in !taken.contains { $0.overlaps(range) } } ?? rows.count
            if row == rows.count { rows.append([]) }
            rows[row].append(range)
            result.append(Placed(mark: mark, x: place, row: row, anchorsEnd: anchorsEnd))
        }
        return result
    }
}
