import Core
import Foundation
import Testing

/// The incident whose obvious signal points the wrong way: payment-gateway's p99 falls while a third of the orders fail, and a
/// frontend deploy lies nearer in time. One Lab for all tests of the suite, and one run of `inquest`.
@Suite("The incident with a misleading signal", .serialized)
final class MisleadingIncidentTests {
    /// Staged once; stopped by the last test, which needs it stopped.
    static let staged: Result<IncidentTests.Staged, any Error> = Result {
        let lab = try StagedLab(scenario: "acquirer-timeout")
        return IncidentTests.Staged(lab: lab, run: try lab.inquest(["investigate", lab.incident, "--out", "report"]))
    }

    let staged: IncidentTests.Staged
    let report: Report
    let truth: JSONValue

    init() throws {
        staged = try MisleadingIncidentTests.staged.get()
        report = try Report(staged.lab.file("report"))
        truth = try #require(staged.lab.facts["truth"])
    }

    private func time(_ value: JSONValue?) throws -> Instant {
        try #require(value?.string.flatMap { Instant(rfc3339: $0) })
    }

    @Test("the run ends well, and no claim is contradicted or without support")
    func claims() throws {
        #expect(staged.run.status == 0, "\(staged.run.errors)")
        #expect(report.claims.count > 20)
        for claim in report.claims { #expect(claim["verdict"]?.string == "supported", "\(claim.compact)") }
    }

    @Test("the release of payment-gateway is at rank 1 and strong, and nothing else is stated strongly")
    func cause() throws {
        let first = try #require(report.hypotheses.first)
        #expect(first["rank"]?.int == 1)
        #expect(first["family"]?.string == "change")
        #expect(first["service"]?.string == "payment-gateway")
        #expect(first["change"]?["kind"]?.string == "configuration")
        #expect(first["change"]?["id"]?.string == "shop/deployment/payment-gateway/8")
        #expect(first["confidence"]?.string == "strong")
        #expect(first["refuted"]?.bool == false)
        #expect(first["statement"]?.string?.contains("ACQUIRER_TIMEOUT 30s -> 5s") == true)
        let strong = report.hypotheses.filter { $0["confidence"]?.string == "strong" }
        #expect(strong.count == 1, "\(strong.map(\.compact))")
        #expect(report.json["remediation"]?.string == "rollback")
    }

    @Test("payment-gateway failed first, between 14:22 and 14:24, and took checkout and frontend along")
    func onset() throws {
        #expect(report.json["firstFailingService"]?.string == "payment-gateway")
        #expect(report.json["onset"]?["service"]?.string == "payment-gateway")
        let onset = try time(report.json["onset"]?["time"])
        let earliest = try #require(Instant(rfc3339: "\(onset.date)T14:22:00Z"))
        #expect(onset >= earliest && onset.seconds(since: earliest) <= 120, "onset at \(onset)")
        #expect(abs(onset.seconds(since: try time(truth["onset"]))) <= 90)
        let reached = Set((report.json["blastRadius"]?.array ?? []).compactMap(\.string))
        #expect(reached == ["checkout", "frontend"])
    }

    @Test("the frontend deploy and the crash loop are refuted with evidence, and checkout's probes are a consequence")
    func refuted() throws {
        let refuted = report.hypotheses.filter { $0["refuted"]?.bool == true && !($0["refutes"]?.array ?? []).isEmpty }
        func isThere(_ what: String, _ matches: (JSONValue) -> Bool) {
            let found = refuted.contains(where: matches)
            #expect(found, "\(what) is not refuted")
        }
        isThere("the frontend deploy") { $0["change"]?["id"]?.string == "shop/deployment/frontend/31" }
        isThere("the crash loop") { $0["family"]?.string == "workload" && $0["service"]?.string == "loyalty-export" }
        isThere("the readiness probes") { hypothesis in
            hypothesis["service"]?.string == "checkout" && hypothesis["statement"]?.string?.contains("Readiness") == true
        }
        for hypothesis in report.hypotheses where hypothesis["service"]?.string == "frontend" {
            #expect(hypothesis["confidence"]?.string == "weak", "\(hypothesis.compact)")
        }
    }

    @Test("the rollback began at 14:45:30 and was live at 14:46:50, from the cluster")
    func rollback() throws {
        let rollback = try #require(report.findings("rollback").first)
        #expect(rollback["facts"]?["id"]?["text"]?.string == "shop/deployment/payment-gateway/9")
        let began = try time(rollback["facts"]?["began"]?["time"])
        // The cluster's events and conditions have whole seconds, and come after what they tell of.
        #expect(abs(began.seconds(since: try time(truth["rollback"]?["at"]))) <= 2, "began at \(began)")
        #expect(try time(rollback["time"]) == time(truth["rollback"]?["ready"]))
        let cited = Set((rollback["evidence"]?.array ?? []).compactMap(\.string))
        let sources = (report.json["evidence"]?.array ?? []).filter { cited.contains($0["id"]?.string ?? "") }
        #expect(sources.contains { $0["source"]?.string == "cluster" })
        for name in ["briefing.md", "postmortem.md", "postmortem.html"] {
            #expect(report.files[name]?.contains("14:46:50") == true)
        }
    }

    @Test("the fall of payment-gateway's p99 is explained, and reported neither as an improvement nor as an onset")
    func fallOfLatency() throws {
        let ceiling = report.findings("latencyCeiling").filter { $0["service"]?.string == "payment-gateway" }
        let statement = try #require(ceiling.first?["statement"]?.string)
        #expect(statement.contains("14 s") && statement.contains("no improvement"), "\(statement)")
        #expect(report.files["postmortem.md"]?.contains("so this is no improvement") == true)
        for claim in report.claims {
            let text = claim["text"]?.string ?? ""
            #expect(!text.contains("improvement") || text.contains("no improvement"), "\(text)")
            // What someone wrote in chat is quoted, with who wrote it.
            #expect(!text.contains("improved") && (!text.contains("better") || text.contains("wrote")), "\(text)")
        }
        for finding in report.findings("onset") + report.findings("recovery") {
            #expect(finding["statement"]?.string?.hasPrefix("p99 latency of payment-gateway") == false)
        }
    }

    @Test("the audit has the silent batch check and the rules that could not fire")
    func detection() throws {
        let checks = report.findings("holdTooLong").compactMap { $0["statement"]?.string }
        let batch = try #require(checks.first { $0.contains("`payment settlement batch`") }, "\(checks)")
        #expect(batch.contains("12 h") && batch.contains("it stayed silent"))
        let rules = report.findings("thresholdTooHigh")
        let ratio = try #require(rules.first { $0["facts"]?["rule"]?["text"]?.string == "CheckoutHighErrorRate" })
        #expect(ratio["statement"]?.string?.contains("never reached") == true)
        let lines = try #require(rules.first { $0["facts"]?["rule"]?["text"]?.string == "CheckoutErrorLogs" })
        #expect(lines["statement"]?.string?.contains("could not fire") == true)
        let missing = report.findings("missingAlert").compactMap { $0["statement"]?.string }
        #expect(missing.contains { $0.contains("acquirer_request_timeouts_total") }, "\(missing)")
        let flip = try #require(report.findings("checkFlipped").first?["statement"]?.string)
        #expect(flip.contains("checkout synthetic order") && flip.contains("14:24:05"))
    }

    @Test("with every server stopped, a replay gives all four files to the byte")
    func zReplay() throws {
        staged.lab.stop()
        let id = report.json["id"]?.string ?? ""
        let replay = try staged.lab.inquest(["replay", id, "--out", "replay"])
        #expect(replay.status == 0, "\(replay.output) \(replay.errors)")
        let again = try Report(staged.lab.file("replay"))
        for name in Report.names { #expect(again.files[name] == report.files[name], "\(name) differs") }
        staged.lab.remove()
    }
}
