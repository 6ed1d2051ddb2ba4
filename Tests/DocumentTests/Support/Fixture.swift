import Core
import Document
import Foundation

/// Files beside the tests. `UPDATE_SNAPSHOTS=1` writes them anew; the conclusions too when it is `all`.
enum Fixture {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Fixtures")
    static let update = ProcessInfo.processInfo.environment["UPDATE_SNAPSHOTS"]

    static func text(_ name: String) throws -> String {
        try String(contentsOf: folder.appending(path: name), encoding: .utf8)
    }

    static func write(_ text: String, to name: String) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: folder.appending(path: name), atomically: true, encoding: .utf8)
    }

    /// The example with the conclusions that the fixture holds.
    static func record() throws -> InvestigationRecord {
        let example = Example()
        if update == "all" {
            let made = example.assessed()
            let conclusions = Conclusions(
                onset: made.onset, firstFailingService: made.firstFailingService, blastRadius: made.blastRadius,
                suspects: made.suspects, hypotheses: made.hypotheses, remediation: made.remediation,
                gaps: Array(made.gaps.dropLast(2)), findings: made.findings)
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            try write(String(decoding: try encoder.encode(conclusions), as: UTF8.self) + "\n", to: "conclusions.json")
        }
        return example.record(try JSONDecoder().decode(Conclusions.self, from: Data(try text("conclusions.json").utf8)))
    }
}
