import Core

/// Evidence on one line, with what matters of it: kind, number, ends, and what its absence would be worth.
enum EvidenceLine {
    static func text(_ evidence: Evidence) -> String {
        "\(observation(evidence.observation)); \(completeness(evidence.completeness))"
    }

    private static func observation(_ observation: Observation) -> String {
        switch observation {
        case .logs(let logs):
            let severities = Dictionary(grouping: logs.lines) { $0.severity ?? "none" }.mapValues(\.count)
            let counts = severities.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
            return
                "\(logs.lines.count) lines\(ends(logs.lines.map(\.time))) (\(counts)): \(logs.lines.first?.text.prefix(80) ?? "")"
        case .metric(let metric):
            let values = metric.samples.map(\.value)
            let mark =
                switch metric.mark {
                case .instant: "instant"
                case .bucketStart(let width): "start of \(width) s"
                case .bucketEnd(let width): "end of \(width) s"
                }
            return "\(metric.title), \(metric.signal.rawValue), \(metric.unit.rawValue), \(mark): \(values.count) samples"
                + "\(ends(metric.samples.map(\.time))), sum \(values.reduce(0, +)), last \(values.last ?? .nan)"
        case .logPatterns(let found):
            let patterns = found.patterns.map { "\($0.count) × \($0.text) (\($0.severity ?? "?"))" }
            return "\(found.patterns.count) patterns: \(patterns.joined(separator: " ¶ "))"
        case .inventory(let inventory):
            let entries = inventory.entries.prefix(12).map { "\($0.name)=\($0.count)" + ($0.detail.map { " \($0)" } ?? "") }
            return "inventory of \(inventory.of), \(inventory.entries.count): \(entries.joined(separator: ", "))"
        case .record(let record): return "\(record.title): \(JSONValue.object(record.fields).compact)"
        case .nothing(let text): return "nothing: \(text)"
        case .rule(let rule): return "rule \(rule.name), for \(rule.holdFor) s: \(rule.expression)"
        case .alert(let alert): return "alert \(alert.name) from \(alert.from.text)"
        default: return "another kind of evidence"
        }
    }

    private static func ends(_ times: [Instant]) -> String {
        guard let first = times.first, let last = times.last else { return "" }
        return " \(first.rfc3339Exact) … \(last.rfc3339Exact)"
    }

    private static func completeness(_ completeness: Completeness) -> String {
        switch completeness {
        case .complete: "complete"
        case .noneThere: "none there"
        case .cutOff(let reason): "cut off: \(reason)"
        case .failed(let reason): "failed: \(reason)"
        case .notKept(let reason): "not kept: \(reason)"
        case .sampled(let reason): "sampled: \(reason)"
        case .notAsked: "not asked"
        }
    }
}
