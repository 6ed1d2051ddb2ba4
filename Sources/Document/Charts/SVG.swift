import Core

/// Writes SVG elements. Text and attribute values are escaped here and nowhere else.
struct SVG {
    private(set) var content = ""
    let width: Double
    let height: Double
    private let title: String
    private let description: String
    private let id: String

    /// - Parameter id: unique in the document; title and description are found by it.
    init(width: Double, height: Double, id: String, title: String, description: String) {
        self.width = width
        self.height = height
        self.id = id
        self.title = title
        self.description = description
    }

    /// The whole element.
    var text: String {
        "<svg viewBox=\"0 0 \(SVG.number(width)) \(SVG.number(height))\" role=\"img\" aria-labelledby=\"\(id)-t \(id)-d\""
            + " xmlns=\"http://www.w3.org/2000/svg\"><title id=\"\(id)-t\">\(HTMLText.escape(title))</title>"
            + "<desc id=\"\(id)-d\">\(HTMLText.escape(description))</desc>\(content)</svg>"
    }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        content +=
            "<line class=\"\(style)\" x1=\"\(SVG.number(x1))\" y1=\"\(SVG.number(y1))\" x2=\"\(SVG.number(x2))\""
            + " y2=\"\(SVG.number(y2))\"/>"
    }

    mutating func path(_ data: String, _ style: String) {
        guard !data.isEmpty else { return }
        content += "<path class=\"\(style)\" d=\"\(data)\"/>"
    }

    mutating func circle(_ x: Double, _ y: Double, _ radius: Double, _ style: String) {
        content += "<circle class=\"\(style)\" cx=\"\(SVG.number(x))\" cy=\"\(SVG.number(y))\" r=\"\(SVG.number(radius))\"/>"
    }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, size: Double, anchor: String = "start", _ style: String = "",
        bold: Bool = false
    ) {
        content +=
            "<text\(style.isEmpty ? "" : " class=\"\(style)\"") x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\""
            + " font-size=\"\(SVG.number(size))\"\(anchor == "start" ? "" : " text-anchor=\"\(anchor)\"")"
            + "\(bold ? " font-weight=\"600\"" : "")>\(HTMLText.escape(text, limit: 120))</text>"
    }

    /// One digit after the point; half a tenth of a pixel is not seen.
    static func number(_ value: Double) -> String {
        guard value.isFinite, abs(value) < 1e9 else { return "0" }
        let tenths = Int64((value * 10).rounded())
        let sign = tenths < 0 ? "-" : ""
        let rest = tenths.magnitude % 10
        return "\(sign)\(tenths.magnitude / 10)" + (rest == 0 ? "" : ".\(rest)")
    }

    /// About how wide a text of a sans-serif face is: 0.56 of the size for each character.
    static func width(of text: String, size: Double) -> Double { Double(text.count) * size * 0.56 }
}
