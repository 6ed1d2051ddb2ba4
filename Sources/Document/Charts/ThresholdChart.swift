import Analysis
import Core

/// For each duration, where thresholds fire in time and where they fire without need, with what the rule has and what would do.
struct ThresholdChart {
    var table: ThresholdTable
    var unit: Unit
    /// The rule's own threshold and the best one, in the spans' unit.
    var present: Double?
    var best: Double?
    /// Unique in the document.
    var id: String

    var chart: Chart? {
        guard !table.spans.isEmpty, values.count > 1 else { return nil }
        return Chart(
            title: "Thresholds by duration", claim: nil,
            caption: "Shaded: thresholds that fire in time and, in the rest of the history, never. Marked: the rule's own"
                + " threshold" + (best == nil ? "." : ", and the one that would do."),
            wide: svg(isNarrow: false), narrow: svg(isNarrow: true))
    }

    private var values: [Double] {
        (table.spans.flatMap { [$0.quiet, $0.caught] } + [present, best].compactMap { $0 }).filter(\.isFinite)
    }

    /// Logarithmic where all values are above zero and far apart.
    private var isLogarithmic: Bool {
        guard let low = values.min(), let high = values.max() else { return false }
        return low > 0 && high / low > 20
    }

    private func scaled(_ value: Double) -> Double { isLogarithmic ? Logarithm.ofTen(value) : value }

    private func svg(isNarrow: Bool) -> String {
        let size = isNarrow ? 11.0 : 12.0
        let width = isNarrow ? 340.0 : 720.0
        let row = size * 2.4
        let top = size * 2 + 12
        let bottom = top + row * Double(table.spans.count)
        var svg = SVG(
            width: width, height: bottom + size + 14, id: id + (isNarrow ? "n" : "w"), title: "Thresholds by duration",
            description: description)
        let low = scaled(values.min() ?? 0)
        let high = scaled(values.max() ?? 1)
        let margin = (high - low) * 0.05
        let x = Axis(low: low - margin, high: high + margin, start: isNarrow ? 64 : 92, end: width - 12)
        for (place, span) in table.spans.enumerated() {
            let middle = top + row * (Double(place) + 0.5)
            svg.text(
                "for " + ValueText.duration(span.holdFor), x.start - 8, middle + 4, size: size, anchor: "end", "soft")
            svg.line(x.start, middle, x.end, middle, "axis")
            let from = x.place(scaled(span.quiet))
            let to = x.place(scaled(span.caught))
            let isOpen = (span.quiet < span.caught) == (table.isUpward(from: present, to: best))
            if isOpen, from != to {
                let edges = (SVG.number(min(from, to)), SVG.number(max(from, to)))
                let (high, low) = (SVG.number(middle - row * 0.3), SVG.number(middle + row * 0.3))
                svg.path("M\(edges.0) \(high)H\(edges.1)V\(low)H\(edges.0)Z", "band")
            }
            svg.circle(from, middle, 3, "f-plain")
            svg.circle(to, middle, 3, "f-onset")
        }
        mark(present, "rule", "change", x, row: 0, top, bottom, size, &svg)
        mark(best, "would do", "end", x, row: 1, top, bottom, size, &svg)
        for value in ends {
            let place = x.place(scaled(value))
            let anchor = place > width - 60 ? "end" : place < x.start + 30 ? "start" : "middle"
            svg.text(ValueText.value(value, unit), place, bottom + size + 4, size: size, anchor: anchor, "soft")
        }
        return svg.text
    }

    /// The lowest and the highest value; the others are in the table.
    private var ends: [Double] { [values.min(), values.max()].compactMap { $0 } }

    private func mark(
        _ value: Double?, _ name: String, _ style: String, _ x: Axis, row: Int, _ top: Double, _ bottom: Double,
        _ size: Double, _ svg: inout SVG
    ) {
        guard let value else { return }
        let place = x.place(scaled(value))
        svg.line(place, size * Double(row + 1) + 6, place, bottom, "mark m-\(style)")
        let anchorsEnd = place > (x.start + x.end) / 2
        svg.text(
            "\(name) \(ValueText.value(value, unit))", anchorsEnd ? place - 4 : place + 4, size * Double(row + 1) + 4,
            size: size, anchor: anchorsEnd ? "end" : "start", "t-\(style)")
    }

    private var description: String {
        table.spans.map { span in
            "For \(ValueText.duration(span.holdFor)): the rest of the history came to \(ValueText.value(span.quiet, unit)), the"
                + " incident to \(ValueText.value(span.caught, unit))."
        }.joined(separator: " ")
    }
}

extension ThresholdTable {
    /// Whether more is worse: the rule's own threshold lies beyond what would do.
    fileprivate func isUpward(from present: Double?, to best: Double?) -> Bool {
        guard let present else { return true }
        guard let other = best ?? spans.first?.caught else { return true }
        return present >= other
    }
}

/// Decimal logarithms without Foundation, good enough for places in a picture.
enum Logarithm {
    static func ofTen(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 0 }
        // With value = m * 2^e and m in 1..<2, ln m by the series of the inverse hyperbolic tangent.
        let mantissa = value.significand
        let ratio = (mantissa - 1) / (mantissa + 1)
        var term = ratio
        var sum = 0.0
        for odd in stride(from: 1.0, through: 25, by: 2) {
            sum += term / odd
            term *= ratio * ratio
        }
        return (2 * sum + Double(value.exponent) * 0.693_147_180_559_945_3) / 2.302_585_092_994_046
    }
}
