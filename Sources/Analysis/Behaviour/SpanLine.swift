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
                            service: service, span: TraceReference.span(of: line) ?? "", template: "", isError: line.isError)
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
            if place < report.assignment.count { line.template = texts[report.assignment[place]] ?? "" }
            result[trace, default: []].append(line)
        }
        return result
    }
}
