public import Core
import PromQL

/// Rules as a file that Prometheus and vmalert read. Every text from outside stands in double quotes with escapes, so that none
/// can become another part of the file.
public enum RuleText {
    /// A whole file with one group.
    ///
    /// - Parameter interval: seconds between two evaluations; `nil` leaves it to the server.
    public static func yaml(_ rules: [AlertRule], group: String, interval: Double? = nil) -> String {
        var lines = ["groups:", "  - name: \(quoted(group))"]
        if let interval, interval > 0 { lines.append("    interval: \(DurationText.text(interval))") }
        lines.append(rules.isEmpty ? "    rules: []" : "    rules:")
        for rule in rules {
            lines.append("      - alert: \(quoted(rule.name))")
            lines.append("        expr: \(quoted(rule.expression))")
            if rule.holdFor > 0 { lines.append("        for: \(DurationText.text(rule.holdFor))") }
            if let keep = rule.keepFiringFor, keep > 0 { lines.append("        keep_firing_for: \(DurationText.text(keep))") }
            lines += map("labels", rule.labels) + map("annotations", rule.annotations)
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func map(_ name: String, _ values: [String: String]) -> [String] {
        guard !values.isEmpty else { return [] }
        return ["        \(name):"]
            + values.sorted { $0.key < $1.key }.map { "          \(quoted($0.key)): \(quoted($0.value))" }
    }

    /// In double quotes as YAML 1.2 has them (5.7, escaped characters). Whatever is not plainly visible becomes an escape.
    static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": result += "\\\\"
            case "\"": result += "\\\""
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            case "\r": result += "\\r"
            default:
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
                    let digits = String(scalar.value, radix: 16)
                    let width = scalar.value > 0xFFFF ? 8 : 4
                    result += (width == 8 ? "\\U" : "\\u") + String(repeating: "0", count: width - digits.count) + digits
                default: result.unicodeScalars.append(scalar)
                }
            }
        }
        return result + "\""
    }
}
