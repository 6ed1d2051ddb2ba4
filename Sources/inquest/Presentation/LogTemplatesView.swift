import Core
import LogTemplates

/// The templates of a log, as a table or as JSON.
struct LogTemplatesView {
    var report: LogTemplateReport
    var hasBaseline: Bool

    // MARK: Text

    func text(top: Int) -> String {
        let shown = top == 0 ? report.templates[...] : report.templates.prefix(top)
        var result = "\(report.lines) lines, \(report.records) records, \(report.templates.count) templates\n"
        if report.unsorted > 0 {
            result += "\(report.unsorted) records came when no further template could be kept; they are under the nearest\n"
        }
        guard !shown.isEmpty else { return result }
        let most = max(5, String(report.templates.map(\.count).max() ?? 0).count)
        let widest = max(2, String(report.templates.map(\.id).max() ?? 0).count)
        result +=
            "\n" + lead("COUNT", most) + (hasBaseline ? lead("BEFORE", max(6, most)) : "") + lead("ID", widest) + "TEMPLATE\n"
        for template in shown {
            var row = lead(String(template.count), most)
            if hasBaseline { row += lead(String(template.before), max(6, most)) }
            row += lead(String(template.id), widest)
            result += row + Terminal.cut(Terminal.printable(template.text), to: 80 - row.count) + "\n"
        }
        if shown.count < report.templates.count {
            result +=
                "and \(report.templates.count - shown.count) more; --top 0 prints all, --format json all that is known of each\n"
        }
        return result
    }

    private func lead(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text + "  "
    }

    // MARK: JSON

    /// In pieces, so that the lines of a long log need no second copy.
    func writeJSON(assigning: Bool, _ write: (String) -> Void) {
        write("{\"templates\":[")
        for (index, template) in report.templates.enumerated() {
            write((index == 0 ? "\n" : ",\n") + json(of: template).compact)
        }
        write("\n],\"read\":{\"lines\":\(report.lines),\"records\":\(report.records),\"unsorted\":\(report.unsorted)}")
        if assigning {
            write(",\n\"lines\":[")
            var piece = ""
            for (index, id) in report.assignment.enumerated() {
                piece += index == 0 ? "\(id)" : ",\(id)"
                if piece.utf8.count > 60_000 {
                    write(piece)
                    piece = ""
                }
            }
            write(piece + "]")
        }
        write("}\n")
    }

    private func json(of template: MinedTemplate) -> JSONValue {
        var members: [(String, JSONValue)] = [
            ("id", .number(template.id)), ("template", .string(template.text)), ("count", .number(template.count)),
        ]
        if hasBaseline { members.append(("before", .number(template.before))) }
        members.append(("first", seen(template.firstLine, template.first)))
        members.append(("last", seen(template.lastLine, template.last)))
        members.append(("example", .string(template.example)))
        if !template.services.isEmpty { members.append(("services", .array(template.services.map { .string($0) }))) }
        members.append(("variables", .array(template.variables.map { json(of: $0, name: $0.name) })))
        if !template.fields.isEmpty {
            members.append(("fields", .object(JSONObject(template.fields.map { ($0.name, json(of: $0.values)) }))))
        }
        return .object(JSONObject(members))
    }

    private func seen(_ line: Int, _ seconds: Double?) -> JSONValue {
        var members: [(String, JSONValue)] = [("line", .number(line))]
        if let seconds { members.append(("time", .string(Instant(fractionalSeconds: seconds).rfc3339Exact))) }
        return .object(JSONObject(members))
    }

    private func json(of variable: MinedVariable, name: String? = nil) -> JSONValue {
        var members: [(String, JSONValue)] = []
        if let name { members.append(("name", .string(name))) }
        if let range = variable.range {
            members.append(("min", .number(range.lowerBound)))
            members.append(("max", .number(range.upperBound)))
        }
        members.append(("values", .array(variable.values.map { .string($0) })))
        if variable.hasMore { members.append(("more", true)) }
        return .object(JSONObject(members))
    }
}
