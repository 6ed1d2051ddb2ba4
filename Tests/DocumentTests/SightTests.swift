import Core
import Document
import Testing

/// What documents say where little or nothing was seen, and where what was reported is not what failed.
@Suite struct SightTests {
    private let record: InvestigationRecord

    init() throws { record = try Fixture.record() }

    /// The example with the findings that pass, and nothing concluded from the others.
    private func keeping(_ isKept: (Finding) -> Bool) -> InvestigationRecord {
        var result = record
        result.findings = record.findings.filter(isKept)
        result.onset = nil
        result.firstFailingService = nil
        result.blastRadius = []
        result.hypotheses = []
        result.remediation = .none
        return result
    }

    @Test("a rollback is done only where a rollback of the leading change or its service was found")
    func done() {
        #expect(Documents(record).briefing.contains("Done already: The rollback of payment-gateway"))
        var other = record
        other.findings.removeAll { $0.kind == .rollback }
        #expect(!Documents(other).briefing.contains("Done already"))
        #expect(Documents(other).briefing.contains("- Roll back the change."))
        other = record
        for index in other.findings.indices where other.findings[index].kind == .rollback {
            other.findings[index].service = "inventory"
            other.findings[index].facts["undone"] = .text("another")
        }
        #expect(!Documents(other).briefing.contains("Done already"))
    }

    @Test("with no signal read, nothing is said of baselines")
    func unread() {
        let documents = Documents(keeping { _ in false })
        for text in [documents.briefing, documents.postmortem] {
            #expect(text.contains("No signal could be read: see what could not be seen."))
            #expect(!text.contains("nothing that was looked at explains"))
        }
        #expect(documents.postmortem.contains("Not audited: no signal could be read"))
        #expect(!documents.postmortem.contains("Nothing was found that should have fired"))
    }

    @Test("with signals read and all steady, there was nothing to explain")
    func steady() {
        let documents = Documents(keeping { $0.kind == .steady })
        for text in [documents.briefing, documents.postmortem] { #expect(text.contains("Nothing to explain was found")) }
        #expect(!documents.postmortem.contains("shows that the incident has ended"))
        #expect(documents.postmortem.contains("Nothing was found that should have fired and did not."))
    }

    @Test("without rules, the alerting counts as not audited")
    func withoutRules() {
        var without = keeping { $0.kind == .steady }
        for index in without.evidence.indices {
            if case .rule = without.evidence[index].observation { without.evidence[index].observation = .nothing("rules") }
        }
        #expect(Documents(without).postmortem.contains("Not audited: no alert rules could be read."))
    }

    @Test("a reported service that stayed steady is said first, with what shows it")
    func elsewhere() throws {
        var other = record
        other.incident.services = ["inventory"]
        let steady = try #require(record.findings.first { $0.kind == .steady && $0.service == "inventory" }).id
        let documents = Documents(other)
        #expect(documents.briefing.contains("`inventory` itself stayed within its baseline"))
        #expect(
            documents.postmortem.contains(
                "`inventory` itself stayed within its baseline [\(steady)](#\(steady.description.lowercased())); elsewhere: "))
        #expect(!Documents(record).briefing.contains("elsewhere"))
    }

    @Test("first actions name what they are about, and none is said twice")
    func actions() throws {
        var twice = record
        let missing = try #require(record.findings.first { $0.kind == .missingAlert })
        twice.findings = record.findings.map { finding in
            guard finding.kind == .missingAlert else { return finding }
            var copy = missing
            copy.id = finding.id
            return copy
        }
        let lines = Documents(twice).briefing.split(separator: "\n").filter { $0.contains("Add an alert on this signal") }
        #expect(lines.count == 1)
        #expect(lines.first?.contains("(`5xx ratio` of `payment-gateway`)") == true)
    }

    @Test("a rollback stands in the lane of the deploys though the commit that it undid is among its evidence")
    func lanes() throws {
        var other = record
        #expect(Documents(record).postmortem.contains("**14:47** · deploys · The rollback"))
        let commit = try #require(
            record.evidence.first { if case .change(let change) = $0.observation { change.kind == .commit } else { false } })
        guard case .change(let change) = commit.observation else { return }
        for index in other.findings.indices where other.findings[index].kind == .rollback {
            other.findings[index].kind = .changePlaced
            other.findings[index].facts["id"] = .text(change.id)
            other.findings[index].facts["kind"] = .text("commit")
        }
        #expect(Documents(other).postmortem.contains("**14:47** · git · The rollback"))
    }
}
