import Connectors
import Core
import Foundation
import Testing

/// What the connectors for logs make of each recorded exchange, whether a tool makes that request or not.
@Suite("Recorded exchanges of log stores")
struct LogRecordingsTests {
    private static let lokiIndex = RecordingIndex(system: "Loki")
    private static let victoriaLogsIndex = RecordingIndex(system: "VictoriaLogs")

    @Test("every recorded file is in the index, once, and has a conclusion")
    func covered() {
        for (index, count) in [(Self.lokiIndex, 59), (Self.victoriaLogsIndex, 30)] {
            #expect(index.files.count == count)
            #expect(index.entries.map(\.file) == index.files, "\(index.system): index.json and the folder differ")
            for entry in index.entries { #expect(!entry.concludes.isEmpty, "\(entry.file) has no conclusion") }
        }
    }

    @Test("each answer of Loki is decoded into the evidence or the diagnostic that it deserves", arguments: lokiIndex.entries)
    func answerOfLoki(entry: RecordingIndex.Entry) throws {
        try check(entry, Self.lokiIndex, try LokiConnector(SourceDescription(name: "logs", kind: "loki")))
    }

    @Test(
        "each answer of VictoriaLogs is decoded into the evidence or the diagnostic that it deserves",
        arguments: victoriaLogsIndex.entries)
    func answerOfVictoriaLogs(entry: RecordingIndex.Entry) throws {
        try check(
            entry, Self.victoriaLogsIndex, try VictoriaLogsConnector(SourceDescription(name: "logs", kind: "victorialogs")))
    }

    private func check(_ entry: RecordingIndex.Entry, _ index: RecordingIndex, _ connector: any Connector) throws {
        guard !TranscriptCase.updatesSnapshot("\(index.system)/recordings") else { return }
        #expect(try index.conclusion(entry, connector) == entry.concludes, "\(entry.file)")
    }

    @Test("UPDATE_SNAPSHOTS rewrites what the answers conclude")
    func update() throws {
        let connectors: [(RecordingIndex, any Connector)] = [
            (Self.lokiIndex, try LokiConnector(SourceDescription(name: "logs", kind: "loki"))),
            (Self.victoriaLogsIndex, try VictoriaLogsConnector(SourceDescription(name: "logs", kind: "victorialogs"))),
        ]
        for (index, connector) in connectors {
            var conclusions: [String: [String]] = [:]
            for entry in index.entries { conclusions[entry.file] = try index.conclusion(entry, connector) }
            #expect(conclusions.count == index.files.count)
            if TranscriptCase.updatesSnapshot("\(index.system)/recordings") { try index.write(conclusions) }
        }
    }
}
