import Analysis
import Core

/// A series over the incident's window, on its baseline, with what happened marked.
struct MetricChart {
    var series: MetricSeries
    var baseline: [MetricSeries.Sample]
    var window: TimeWindow
    var marks: [ChartMark]
    var title: String
    /// How the baseline was sampled, where that is not how the window was.
    var baselineNote: String?
    /// Unique in the document.
    var id: String

    var caption: String {
        baseline.isEmpty
            ? "There is no earlier baseline."
            : "Shaded: from the 5 % to the 95 % quantile of the baseline at the same time of day; dashed: its median"
                + (baselineNote.map { " (\($0))." } ?? ".")
    }

    /// What the chart shows, in a sentence.
    var sentence: String? {
        let values = series.samples.map(\.value).filter(\.isFinite)
        guard let low = values.min(), let high = values.max() else { return nil }
        return "\(title) was between \(ValueText.value(low, series.unit)) and \(ValueText.value(high, series.unit))."
    }

    func svg(isNarrow: Bool) -> String {
        let frame = Frame(isNarrow: isNarrow, marks: marks, window: window)
        var svg = SVG(
            width: frame.width, height: frame.height, id: id + (isNarrow ? "n" : "w"), title: title, description: description)
        let points = thinned(series.samples.filter { window.contains($0.time) && $0.value.isFinite })
        let band = levels(points)
        var values = points.map(\.value) + band.flatMap { [$0.level.low, $0.level.high] }
        values.append(0)
        let top = values.max() ?? 1
        let bottom = min(0, values.min() ?? 0)
        let y = Axis(
            low: bottom, high: top > bottom ? top + (top - bottom) * 0.06 : bottom + 1, start: frame.bottom, end: frame.top)
        draw(axis: y, frame, &svg)
        svg.path(area(band, frame.x, y), "band")
        svg.path(path(band.map { MetricSeries.Sample($0.time, $0.level.median) }, frame.x, y, gap: .infinity), "median")
        for label in frame.labels { draw(label, frame, &svg) }
        svg.path(path(points, frame.x, y, gap: max(series.step * 2.5, thinnedStep)), "line")
        if points.count == 1 { svg.circle(frame.x.place(points[0].time), y.place(points[0].value), 2.5, "dot") }
        return svg.text
    }

    private var description: String {
        let points = series.samples.filter { window.contains($0.time) && $0.value.isFinite }
        guard let highest = points.max(by: { $0.value < $1.value }), let lowest = points.min(by: { $0.value < $1.value }) else {
            return "No samples in the window."
        }
        let marked = marks.map(\.label)
        return "From \(window.from.clock) to \(window.to.clock) UTC. Highest \(ValueText.value(highest.value, series.unit)) at"
            + " \(highest.time.clock), lowest \(ValueText.value(lowest.value, series.unit)) at \(lowest.time.clock)."
            + (marked.isEmpty ? "" : " Marked: \(marked.joined(separator: ", ")).")
    }

    /// Sizes in the user units of the picture, and the time axis.
    struct Frame {
        let width: Double
        let height: Double
        let size: Double
        let left: Double
        let right: Double
        let top: Double
        let bottom: Double
        let isNarrow: Bool
        let x: Axis
        let labels: [LabelLayout.Placed]
        let window: TimeWindow

        init(isNarrow: Bool, marks: [ChartMark], window: TimeWindow) {
            self.isNarrow = isNarrow
            self.window = window
            width = isNarrow ? 340 : 720
            size = isNarrow ? 11 : 12
            left = isNarrow ? 46 : 58
            let right = width - 8
            self.right = right
            let axis = Axis(low: window.from.seconds, high: window.to.seconds, start: left, end: right)
            x = axis
            labels = LabelLayout.place(marks, at: { axis.place($0.time) }, size: size, left: left, right: right)
            top = 8 + Double((labels.map(\.row).max() ?? -1) + 1) * (size + 4)
            bottom = top + (isNarrow ? 150 : 170)
            height = bottom + size + 12
        }
    }

    private func draw(axis y: Axis, _ frame: Frame, _ svg: inout SVG) {
        for tick in y.ticks(most: 5) {
            let place = y.place(tick)
            svg.line(frame.left, place, frame.right, place, tick == 0 ? "axis" : "grid")
            svg.text(
                ValueText.value(tick, series.unit), frame.left - 6, place + frame.size * 0.35, size: frame.size, anchor: "end",
                "soft")
        }
        let times = Axis.times(in: window, most: frame.isNarrow ? 4 : 8)
        for time in times {
            let place = frame.x.place(time)
            svg.line(place, frame.bottom, place, frame.bottom + 4, "axis")
            let isLast = place > frame.right - 16
            svg.text(
                Axis.label(time, in: window), isLast ? frame.right : place, frame.bottom + frame.size + 6, size: frame.size,
                anchor: isLast ? "end" : "middle", "soft")
        }
        svg.text("UTC", 2, frame.bottom + frame.size + 6, size: frame.size, "soft")
    }

    private func draw(_ label: LabelLayout.Placed, _ frame: Frame, _ svg: inout SVG) {
        let style = label.mark.style.rawValue
        let y = frame.size + Double(label.row) * (frame.size + 4)
        svg.line(label.x, y - frame.size + 2, label.x, frame.bottom, "mark m-\(style)")
        svg.text(
            label.mark.label, label.anchorsEnd ? label.x - 4 : label.x + 4, y, size: frame.size,
            anchor: label.anchorsEnd ? "end" : "start", "t-\(style)", bold: style == "onset")
    }

    private func levels(_ points: [MetricSeries.Sample]) -> [(time: Instant, level: BaselineBand.Level)] {
        guard !baseline.isEmpty else { return [] }
        let band = BaselineBand(baseline)
        let step = window.seconds / 60
        return (0...60).compactMap { place in
            let time = window.from.adding(seconds: Double(place) * step)
            return band.level(at: time).map { (time, $0) }
        }
    }

    private func area(_ band: [(time: Instant, level: BaselineBand.Level)], _ x: Axis, _ y: Axis) -> String {
        guard band.count > 1 else { return "" }
        // A band thinner than a line would not be seen.
        func edge(_ level: BaselineBand.Level, _ isHigh: Bool) -> Double {
            let (low, high) = (y.place(level.low), y.place(level.high))
            let middle = (low + high) / 2
            return isHigh ? min(high, middle - 1.5) : max(low, middle + 1.5)
        }
        let upper = band.map { "\(SVG.number(x.place($0.time))) \(SVG.number(edge($0.level, true)))" }
        let lower = band.reversed().map { "\(SVG.number(x.place($0.time))) \(SVG.number(edge($0.level, false)))" }
        return "M" + (upper + lower).joined(separator: "L") + "Z"
    }

    private func path(_ points: [MetricSeries.Sample], _ x: Axis, _ y: Axis, gap: Double) -> String {
        var data = ""
        var last: Instant?
        for point in points {
            let isBroken = last.map { point.time.seconds(since: $0) > gap } ?? true
            data += (isBroken ? "M" : "L") + "\(SVG.number(x.place(point.time))) \(SVG.number(y.place(point.value)))"
            last = point.time
        }
        return data
    }

    private static let mostPoints = 480

    private var thinnedStep: Double { window.seconds / Double(MetricChart.mostPoints) * 2.5 }

    /// The lowest and the highest of each stretch when there are more samples than pixels.
    private func thinned(_ samples: [MetricSeries.Sample]) -> [MetricSeries.Sample] {
        guard samples.count > MetricChart.mostPoints else { return samples }
        let size = (samples.count + MetricChart.mostPoints / 2 - 1) / (MetricChart.mostPoints / 2)
        var result: [MetricSeries.Sample] = []
        var start = 0
        while start < samples.count {
            let part = samples[start..<min(start + size, samples.count)]
            let low = part.min { $0.value < $1.value }
            let high = part.max { $0.value < $1.value }
            result += [low, high].compactMap { $0 }.sorted { $0.time < $1.time }
            start += size
        }
        return result
    }
}
