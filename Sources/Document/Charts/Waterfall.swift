import Analysis
import Core

/// One trace as bars on its own clock: which span waited for which.
struct Waterfall {
    var trace: Trace
    var outline: TraceOutline
    private static let deepest = 12

    init(_ trace: Trace) {
        self.trace = trace
        outline = TraceOutline(trace)
    }

    var chart: Chart {
        Chart(
            title: "Trace \(trace.id)", claim: nil, caption: caption, wide: svg(isNarrow: false), narrow: svg(isNarrow: true),
            text: text)
    }

    private var caption: String {
        var says = "Each bar is a span, on the clock of the trace; coloured ones failed, the outlined one first."
        if outline.leftOut > 0 { says += " \(outline.leftOut) more spans are not shown." }
        return says
    }

    private func name(_ row: TraceOutline.Row) -> String {
        Inert.line(row.span.service.isEmpty ? row.span.name : row.span.service + " " + row.span.name, limit: 80)
    }

    private func value(_ row: TraceOutline.Row) -> String {
        ValueText.value(row.seconds, .seconds) + (row.isFailed ? ", failed" : "")
    }

    /// A text as wide as a terminal, for what shows no pictures.
    private var text: String {
        var lines = [Waterfall.columns("started", "took", "", "span")]
        for row in outline.rows {
            let indent = String(repeating: "  ", count: min(row.depth, Waterfall.deepest))
            lines.append(
                Waterfall.columns(
                    "+" + ValueText.value(row.offset, .seconds), ValueText.value(row.seconds, .seconds),
                    row.isFirstFailure ? "FIRST" : row.isFailed ? "failed" : "", indent + name(row)))
        }
        if outline.leftOut > 0 { lines.append("… \(outline.leftOut) more spans") }
        return lines.joined(separator: "\n")
    }

    private static func columns(_ start: String, _ took: String, _ state: String, _ name: String) -> String {
        func padded(_ text: String, _ width: Int) -> String {
            text + String(repeating: " ", count: max(0, width - text.count))
        }
        return padded(start, 11) + padded(took, 10) + padded(state, 8) + name
    }

    private func svg(isNarrow: Bool) -> String {
        let size = isNarrow ? 11.0 : 12.0
        let width = isNarrow ? 340.0 : 720.0
        let left = isNarrow ? 8.0 : 268.0
        let right = isNarrow ? width - 8 : width - 92
        let rowHeight = isNarrow ? 30.0 : 20.0
        let height = 8 + Double(outline.rows.count) * rowHeight
        let x = Axis(low: 0, high: max(outline.seconds, 1e-9), start: left, end: right)
        var svg = SVG(
            width: width, height: height + size + 12, id: "waterfall-" + (isNarrow ? "n" : "w"),
            title: "Spans of trace \(trace.id)",
            description: "\(outline.rows.count) spans over \(ValueText.value(outline.seconds, .seconds)).")
        for share in [0, 0.25, 0.5, 0.75, 1.0] {
            let place = x.place(share * outline.seconds)
            svg.line(place, 4, place, height, "grid")
            guard !isNarrow || share == 0 || share == 0.5 || share == 1 else { continue }
            svg.text(
                ValueText.value(share * outline.seconds, .seconds), place, height + size + 2, size: size,
                anchor: share == 0 ? "start" : share == 1 ? "end" : "middle", "soft")
        }
        for (place, row) in outline.rows.enumerated() {
            draw(row, top: 6 + Double(place) * rowHeight, x, size, isNarrow: isNarrow, &svg)
        }
        return svg.text
    }

    private func draw(
        _ row: TraceOutline.Row, top: Double, _ x: Axis, _ size: Double, isNarrow: Bool, _ svg: inout SVG
    ) {
        let from = x.place(row.offset)
        let to = max(from + 2, x.place(row.offset + row.seconds))
        let bar = isNarrow ? top + size + 3 : top + 3
        let indent = Double(min(row.depth, Waterfall.deepest)) * (isNarrow ? 6 : 9)
        let room = isNarrow ? 190.0 : 260 - indent
        let longest = max(4, Int(room / (size * 0.56)))
        let label = name(row)
        let shown = label.count > longest ? String(label.prefix(longest - 1)) + "…" : label
        svg.text(shown, 4 + indent, top + size, size: size, row.isFailed ? "t-onset" : "", bold: row.isFirstFailure)
        let style = row.isFailed ? "f-onset" : "band"
        let data =
            "M\(SVG.number(from)) \(SVG.number(bar))H\(SVG.number(to))V\(SVG.number(bar + 9))H\(SVG.number(from))Z"
        svg.path(data, style)
        if row.isFirstFailure { svg.path(data, "line") }
        if isNarrow {
            svg.text(value(row), x.end, top + size, size: size, anchor: "end", "soft")
        } else {
            svg.text(value(row), x.end + 6, top + size, size: size, "soft")
        }
    }
}
