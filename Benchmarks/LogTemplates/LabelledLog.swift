import Foundation
import LogTemplates

/// One system's lines with their true templates.
struct LabelledLog {
    var name: String
    var contents: [String]
    var templates: [String]

    /// The systems whose answers were looked at while the rules were first written.
    static let tunedOn: Set<String> = ["Apache", "BGL", "HDFS", "HPC", "Hadoop", "HealthApp", "Linux"]

    static func all(in folder: String) throws -> [LabelledLog] {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
        return try names.compactMap { name in
            let path = "\(folder)/\(name)/\(name)_2k.log_structured_corrected.csv"
            guard FileManager.default.fileExists(atPath: path) else { return nil }
            let rows = CSV.rows(Array(try Data(contentsOf: URL(fileURLWithPath: path))))
            guard let head = rows.first, let content = head.firstIndex(of: "Content"),
                let template = head.firstIndex(of: "EventTemplate")
            else { throw Malformed(path: path) }
            let body = rows.dropFirst().filter { $0.count == head.count }
            return LabelledLog(name: name, contents: body.map { $0[content] }, templates: body.map { $0[template] })
        }
    }

    struct Malformed: Error, CustomStringConvertible {
        var path: String
        var description: String { "\(path) has no columns Content and EventTemplate" }
    }

    struct Answer {
        var group: String
        var template: String
    }

    func ours() -> [Answer] {
        var stream = LogTemplateStream(assigning: true)
        for content in contents { stream.read(Array((content.replacing("\n", with: " ") + "\n").utf8)) }
        let report = stream.finish()
        let texts = Dictionary(uniqueKeysWithValues: report.templates.map { ($0.id, $0.text) })
        return report.assignment.map { Answer(group: String($0), template: texts[$0] ?? "") }
    }

    func answers(in folder: String) throws -> [Answer] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(name).tsv")), as: UTF8.self)
        return text.split(separator: "\n").map { line in
            let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
            return Answer(group: String(parts.first ?? ""), template: String(parts.last ?? ""))
        }
    }
}

/// Comma-separated values after RFC 4180.
enum CSV {
    static func rows(_ bytes: [UInt8]) -> [[String]] {
        var rows: [[String]] = []
        var row: [String] = []
        var field: [UInt8] = []
        var isQuoted = false
        var place = 0
        while place < bytes.count {
            let byte = bytes[place]
            place += 1
            if isQuoted {
                if byte != 0x22 {
                    field.append(byte)
                } else if place < bytes.count, bytes[place] == 0x22 {
                    field.append(byte)
                    place += 1
                } else {
                    isQuoted = false
                }
                continue
            }
            switch byte {
            case 0x22: isQuoted = true
            case 0x2C, 0x0A:
                if byte == 0x0A, field.last == 0x0D { field.removeLast() }
                row.append(String(decoding: field, as: UTF8.self))
                field = []
                if byte == 0x0A {
                    rows.append(row)
                    row = []
                }
            default: field.append(byte)
            }
        }
        if !field.isEmpty || !row.isEmpty { rows.append(row + [String(decoding: field, as: UTF8.self)]) }
        return rows
    }
}
