import Core

/// All that happened, one lane for each kind of source.
struct TimelineChart {
    var entries: [TimelineEntry]
    var window: TimeWindow
    /// The labels of what matters most; the others are in the table below the chart.
    var mostLabels = 14

    func svg(isNarrow: Bool) -> String {
        let size = isNarrow ? 11.0 : 12.0
        let width = isNarrow ? 340.0 : 720.0
        let left = isNarrow ? 8.0 : 76.0
        let x = Axis(low: window.from.seconds, high: window.to.seconds, start: left, end: width - 10)
        let lanes = Lane.allCases.filter { lane in entries.contains { $0.lane == lane } }
        let laid = lanes.map { lane in (lane, labels(of: entries.filter { $0.lane == lane }, x, size, width)) }
        var height = 6.0
        var tops: [Double] = []
        for (_, labels) in laid {
            tops.append(height)
            height += Double(max(1, (labels.map(\.row).max() ?? -1) + 1)) * (size + 3) + (isNarrow ? size + 12 : 12)
        }
        var svg = SVG(
            width: width, height: height + size + 14, id: "timeline-" + (isNarrow ? "n" : "w"),
            title: "Timeline by kind of source",
            description: "\(entries.count) events from \(window.from.clock) to \(window.to.clock) UTC; the table lists them.")
        for time in Axis.times(in: window, most: isNarrow ? 4 : 8) {
            let place = x.place(time)
            svg.line(place, 4, place, height, "grid")
            let anchor = place > width - 24 ? "end" : place < 20 ? "start" : "middle"
            svg.text(
                Axis.label(time, in: window), anchor == "end" ? width - 4 : place, height + size + 4, size: size,
                anchor: anchor, "soft")
        }
        if !isNarrow { svg.text("UTC", 2, height + size + 4, size: size, "soft") }
        for ((lane, labels), top) in zip(laid, tops) {
            draw(lane, labels, top: top, size: size, x, isNarrow: isNarrow, &svg)
        }
        return svg.text
    }

    private func draw(
        _ lane: Lane, _ labels: [LabelLayout.Placed], top: Double, size: Double, _ x: Axis, isNarrow: Bool, _ svg: inout SVG
    ) {
        let name = isNarrow ? size + 2 : 0
        let rows = Double(max(1, (labels.map(\.row).max() ?? -1) + 1))
        let base = top + name + rows * (size + 3) + 3
        svg.text(
            lane.rawValue, isNarrow ? x.start : x.start - 8, isNarrow ? top + size : base + 4, size: size,
            anchor: isNarrow ? "start" : "end", "soft", bold: true)
        svg.line(x.start, base, x.end, base, "axis")
        for label in labels {
            let y = base - 7 - Double(label.row) * (size + 3)
            if label.row > 0 { svg.line(label.x, base, label.x, y + 2, "grid") }
            svg.text(
                label.mark.label, label.x, y, size: size, anchor: label.anchorsEnd ? "end" : "start",
                "t-\(label.mark.style.rawValue)")
        }
        for entry in entries where entry.lane == lane {
            let style = style(of: entry)
            svg.circle(
                x.place(entry.time), base, entry.isKey ? 5 : 3.8,
                entry.isKey ? "f-\(style == .page ? "onset" : style.rawValue)" : "f-plain")
        }
    }

    private func labels(of entries: [TimelineEntry], _ x: Axis, _ size: Double, _ width: Double) -> [LabelLayout.Placed] {
        let chosen = entries.filter(\.isKey) + entries.filter { !$0.isKey }
        var marks: [ChartMark] = []
        let limit = width < 400 ? 22 : 34
        for entry in chosen.prefix(mostLabels) {
            let text = entry.time.clock + " " + entry.label
            marks.append(
                ChartMark(
                    time: entry.time, label: text.count > limit ? text.prefix(limit - 1) + "…" : text, style: style(of: entry)))
        }
        let placed = LabelLayout.place(marks, at: { x.place($0.time) }, size: size, left: x.start, right: x.end)
        return placed.filter { $0.row < 3 }
    }

    private func style(of entry: TimelineEntry) -> ChartMark.Style {
        switch entry.finding {
        case .onset: .onset
        case .changePlaced: .change
        case .rollback, .recovery, .resolution: .end
        default: .page
        }
    }
}
