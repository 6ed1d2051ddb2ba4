import Core
import LogTemplates

/// A log line that names the trace that it belongs to.
struct SpanLine: Sendable {
    var service: String
    /// Empty where it names no span.
    var span: String
    var template: String
    var isError: Bool
    private static let most = 200_000

    /// By trace.
    static func all(in file: CaseFile, naming: ServiceNaming) -> [String: [SpanLine]] {
        var found: [(trace: String, line: SpanLine)] = []
        var stream = LogTemplateStream(assigning: true)
        for evidence in file.evidence {
            guard case .logs(let logs) = evidence.observation else { continue }
            let named = naming.service(of: evidence)
            for line in logs.lines where found.count < most {
                guard let trace = TraceReference.id(of: line) else { continue }
                let service = named ?? ServiceNaming.service(labelling: line)
                found.append(
                    (
                        trace,
                        SpanLine(
                            service: service, span: TraceReference.span(of: line) ?? "",
                            template: statement(of: line.text) ?? "", isError: line.isError)
                    ))
                // One line each, whatever it holds.
                stream.read(line.text.utf8.prefix(2000).map { $0 == 0x0A || $0 == 0x0D ? 0x20 : $0 } + [0x0A])
                stream.endLog()
            }
        }
        let report = stream.finish()
        let texts = Dictionary(report.templates.map { ($0.id, $0.text) }) { first, _ in first }
        var result: [String: [SpanLine]] = [:]
        for (place, (trace, line)) in found.enumerated() {
            var line = line
            if place < report.assignment.count {
                line.template = (texts[report.assignment[place]] ?? "") + (line.template.isEmpty ? "" : " at " + line.template)
            }
            result[trace, default: []].append(line)
        }
        return result
    }

    /// The statement in the code that wrote the line, where it says: `TravelServiceImpl#457`, `server.go:42`. Two statements of one wording
    /// are two happenings.
    private static func statement(of text: String) -> String? {
        text.prefix(200).split(separator: " ").prefix(10).lazy.map { $0.trimmingEnds("[]()<>,:|") }.first { word in
            guard let sign = word.lastIndex(where: { $0 == "#" || $0 == ":" }) else { return false }
            let name = word[..<sign]
            let number = word[word.index(after: sign)...]
            return (1...5).contains(number.utf8.count) && number.utf8.allSatisfy { (0x30...0x39).contains($0) }
                && name.contains(".") && name.utf8.contains { ($0 | 0x20) >= 0x61 && ($0 | 0x20) <= 0x7A }
                && !name.contains("/") && !name.contains(":")
        }
    }
}
