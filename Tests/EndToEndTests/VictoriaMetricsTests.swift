import Core
import Foundation
import Testing

@Suite("The staged incident with VictoriaMetrics")
struct VictoriaMetricsTests {
    @Test("the same cause, service and onset are found in VictoriaMetrics, unread rules are a gap, and a replay is the same")
    func incident() throws {
        let lab = try StagedLab(["--metrics", "victoriametrics"])
        defer { lab.remove() }
        let run = try lab.inquest(["investigate", lab.incident, "--out", "report"])
        #expect(run.status == 0, "\(run.errors)")
        let report = try Report(lab.file("report"))

        #expect(report.json["firstFailingService"]?.string == "payment-gateway")
        #expect(report.json["onset"]?["service"]?.string == "payment-gateway")
        let onset = try #require(report.json["onset"]?["time"]?.string.flatMap { Instant(rfc3339: $0) })
        let expected = try #require(Instant(rfc3339: "\(onset.date)T14:23:00Z"))
        #expect(abs(onset.seconds(since: expected)) <= 60, "onset at \(onset)")

        let commit = try #require(lab.facts["truth"]?["change"]?["id"]?.string)
        let first = try #require(report.hypotheses.first)
        #expect(first["change"]?["kind"]?.string == "commit")
        #expect(first["change"]?["id"]?.string == commit)
        #expect(first["refuted"]?.bool == false)
        let surge = try #require(report.hypotheses.first { $0["family"]?.string == "traffic-surge" })
        #expect(surge["refutes"]?.array?.isEmpty == false, "\(surge.compact)")

        expectRulesUnread(report)
        expectAskedOfVictoriaMetrics(lab, report)
        try expectSameReplay(lab, report)
    }

    /// VictoriaMetrics lists no rules without vmalert, which must not be taken for "there are none".
    private func expectRulesUnread(_ report: Report) {
        let gaps = report.gaps.filter { $0["source"]?.string == "metrics" }.map(\.compact)
        #expect(gaps.contains { $0.contains("alerting rules: none were read") }, "\(report.gaps.map(\.compact))")
        #expect(report.files["postmortem.md"]?.contains("alerting rules: none were read") == true)
        #expect(report.findings("thresholdTooHigh").isEmpty)
        #expect(report.findings("missingAlert").isEmpty, "with the rules unread, none can be called missing")
    }

    private func expectAskedOfVictoriaMetrics(_ lab: StagedLab, _ report: Report) {
        let kinds = (lab.facts["sources"]?.array ?? []).filter { $0["name"]?.string == "metrics" }
        #expect(kinds.compactMap { $0["kind"]?.string } == ["victoriametrics"])
        #expect(report.files["postmortem.md"]?.contains("/vmui/") == true)
    }

    private func expectSameReplay(_ lab: StagedLab, _ report: Report) throws {
        lab.stop()
        let replay = try lab.inquest(["replay", report.json["id"]?.string ?? "", "--out", "replay"])
        #expect(replay.status == 0, "\(replay.output) \(replay.errors)")
        let again = try Report(lab.file("replay"))
        for name in Report.names { #expect(again.files[name] == report.files[name], "\(name) differs") }
    }
}
