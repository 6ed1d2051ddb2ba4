import Core
import Foundation
import Testing

/// A small made-up incident in files: a lower time-out of ledger-api goes live at 10:22 and fails from 10:24 on; shop, which calls it,
/// follows; a change of colours goes live in between.
@Suite("An incident directory")
struct IncidentDirectoryTests {
    @Test("the change that did it is first, records that cannot be read are told by file and line, and a replay is the same")
    func investigation() throws {
        let place = FileManager.default.temporaryDirectory.appendingPathComponent("inquest-dir-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: place) }
        try IncidentFiles.write(to: place.appendingPathComponent("incident"))
        let run = try inquest(["investigate", "--from-dir", "incident", "--out", "report"], in: place)
        #expect(run.status == 0, "\(run.errors)")
        let report = try Report(place.appendingPathComponent("report"))

        let first = try #require(report.hypotheses.first)
        #expect(first["family"]?.string == "change")
        #expect(first["change"]?["id"]?.string == IncidentFiles.culprit)
        #expect(report.json["firstFailingService"]?.string == "ledger-api")
        #expect(report.json["onset"]?["time"]?.string?.hasPrefix("2026-03-04T10:24") == true)
        for claim in report.claims { #expect(claim["verdict"]?.string == "supported", "\(claim.compact)") }
        expectLogs(report)
        expectSkippedRecords(report)

        try FileManager.default.removeItem(at: place.appendingPathComponent("incident"))
        let replay = try inquest(["replay", report.json["id"]?.string ?? "", "--out", "replay"], in: place)
        #expect(replay.status == 0, "\(replay.output) \(replay.errors)")
        let again = try Report(place.appendingPathComponent("replay"))
        for name in Report.names { #expect(again.files[name] == report.files[name], "\(name) differs") }
    }

    private func inquest(_ arguments: [String], in place: URL) throws -> Programs.Finished {
        let store = place.appendingPathComponent("ledger.db").path
        return try Programs.run(Programs.path("inquest"), arguments + ["--store", store], in: place)
    }

    /// What was counted without times says more of the lines that were read, and that mailer, which nothing measures, failed too.
    private func expectLogs(_ report: Report) {
        let bursts = report.findings("logBurst").compactMap { $0["statement"]?.string }
        #expect(
            bursts.contains { $0.contains("no earlier line was like it; 940 were counted in all, and 0 before") }, "\(bursts)")
        #expect(bursts.contains { $0.contains("310 times in the logs of mailer, and 2 times before") }, "\(bursts)")
        let reached = Set((report.json["blastRadius"]?.array ?? []).compactMap(\.string))
        #expect(reached == ["shop", "mailer"])
    }

    private func expectSkippedRecords(_ report: Report) {
        let reasons = report.gaps.compactMap { $0["reason"]?.string }
        #expect(
            reasons.contains { $0.hasPrefix("1 of 81 records of logs.ndjson were skipped: logs.ndjson:4: is not valid JSON") },
            "\(reasons)")
        #expect(
            reasons.contains { $0 == "1 of 271 records of metrics.csv were skipped: metrics.csv:2: has no time" }, "\(reasons)")
        #expect(report.files["postmortem.md"]?.contains("logs.ndjson:4") == true)
        // The rest of the files is whole: nothing is said to be only a part.
        #expect(!report.findings("logBurst").contains { $0["statement"]?.string?.contains("at least") == true })
    }
}
