/// Rows as a Markdown table, its columns aligned.
struct MarkdownTable {
    private var rows: [[String]]

    init(_ header: [String]) { rows = [header] }

    mutating func add(_ row: [String]) { rows.append(row) }

    var text: String {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        func line(_ cells: [String]) -> String {
            let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
            return "| " + padded.joined(separator: " | ") + " |"
        }
        let rule = line(widths.map { String(repeating: "-", count: $0) })
        return ([rows.first.map(line) ?? "", rule] + rows.dropFirst().map(line)).joined(separator: "\n")
    }
}
