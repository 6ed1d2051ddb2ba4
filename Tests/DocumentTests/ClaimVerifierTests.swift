import Core
import Document
import Foundation
import Testing

@Suite struct ClaimVerifierTests {
    private let verifier: ClaimVerifier
    private let sentence: String
    private let onset: Finding

    init() throws {
        let record = try Fixture.record()
        verifier = ClaimVerifier(record)
        onset = try #require(record.findings.first { $0.id == record.onset })
        sentence = onset.statement
    }

    private func verdict(_ text: String, _ citations: String...) -> Claim.Verdict {
        verifier.verify(text, citing: citations.compactMap { Claim.Citation(parsing: $0) }).verdict
    }

    @Test("a finding's own sentence stands")
    func genuine() {
        #expect(verdict(sentence, "F1") == .supported)
    }

    @Test("a shifted time is contradicted, and the problem names both times")
    func shiftedTime() {
        let (verdict, problem) = verifier.verify(
            sentence.replacing("at 14:23", with: "at 14:24"), citing: [.finding(onset.id)])
        #expect(verdict == .contradicted)
        #expect(problem == "it says 14:24 where F1 holds 14:23")
    }

    @Test("a changed number is contradicted")
    func changedNumber() {
        #expect(verdict(sentence.replacing("4.41 s", with: "5.41 s"), "F1") == .contradicted)
        #expect(verdict(sentence.replacing("120 ms", with: "160 ms"), "F1") == .contradicted)
        #expect(verdict(sentence.replacing("120 ms", with: "120 s"), "F1") == .contradicted)
    }

    @Test("a wrong, missing or unknown citation does not support")
    func wrongCitation() {
        #expect(verdict(sentence, "F36") != .supported)
        #expect(verdict(sentence) == .unsupported)
        #expect(verdict(sentence, "F999") == .unsupported)
        #expect(verdict(sentence, "F1", "E999") == .unsupported)
    }

    @Test(
        "an invented name is not supported",
        arguments: [
            "`orders-api` failed at 14:23.", "The orders-api failed at 14:23.", "inventory left its baseline at 14:23.",
            "The `payment-gateway-v2` failed.", "The latency rose after Kafka failed.", "A log line said \"disk full\".",
            "The commit deadbeef12 did it.", "The pool payments_pool_total was full.",
        ])
    func inventedName(text: String) {
        #expect(verdict(text, "F1") == .unsupported)
    }

    @Test("a number is held to half a unit of its last digit")
    func precision() {
        let record = self.record(facts: ["observed": .number(4.19, .seconds), "share": .number(0.0338, .ratio)])
        let verifier = ClaimVerifier(record)
        func holds(_ text: String) -> Bool { verifier.verify(text, citing: [.finding(FindingID(1))]).verdict == .supported }
        #expect(holds("It took 4.2 s."))
        #expect(holds("It took 4.19 s."))
        #expect(holds("It took 4190 ms."))
        #expect(holds("It took 4 s."))
        #expect(!holds("It took 4.1 s."))
        #expect(!holds("It took 4.20 s."))
        #expect(!holds("It took 4.2 min."))
        #expect(holds("The share was 3.4 %."))
        #expect(holds("The share was 3.38%."))
        #expect(!holds("The share was 34 %."))
    }

    @Test("a clock time needs a time that was given as precisely, on a day that is meant")
    func timePrecision() {
        func holds(_ text: String, _ stamp: Stamp) -> Bool {
            var record = self.record(facts: [:])
            record.evidence[0].stamp = stamp
            record.evidence[0].window = nil
            return ClaimVerifier(record).verify(text, citing: [.evidence(EvidenceID(1))]).verdict == .supported
        }
        let exact = Stamp(.at("14:23:40"))
        #expect(holds("It was 14:23.", exact))
        #expect(holds("It was 14:23:40.", exact))
        #expect(!holds("It was 14:24.", exact))
        #expect(!holds("It was 14:23:41.", exact))
        #expect(holds("It was 14:23.", Stamp(.at("14:23"), precision: .minutes)))
        #expect(!holds("It was 14:23:00.", Stamp(.at("14:23"), precision: .minutes)))
        #expect(!holds("It was 00:00.", Stamp(.at("00:00"), precision: .days)))
        #expect(holds("It was 2026-11-20.", Stamp(.at("00:00"), precision: .days)))
        let dayBefore = Stamp(Instant.at("14:23").adding(seconds: -86_400))
        #expect(!holds("It was 14:23.", dayBefore))
        #expect(holds("On 2026-11-19 it was 14:23.", dayBefore))
        #expect(holds("It was 2026-11-19T14:23:00Z.", dayBefore))
    }

    @Test("the difference of two times that a finding names may be stated, and no other")
    func difference() {
        let record = self.record(facts: ["change": .time(.at("14:21")), "onset": .time(.at("14:23:30"))])
        let verifier = ClaimVerifier(record)
        func holds(_ text: String) -> Bool { verifier.verify(text, citing: [.finding(FindingID(1))]).verdict == .supported }
        #expect(holds("It came 2.5 min later."))
        #expect(holds("It came 2 min 30 s later."))
        #expect(holds("It came 2 minutes and 30 seconds later."))
        #expect(holds("It came two minutes later."))
        #expect(!holds("It came 3.5 min later."))
        #expect(!holds("It came five minutes later."))
    }

    @Test("a value that a fact of that name holds otherwise is contradicted")
    func namedFact() {
        let record = self.record(facts: ["threshold": .number(10, .seconds), "observed": .number(4.2, .seconds)])
        let (verdict, problem) = ClaimVerifier(record).verify("The threshold was 8 s.", citing: [.finding(FindingID(1))])
        #expect(verdict == .contradicted)
        #expect(problem == "it says 8 s where F1 holds 10 s (threshold)")
    }

    @Test("a sentence that does not stand is withheld from the text, listed with its reason, and in the JSON with its verdict")
    func withheld() throws {
        var record = try Fixture.record()
        let place = try #require(record.findings.firstIndex { $0.id == onset.id })
        let tampered = sentence.replacing("at 14:23", with: "at 14:19")
        record.findings[place].statement = tampered
        let documents = Documents(record)
        let claim = try #require(documents.claims.first { $0.text == tampered })
        #expect(claim.verdict == .contradicted || claim.verdict == .unsupported)
        for text in [documents.postmortem, documents.html] {
            let parts = text.components(separatedBy: "Sentences withheld</h2>").flatMap {
                $0.components(separatedBy: "## Sentences withheld")
            }
            #expect(parts.count == 2)
            #expect(!parts[0].contains("at 14:19"))
            #expect(parts[1].contains("at 14:19"))
        }
        #expect(!documents.briefing.contains("14:19"))
        let json = try JSONValue(parsing: Array(documents.json.utf8))
        let inJSON = json["claims"]?.array?.first { $0["text"]?.string == tampered }
        #expect(inJSON?["verdict"]?.string == claim.verdict.rawValue)
    }

    private func record(facts: [String: Fact]) -> InvestigationRecord {
        var example = Example().record(
            Conclusions(
                onset: nil, firstFailingService: nil, blastRadius: [], suspects: [], hypotheses: [], remediation: .none,
                gaps: [],
                findings: []))
        var finding = Finding(.predictionHeld, statement: "x", facts: facts, evidence: [EvidenceID(1)])
        finding.id = FindingID(1)
        example.findings = [finding]
        var evidence = Evidence(.nothing("x"), from: [])
        evidence.id = EvidenceID(1)
        example.evidence = [evidence]
        return example
    }
}
