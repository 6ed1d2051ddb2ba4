import Core

/// The estate's score over the audits that are known.
struct AuditTrendChart {
    let marks: [AuditMark]

    var chart: Chart {
        let first = marks.first?.at.date ?? ""
        let last = marks.last?.at.date ?? ""
        return Chart(
            title: "Score of the estate",
            caption: "\(marks.count) audits from \(first) to \(last), 0 to 100 points.", wide: svg(isNarrow: false),
            narrow: svg(isNarrow: true),
            text: marks.suffix(20).map { mark in
                "\(mark.at.date) \(mark.at.clock)  \(AuditComposer.points(mark.score)) points, \(mark.findings) findings"
            }.joined(separator: "\n"))
    }

    private func svg(isNarrow: Bool) -> String {
        let width = isNarrow ? 360.0 : 720.0
        let height = 180.0
        let says = marks.map { AuditComposer.points($0.score) }.joined(separator: ", ")
        var svg = SVG(
            width: width, height: height, id: isNarrow ? "trend-n" : "trend-w", title: "Score of the estate",
            description: "Points by audit: \(says)")
        let y = Axis(low: 0, high: 100, start: height - 28, end: 12)
        let x = Axis(
            low: marks.first?.at.seconds ?? 0, high: marks.last?.at.seconds ?? 1, start: 40, end: width - 16)
        for tick in [0.0, 50, 100] {
            svg.line(40, y.place(tick), width - 16, y.place(tick), "grid")
            svg.text(AuditComposer.points(tick), 34, y.place(tick) + 4, size: 11, anchor: "end", "soft")
        }
        let places = marks.map { (x.place($0.at.seconds), y.place($0.score)) }
        svg.path(
            places.enumerated().map { ($0 == 0 ? "M" : "L") + SVG.number($1.0) + " " + SVG.number($1.1) }.joined(), "line")
        for (left, top) in places { svg.circle(left, top, 2.5, "dot") }
        if let first = marks.first { svg.text(first.at.date, 40, height - 8, size: 11, "soft") }
        if let last = marks.last { svg.text(last.at.date, width - 16, height - 8, size: 11, anchor: "end", "soft") }
        return svg.text
    }
}
