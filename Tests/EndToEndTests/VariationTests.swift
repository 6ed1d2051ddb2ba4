import Core
import Foundation
import Testing

/// Three of the ten variations of the demo's incident; `InvestigationBenchmark variations` runs them all.
@Suite("Variations of the staged incident", .serialized)
struct VariationTests {
    @Test(
        "the true cause is at rank 1, and the first failing service is right",
        arguments: ["other-cause", "two-changes", "no-change"])
    func isRight(_ variation: String) throws {
        let lab = try StagedLab(scenario: variation)
        defer { lab.remove() }
        let run = try lab.inquest(["investigate", lab.incident, "--out", "report"])
        #expect(run.status == 0, "\(run.errors)")
        let report = try Report(lab.file("report"))
        let truth = try #require(lab.facts["truth"])
        let first = try #require(report.hypotheses.first)
        #expect(first["refuted"]?.bool == false)
        #expect(first["family"] == truth["family"])
        #expect(first["service"] == truth["firstFailingService"])
        #expect(report.json["firstFailingService"] == truth["firstFailingService"])
        // Without a change the answer is that none did it.
        #expect((first["change"]?["id"] ?? .null) == (truth["change"]?["id"] ?? .null))
    }
}
