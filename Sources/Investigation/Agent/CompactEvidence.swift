import Analysis
import Core

/// Evidence in few words for a model: a series as its changes and extremes, log lines as their shapes with an example each, a trace
/// as where it failed and what its end waited for. Each under its id, by which it can be shown in full.
struct CompactEvidence {
    /// Shapes of log lines, change points and spans that are shown of one piece.
    static let most = 10
    private static let textBytes = 400

    private(set) var lines: [String] = []
    private var bytes = 0

    /// - Parameters:
    ///   - evidence: with their ids.
    ///   - limit: UTF-8 bytes of all lines; what does not fit is named by id alone.
    init(_ evidence: [Evidence], limit: Int) {
        for (place, item) in evidence.enumerated() {
            let own = CompactEvidence.lines(item)
            let size = own.reduce(0) { $0 + $1.utf8.count + 1 }
            guard place == 0 || bytes + size <= limit else {
                let rest = evidence[place...]
                lines.append(
                    "\(rest.count) more: \(rest.first?.id.description ?? "") to \(rest.last?.id.description ?? ""); the tool evidence shows each"
                )
                return
            }
            lines += own
            bytes += size
        }
    }

    static func lines(_ item: Evidence) -> [String] {
        switch item.observation {
        case .metric(let series): [heading(item) + ": " + title(series)] + body(series)
        case .logs(let logs): [heading(item) + ": \(logs.lines.count) log lines"] + body(logs)
        case .trace(let trace): [heading(item) + ": trace \(trace.id), \(trace.spans.count) spans"] + body(trace)
        default: compact(item)
        }
    }

    /// One line, for lists.
    static func title(_ item: Evidence) -> String {
        switch item.observation {
        case .metric(let series): cut(heading(item) + ": " + title(series))
        case .logs(let logs): heading(item) + ": \(logs.lines.count) log lines"
        case .trace(let trace): heading(item) + ": trace \(trace.id), \(trace.spans.count) spans"
        default: cut(compact(item).prefix(2).joined(separator: " "))
        }
    }

    private static func compact(_ item: Evidence) -> [String] {
        let all = EvidenceText(item).lines
        let body = all.dropFirst().prefix(most * 2).map(cut)
        let more = all.count - 1 - body.count
        return [heading(item) + (body.first.map { ": " + $0 } ?? "")] + body.dropFirst().map { "  " + $0 }
            + (more > 0 ? ["  \(more) more lines"] : [])
    }

    private static func heading(_ item: Evidence) -> String {
        var parts = ["\(item.id)"]
        if let service = item.service { parts.append("of \(service)") }
        if let stamp = item.stamp { parts.append("at \(stamp.text)") }
        switch item.completeness {
        case .complete: break
        case .noneThere: parts.append("(asked, and none there)")
        case .cutOff: parts.append("(CUT OFF: there is more)")
        case .failed: parts.append("(FAILED: says nothing of what is there)")
        case .notKept: parts.append("(not kept that long)")
        case .sampled: parts.append("(a sample)")
        case .notAsked: parts.append("(not asked)")
        }
        return parts.joined(separator: " ")
    }

    private static func title(_ series: MetricSeries) -> String {
        "\(series.title)\(EvidenceText.set(series.labels))\(series.isBaseline ? ", the time before" : "")"
    }

    private static func body(_ series: MetricSeries) -> [String] {
        let samples = series.samples.filter { $0.value.isFinite }
        let sorted = samples.map(\.value).sorted()
        guard let first = samples.first, let last = samples.last, let low = sorted.first, let high = sorted.last else {
            return ["  no samples"]
        }
        func text(_ value: Double) -> String { ValueText.value(value, series.unit) }
        let peak = samples.first { $0.value == high }?.time ?? first.time
        var lines = [
            "  \(samples.count) samples \(first.time.rfc3339()) to \(last.time.rfc3339()), first \(text(first.value)), last "
                + "\(text(last.value)), lowest \(text(low)), median \(text(sorted[sorted.count / 2])), highest \(text(high)) at "
                + peak.rfc3339()
        ]
        guard samples.count >= 8 else { return lines }
        let points = ChangePointDetector().changePoints(in: samples.prefix(5_000).map(\.value))
        for point in points.prefix(most) where samples.indices.contains(point.index) {
            let change =
                point.kind == .spread ? "scatter changed" : "from about \(text(point.before)) to about \(text(point.after))"
            lines.append("  change at \(samples[point.index].time.rfc3339()): \(change)")
        }
        if points.isEmpty { lines.append("  no change of level") }
        return lines
    }

    private static func body(_ logs: LogLines) -> [String] {
        let shapes = LineSummary(logs).shapes
        var lines: [String] = []
        for shape in shapes.prefix(most) {
            let severity = shape.example.severity.map { " \($0)" } ?? ""
            lines.append(
                cut("  \(shape.count)x\(severity) \(shape.first.rfc3339()) to \(shape.last.rfc3339()): \(shape.text)"))
            if shape.text.contains("<*>") { lines.append(cut("    such as: \(shape.example.text)")) }
        }
        if shapes.count > most { lines.append("  \(shapes.count - most) more shapes") }
        return lines
    }

    private static func body(_ trace: Trace) -> [String] {
        let outline = TraceOutline(trace)
        var lines: [String] = []
        for row in outline.rows where row.isFirstFailure {
            lines.append(
                cut(
                    "  failed first: \(row.span.service) \(row.span.name) at \(row.span.start.rfc3339(.milliseconds)) after "
                        + "\(ValueText.duration(row.seconds))\(row.span.statusMessage.map { ": \($0)" } ?? "")"))
        }
        for (span, seconds) in trace.criticalPath(most: most) {
            lines.append(
                cut(
                    "  \(ValueText.duration(seconds)) of \(ValueText.duration(outline.seconds)) in \(span.service) \(span.name)"
                ))
        }
        return lines
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > textBytes else { return text }
        // Cut where a word ends: half of a secret fits no rule of the redaction that follows.
        let short = text.prefix(textBytes / 2)
        return short[..<(short.lastIndex { $0.isWhitespace } ?? short.startIndex)] + "…"
    }
}
