import Core
import Foundation
import Testing

@Suite("Sources that fail", .serialized)
struct FaultTests {
    @Test(
        "one down, one answering 500, one hanging, one sending 200 MB, one broken, one with a bad token: all gaps, inside the budget"
    )
    func sixFaults() throws {
        let lab = try StagedLab([
            "--fault", "deploys=down", "--fault", "alerts=500", "--fault", "logs=hang", "--fault", "chat=big", "--fault",
            "metrics=broken", "--fault", "pages=badtoken",
        ])
        defer { lab.remove() }
        let day = lab.facts["day"]?.string ?? ""
        let config = lab.file("inquest.yaml")
        let text = try String(contentsOf: config, encoding: .utf8) + "\nbudget: { seconds: 45 }\n"
        try text.write(to: config, atomically: true, encoding: .utf8)
        let run = try lab.inquest([
            "investigate", "--service", "checkout", "--from", "\(day)T13:30:00Z", "--to", "\(day)T15:05:00Z", "--out", "report",
        ])
        #expect(run.seconds < 60, "took \(run.seconds) s")
        #expect(run.status == 0, "\(run.errors)")
        let report = try Report(lab.file("report"))
        func expectGap(_ source: String, _ words: [String]) {
            let reasons = report.gaps.filter { $0["source"]?.string == source }.compactMap { $0["reason"]?.string }
            #expect(!reasons.isEmpty, "no gap for \(source)")
            #expect(reasons.contains { reason in words.contains { reason.lowercased().contains($0) } }, "\(source): \(reasons)")
        }
        expectGap("deploys", ["refused", "connect"])
        expectGap("alerts", ["500"])
        expectGap("logs", ["no answer", "time"])
        expectGap("chat", ["longer than"])
        expectGap("metrics", ["json"])
        expectGap("pages", ["401", "credential"])
        let postmortem = try #require(report.files["postmortem.md"])
        for source in ["deploys", "alerts", "logs", "chat", "metrics", "pages"] { #expect(postmortem.contains(source)) }
        #expect(!report.files.values.contains { $0.contains("Nothing was missed") })
    }

    @Test(
        "each fault alone leaves the rest of the investigation standing",
        arguments: ["alerts=hang", "chat=broken", "logs=500", "deploys=badtoken"])
    func oneFault(fault: String) throws {
        let lab = try StagedLab(["--fault", fault])
        defer { lab.remove() }
        let run = try lab.inquest(["investigate", lab.incident, "--out", "report"])
        #expect(run.status == 0, "\(run.errors)")
        let report = try Report(lab.file("report"))
        let source = String(fault.prefix { $0 != "=" })
        #expect(report.gaps.contains { $0["source"]?.string == source })
        #expect(report.json["firstFailingService"]?.string == "payment-gateway")
        #expect(report.hypotheses.first?["change"]?["id"]?.string == lab.facts["truth"]?["change"]?["id"]?.string)
    }
}
