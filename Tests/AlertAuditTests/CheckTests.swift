import AlertAudit
import Core
import Testing

@Suite("Checks in the audit") struct CheckTests {
    private static func check(
        _ name: String, every interval: Double? = 900, grace: Double = 43_200, status: String = "up",
        tags: [String] = ["payments"],
        channels: [String]? = ["mail"], manual: Bool = false, last: String? = "13:50", duration: Double? = nil,
        purpose: String? = nil
    ) -> CheckConfiguration {
        CheckConfiguration(
            id: name, name: name, schedule: "every 900 s", period: interval, grace: grace, status: status,
            lastRun: last.map { CaseBuilder.at($0) }, lastDuration: duration, tags: tags, channels: channels,
            needsManualResume: manual, interval: interval, purpose: purpose)
    }

    private static func builder() -> CaseBuilder {
        var builder = CaseBuilder()
        builder.moved("latency_seconds")
        return builder
    }

    private static func hole(_ from: String, _ to: String, due: [String]) -> CheckRuns.Hole {
        CheckRuns.Hole(from: CaseBuilder.at(from), to: CaseBuilder.at(to), due: due.map { CaseBuilder.at($0) })
    }

    private static func findings(_ builder: CaseBuilder, _ kind: Finding.Kind) -> [Finding] {
        builder.found(kind).filter { $0.facts["check"] != nil }
    }

    // MARK: A grace that is too long

    @Test("a check that stayed silent over missed runs is found, with the runs and the grace that would have told of them")
    func silent() throws {
        var builder = Self.builder()
        let check = builder.add(.check(Self.check("settlement")))
        let runs = builder.add(
            .checkRuns(
                CheckRuns(
                    check: "settlement", name: "settlement", runs: [],
                    holes: [Self.hole("14:15:13", "15:00:14", due: ["14:30:13", "14:45:13"])])))
        let finding = try #require(Self.findings(builder, .holdTooLong).first)
        #expect(
            finding.statement
                == "The check `settlement` expects a run every 15 min and tells no one for 12 h after one is missed: the runs due at"
                + " 14:30:13 and 14:45:13 did not come, and it stayed silent.")
        #expect(finding.facts["atMost"] == .duration(1800))
        #expect(finding.facts["missed"] == .number(2, .count))
        #expect(finding.evidence == [check, runs])
        #expect(finding.time == CaseBuilder.at("14:30:13"))
    }

    @Test("runs missed by a check that is about nothing affected are told too; runs missed before the trouble are not")
    func elsewhere() {
        func found(_ due: [String]) -> Int {
            var builder = Self.builder()
            builder.add(.check(Self.check("cdn import", tags: ["frontend"])))
            builder.add(
                .checkRuns(
                    CheckRuns(
                        check: "cdn import", name: "cdn import", runs: [], holes: [Self.hole("14:01", "14:59", due: due)])))
            return Self.findings(builder, .holdTooLong).count
        }
        #expect(found(["14:40"]) == 1)
        #expect(found(["14:10"]) == 0)
        #expect(found([]) == 0)
    }

    @Test("a stretch in which the check had time to go down was not passed over, and a short grace is not long")
    func notSilent() {
        func found(grace: Double, hole: CheckRuns.Hole) -> Int {
            var builder = Self.builder()
            builder.add(.check(Self.check("c", every: 60, grace: grace)))
            builder.add(.checkRuns(CheckRuns(check: "c", name: "c", runs: [], holes: [hole])))
            return Self.findings(builder, .holdTooLong).count
        }
        #expect(found(grace: 1800, hole: Self.hole("14:25", "14:50", due: ["14:26", "14:49"])) == 1)
        #expect(found(grace: 1800, hole: Self.hole("14:01", "14:50", due: ["14:26", "14:49"])) == 0)
        #expect(found(grace: 1700, hole: Self.hole("14:25", "14:50", due: ["14:26", "14:49"])) == 0)
    }

    @Test("without its runs a check near the incident is told with its last duration; one elsewhere is not")
    func unknownRuns() throws {
        var builder = Self.builder()
        builder.add(.check(Self.check("payment settlement", tags: [], duration: 1805)))
        builder.add(.check(Self.check("cdn import", tags: ["frontend"])))
        let findings = Self.findings(builder, .holdTooLong)
        #expect(findings.count == 1)
        #expect(findings.first?.facts["lastDuration"] == .duration(1805))
        let statement = try #require(findings.first?.statement)
        #expect(statement.hasSuffix("whether runs were missed was not read, and its last run took 30.1 min."))
    }

    // MARK: Paused, and without an integration

    @Test("a check near the incident that a person must resume is found; others that are paused are not")
    func paused() throws {
        var builder = Self.builder()
        builder.add(
            .check(Self.check("payment reconciliation", status: "paused", manual: true, purpose: "During \"PAY-2180\".")))
        builder.add(.check(Self.check("payments a", status: "paused")))
        builder.add(.check(Self.check("payments b", manual: true)))
        builder.add(.check(Self.check("reports", status: "paused", tags: [], manual: true)))
        builder.add(.check(Self.check("payments c", status: "paused", manual: true, last: "14:40")))
        let findings = Self.findings(builder, .silenced)
        #expect(
            findings.map(\.statement) == [
                "The check `payment reconciliation` is paused until a person resumes it; its last run was on 2026-11-20, and its"
                    + " description says \"During 'PAY-2180'.\"."
            ])
    }

    @Test("a check that tells no one is found near the incident or when it is down, and never by a key that hides integrations")
    func mute() {
        var builder = Self.builder()
        builder.add(.check(Self.check("payments fraud", grace: 60, channels: [])))
        builder.add(.check(Self.check("payments hidden", grace: 60, channels: nil)))
        builder.add(.check(Self.check("gift cards", grace: 60, status: "down", tags: [], channels: [])))
        builder.add(.check(Self.check("reports", grace: 60, tags: [], channels: [])))
        #expect(
            Self.findings(builder, .deadEnd).map(\.statement) == [
                "The check `payments fraud` has no integration and so tells no one.",
                "The check `gift cards` has no integration and so tells no one; it is down, and its last run was on 2026-11-20.",
            ])
    }
}
