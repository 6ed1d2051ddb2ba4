import Foundation
import PromQL
import Testing

@Suite("The reader of PromQL and Prometheus' own")
struct PromQLAgreementTests {
    private func corpus(_ name: String) throws -> [String] {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let file = tests.appendingPathComponent("PromQLTests/Corpus/\(name).txt")
        return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("# ") }
    }

    @Test("Prometheus formats what was written here as it formats the original, and refuses what is refused here")
    func agreement() throws {
        let server = try StagedPrometheus()
        defer { server.remove() }
        let lines = try corpus("accepted").map { $0.components(separatedBy: " ⇒ ") }
        let originals = lines.map { $0[0] }
        let written = try originals.map { try PromQLParser.parse($0).text }
        let answers = try server.post("/api/v1/format_query", "query", originals + written)
        try #require(answers.count == originals.count * 2)
        for (place, line) in lines.enumerated() {
            let (original, ours) = (answers[place], answers[originals.count + place])
            #expect(original.contains(#""status":"success""#), "\(line[0]): \(original)")
            #expect(ours.contains(#""status":"success""#), "\(line[0]): \(ours)")
            // Prometheus keeps parentheses that say nothing.
            if line.count == 1 { #expect(original == ours, "\(line[0])") }
        }
        let refused = try corpus("refused")
        let verdicts = try server.post("/api/v1/format_query", "query", refused)
        try #require(verdicts.count == refused.count)
        for (line, verdict) in zip(refused, verdicts) { #expect(verdict.contains(#""status":"error""#), "\(line)") }
    }
}
