import Core
import Foundation
import Testing

/// The incident of the demo, on real and stand-in servers. One Lab for all tests of the suite, and one run of `inquest`.
@Suite("The staged incident", .serialized)
final class IncidentTests {
    struct Staged: Sendable {
        let lab: StagedLab
        let run: Programs.Finished
    }

    /// Staged once; stopped by the last test, which needs it stopped.
    static let staged: Result<Staged, any Error> = Result {
        let lab = try StagedLab()
        return Staged(lab: lab, run: try lab.inquest(["investigate", lab.incident, "--out", "report"]))
    }

    let staged: Staged
    let report: Report

    init() throws {
        staged = try IncidentTests.staged.get()
        report = try Report(staged.lab.file("report"))
    }

    @Test("the run ends well and every claim stands on evidence that resolves")
    func claims() throws {
        #expect(staged.run.status == 0, "\(staged.run.errors)")
        let known = Set(
            (report.json["evidence"]?.array ?? []).compactMap { $0["id"]?.string }
                + (report.json["findings"]?.array ?? []).compactMap { $0["id"]?.string })
        #expect(report.claims.count > 20)
        for claim in report.claims {
            #expect(claim["verdict"]?.string == "supported", "\(claim.compact)")
            let citations = (claim["citations"]?.array ?? []).compactMap(\.string)
            #expect(!citations.isEmpty)
            #expect(citations.allSatisfy(known.contains), "\(claim.compact)")
        }
        for finding in report.json["findings"]?.array ?? [] {
            let evidence = (finding["evidence"]?.array ?? []).compactMap(\.string)
            #expect(!evidence.isEmpty && evidence.allSatisfy(known.contains))
        }
    }

    @Test("the configuration commit is at rank 1, payment-gateway failed first, at 14:23 within a sample")
    func cause() throws {
        let truth = staged.lab.facts["truth"]
        let first = try #require(report.hypotheses.first)
        #expect(first["family"]?.string == "change")
        #expect(first["service"]?.string == "payment-gateway")
        #expect(first["change"]?["kind"]?.string == "commit")
        #expect(first["change"]?["id"]?.string == truth?["change"]?["id"]?.string)
        #expect(first["refuted"]?.bool == false)
        #expect(report.json["firstFailingService"]?.string == "payment-gateway")
        #expect(report.json["onset"]?["service"]?.string == "payment-gateway")
        let onset = try #require(report.json["onset"]?["time"]?.string.flatMap { Instant(rfc3339: $0) })
        let expected = try #require(Instant(rfc3339: "\(onset.date)T14:23:00Z"))
        #expect(abs(onset.seconds(since: expected)) <= 60, "onset at \(onset)")
        let reached = Set((report.json["blastRadius"]?.array ?? []).compactMap(\.string))
        #expect(reached == ["checkout", "frontend"])
    }

    @Test("the frontend deploy, the pool and the campaign are refuted, each with evidence")
    func refuted() throws {
        let refuted = report.hypotheses.filter { !($0["refutes"]?.array ?? []).isEmpty }
        func isThere(_ what: String, _ matches: (JSONValue) -> Bool) {
            let found = refuted.contains(where: matches)
            #expect(found, "\(what) is not refuted")
        }
        isThere("the frontend deploy") { $0["family"]?.string == "change" && $0["service"]?.string == "frontend" }
        isThere("the pool") { $0["family"]?.string == "capacity" }
        isThere("the campaign") { $0["family"]?.string == "traffic-surge" }
    }

    @Test("the alerting is audited: threshold of 10 s, forgotten silence with age and role, missing alert")
    func detection() throws {
        let threshold = try #require(report.findings("thresholdTooHigh").first)
        #expect(threshold["statement"]?.string?.contains("10 s") == true)
        let silence = try #require(report.findings("forgottenSilence").first)
        #expect(
            silence["statement"]?.string?.contains("14 days") == true
                || silence["statement"]?.string?.contains("15 days") == true)
        let missing = report.findings("missingAlert").compactMap { $0["statement"]?.string }
        #expect(missing.contains { $0.contains("connection_timeouts") }, "\(missing)")
    }

    @Test("the rollback is at 14:47 and the conflict with chat's 14:32 is shown")
    func rollback() throws {
        let resolution = report.findings("resolution") + report.findings("rollback")
        #expect(resolution.contains { $0["statement"]?.string?.contains("14:47") == true })
        let conflict = try #require(report.findings("conflict").first?["statement"]?.string)
        #expect(conflict.contains("14:32") && conflict.contains("14:47"))
        for name in ["briefing.md", "postmortem.md", "postmortem.html"] {
            #expect(report.files[name]?.contains("14:47") == true)
        }
    }

    @Test("people appear as roles, and attacker text is inert and flagged")
    func hostileText() throws {
        #expect(!report.findings("instructionInData").isEmpty)
        let html = try #require(report.files["postmortem.html"])
        #expect(!html.lowercased().contains("<script"))
        for (name, text) in report.files {
            #expect(
                !text.unicodeScalars.contains { $0.isUnprintable && $0 != "\n" && $0 != "\t" },
                "\(name) holds control characters")
            #expect(text.firstMatch(of: /[A-Za-z0-9._-]+@[A-Za-z0-9.-]+\.[a-z]{2,}/) == nil, "\(name) names someone")
        }
    }

    @Test("show prints a piece of evidence with its literal exchange")
    func show() throws {
        let first = try #require(report.json["onset"]?["evidence"]?[0]?.string)
        let shown = try staged.lab.inquest(["show", first])
        #expect(shown.status == 0)
        #expect(shown.output.contains("> GET /api/v1/query_range?"))
        #expect(shown.output.contains("user-agent: inquest/"))
        #expect(shown.output.contains("SHA-256"))
        let unknown = try staged.lab.inquest(["show", "E99999"])
        #expect(unknown.status == 2 && unknown.errors.contains("has no E99999"))
    }

    @Test("doctor says that every source works, and init finds the servers and writes a configuration")
    func doctorAndInit() throws {
        let doctor = try staged.lab.inquest(["doctor", "--format", "json"])
        #expect(doctor.status == 0, "\(doctor.output) \(doctor.errors)")
        let checks = try JSONValue(parsing: doctor.output).array ?? []
        #expect(checks.count == 8)
        #expect(checks.allSatisfy { $0["works"]?.bool == true })
        let sources = staged.lab.facts["sources"]?.array ?? []
        let metrics = sources.first { $0["name"]?.string == "metrics" }?["url"]?.string ?? ""
        let file = staged.lab.file("made.yaml").path
        let made = try Programs.run(
            Programs.path("inquest"),
            ["init", "--config", file, "--store", staged.lab.file("init.db").path, "--look-at", "prometheus=\(metrics)"],
            in: staged.lab.directory)
        #expect(made.status == 0, "\(made.errors)")
        let text = try String(contentsOfFile: file, encoding: .utf8)
        #expect(text.contains("payment-gateway") && text.contains(metrics))
        let again = try Programs.run(
            Programs.path("inquest"), ["init", "--config", file, "--store", staged.lab.file("init.db").path],
            in: staged.lab.directory)
        #expect(again.status == 2, "an existing configuration must not be overwritten")
    }

    @Test("a service and a window, in place of an incident, lead to the same commit")
    func byService() throws {
        let day = staged.lab.facts["day"]?.string ?? ""
        let run = try staged.lab.inquest(
            [
                "investigate", "--service", "checkout", "--from", "\(day)T13:30:00Z", "--to", "\(day)T15:05:00Z", "--out",
                "by-service",
            ], ledger: "by-service.db")
        #expect(run.status == 0, "\(run.errors)")
        let other = try Report(staged.lab.file("by-service"))
        #expect(other.hypotheses.first?["change"] == report.hypotheses.first?["change"])
    }

    @Test("an unknown incident, a wrong option and a configuration with a mistake are errors that say what to do")
    func badInput() throws {
        let unknown = try staged.lab.inquest(["investigate", "not-an-incident"])
        #expect(unknown.status == 2 && unknown.errors.contains("--service"))
        let missing = try staged.lab.inquest(["investigate", staged.lab.incident + "XX"])
        #expect(missing.status == 3 && missing.errors.contains("404"), "\(missing.errors)")
        let bad = staged.lab.file("bad.yaml")
        try "sources:\n  - { name: m, kind: prometheus, url: http://h, token: plain-secret }\n".write(
            to: bad, atomically: true, encoding: .utf8)
        let wrong = try Programs.run(Programs.path("inquest"), ["doctor", "--config", bad.path], in: staged.lab.directory)
        #expect(wrong.status == 2 && wrong.errors.contains("bad.yaml:2") && !wrong.errors.contains("plain-secret"))
        #expect(try Programs.run(Programs.path("inquest"), ["investigate", "--nonsense"]).status == 2)
    }

    @Test("with every server stopped, two replays give all four files to the byte; a note is added and replayed too")
    func zReplay() throws {
        staged.lab.stop()
        let id = report.json["id"]?.string ?? ""
        for round in 1...2 {
            let replay = try staged.lab.inquest(["replay", id, "--out", "replay-\(round)"])
            #expect(replay.status == 0, "\(replay.output) \(replay.errors)")
            let again = try Report(staged.lab.file("replay-\(round)"))
            for name in Report.names { #expect(again.files[name] == report.files[name], "\(name) differs") }
        }
        let note = try staged.lab.inquest(["note", id, "The pager was on silent until 14:31.", "--out", "noted"])
        #expect(note.status == 0, "\(note.errors)")
        let noted = try Report(staged.lab.file("noted"))
        #expect((noted.json["evidence"]?.array?.count ?? 0) == (report.json["evidence"]?.array?.count ?? 0) + 1)
        #expect(try staged.lab.inquest(["replay", id]).status == 0)
        staged.lab.remove()
    }
}
