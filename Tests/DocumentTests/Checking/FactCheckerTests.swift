import Core
import Document
import Testing

@Suite struct FactCheckerTests {
    /// A sentence, the verdict on it, and what the correction holds where one is wanted.
    struct Case: Sendable, CustomTestStringConvertible {
        var text: String
        var verdicts: Set<Ruling.Verdict>
        var holds: String?
        var testDescription: String { text }

        static func holds(_ text: String) -> Case { Case(text: text, verdicts: [.supported]) }
        static func flagged(_ text: String, _ right: String? = nil) -> Case {
            Case(text: text, verdicts: [.contradicted, .unsupported], holds: right)
        }
        static func contradicted(_ text: String, _ right: String? = nil) -> Case {
            Case(text: text, verdicts: [.contradicted], holds: right)
        }
        static func notChecked(_ text: String) -> Case { Case(text: text, verdicts: [.notChecked]) }
    }

    static let cases: [Case] = [
        .holds("payment-gateway was deployed at 14:21."),
        .holds("At 2:21 pm UTC the new version of payment-gateway went live."),
        .holds("At 15:21 CET payment-gateway was deployed."),
        .contradicted("payment-gateway was deployed at 14:06.", "14:21"),
        .contradicted("At 14:39 payment-gateway was deployed with commit 9f3c1d7.", "14:21"),
        .holds("The deploy of payment-gateway (9f3c1d7) went live at 14:21."),
        .contradicted("The deploy of payment-gateway (41e7b09) went live at 14:21.", "9f3c1d7"),
        .flagged("The deploy of payment-gateway (abc1234) went live at 14:21."),
        .contradicted("The deploy of checkout went live at 14:21.", "payment-gateway"),
        .contradicted("inventory was rolled back at 14:47.", "payment-gateway"),
        .holds("The rollback was live at 14:47."),
        .contradicted("The rollback was initiated at 14:32.", "14:47"),
        .holds("The rollback, commit 41e7b09, was live at 14:47."),
        .contradicted("The rollback, commit 41e7b09, was live at 14:37.", "14:47"),
        .contradicted("After the rollback, checkout, live since 14:24, recovered at 14:31."),
        .flagged("The database failover triggered as expected."),
        .flagged("The connection pool was likely exhausted due to the marketing campaign."),
        .holds("CheckoutHighErrorRate fired at 14:27."),
        .contradicted("CheckoutHighErrorRate fired at 14:44.", "14:27"),
        .contradicted("PaymentGatewaySlow fired at 14:27."),
        .holds("The on-call engineer acknowledged the page at 14:28:41."),
        .contradicted("The on-call engineer acknowledged the page at 14:35.", "14:28"),
        .holds("The connection_timeout was lowered from 30 s to 5 s."),
        .contradicted("The connection_timeout was lowered from 60 s to 5 s.", "30"),
        .holds("The rollback went live 26 minutes after the deploy of payment-gateway."),
        .contradicted("The rollback went live 11 minutes after the deploy of payment-gateway.", "26"),
        .contradicted("The rollback happened before the page."),
        .holds("The rollback happened after the page."),
        .contradicted("The connection pool of payment-gateway was exhausted."),
        .holds("At 14:32 an engineer wrote \"rolling back now\"."),
        .contradicted("At 14:41 an engineer wrote \"rolling back now\".", "14:32"),
        .flagged("At 14:32 an engineer wrote \"restarting the database now\"."),
        .flagged("A memory leak in checkout caused the incident."),
        .flagged("The outage was caused by an expired certificate."),
        .contradicted("Errors in checkout caused payment-gateway to fail."),
        .holds("Not until the page did we get to the rollback of payment-gateway."),
        .contradicted("By the time payment-gateway was deployed, the rollback of payment-gateway had already taken place."),
        .contradicted("The rollback of payment-gateway came ahead of the deploy of payment-gateway."),
        .holds("The deploy of payment-gateway came ahead of the rollback of payment-gateway."),
        .contradicted("It was only once payment-gateway was rolled back that payment-gateway was deployed."),
        .contradicted("We have identified the errors at checkout as the source of the failing payment-gateway."),
        .contradicted("What brought about the deploy of payment-gateway was the outage."),
        .contradicted("Through the recovery it came to the rollback of payment-gateway."),
        .flagged("Why did payment-gateway fail? Because a certificate had expired."),
        .flagged("Had it not been for an expired certificate, we would have been spared the outage."),
        .contradicted("It is because checkout was failing that payment-gateway failed."),
        .contradicted("Trigger: the errors at checkout; customer impact: the failing payment-gateway."),
        .contradicted("Responsible for the deploy of payment-gateway: the outage."),
        .contradicted("Checkout was failing, which is the only reason payment-gateway failed."),
        .contradicted("Since checkout was failing, the rest was fate, and payment-gateway failed."),
        .contradicted("The recovery had a welcome effect, namely the rollback of payment-gateway."),
        .contradicted("Why the failing payment-gateway? Because of the errors at checkout."),
        .notChecked("Why did it take so long? Because nobody looked."),
        .flagged("Without the expired certificate, payment-gateway would not have failed."),
        .contradicted("The deploy of payment-gateway came second; the rollback of payment-gateway had come first."),
        .holds("The rollback of payment-gateway came second; the deploy of payment-gateway had come first."),
        .contradicted("It was after the rollback of payment-gateway, and no sooner, that payment-gateway was deployed."),
        .contradicted("payment-gateway was deployed, but it was rolled back earlier than that."),
        .holds("Per the bridge minutes, payment-gateway was deployed at 14:21."),
        .contradicted("Per the change register, payment-gateway was rolled back at 14:32.", "14:47"),
        .contradicted("The page for inventory was acknowledged at 14:28."),
        .holds("An engineer, 14:32: \"rolling back now\"."),
        .contradicted("An engineer, 14:41: \"rolling back now\".", "14:32"),
        .contradicted("The deploy of payment-gateway carried commit 41e7b09.", "9f3c1d7"),
        .flagged("All requests to checkout failed."),
        .notChecked("With a lower threshold the alert would have fired."),
        .flagged("With a lower threshold the alert would have fired at 14:24."),
        .notChecked("We should add an alert on connection timeouts."),
        .notChecked("The team worked well together."),
    ]

    @Test("a sentence is ruled on by what the record holds", arguments: cases)
    func sentence(_ example: Case) async throws {
        let ruling = try await Checker.shared.rule(on: [statement(example.text)])[0]
        #expect(example.verdicts.contains(ruling.verdict), "\(ruling.verdict): \(ruling.problem ?? "")")
        if let right = example.holds {
            #expect(ruling.corrections.contains { $0.holds.contains(right) }, "\(ruling.corrections)")
        }
        if ruling.verdict == .contradicted { #expect(ruling.problem != nil && !ruling.citations.isEmpty) }
        if ruling.verdict == .unsupported { #expect(ruling.problem != nil && ruling.needed != nil) }
    }

    @Test("a heading's day and what was spoken of before carry over")
    func context() async throws {
        let checker = try Checker.shared
        let rulings = await checker.rule(on: [
            statement("Timeline, 20 November 2026", .heading), statement("payment-gateway was rolled back at 14:47."),
            statement("20 minutes earlier CheckoutHighErrorRate had fired."),
        ])
        #expect(rulings.map(\.verdict) == [.notChecked, .supported, .supported])
    }

    @Test(
        "a day, a zone and the last event carry over however far",
        arguments: [1, 62, 63, 64, 65, 700])
    func far(apart: Int) async throws {
        let filler = (0..<apart).map { _ in statement("The team worked well together.") }
        let rulings = try await Checker.shared.rule(
            on: [statement("Timeline, 20 November 2026", .heading), statement("All times in CET.")] + filler + [
                statement("payment-gateway was rolled back at 15:47."),
                statement("20 minutes earlier CheckoutHighErrorRate had fired."),
                statement("The rollback was live at 14:47."),
            ])
        #expect(rulings.dropLast(3).allSatisfy { $0.verdict == .notChecked })
        #expect(rulings.suffix(3).map(\.verdict) == [.supported, .supported, .contradicted])
    }

    @Test("times of a document in another zone are read in that zone")
    func zone() async throws {
        let rulings = try await Checker.shared.rule(on: [
            statement("All times in CET."), statement("The rollback was live at 15:47."),
            statement("The rollback was live at 14:47."),
        ])
        #expect(rulings[1].verdict == .supported)
        #expect(rulings[2].verdict == .contradicted)
    }

    @Test("a model's claim is decided by what it cites alone")
    func cited() throws {
        let record = try Fixture.record()
        let checker = try Checker.shared
        let rollback = try #require(
            record.evidence.first { if case .change(let change) = $0.observation { change.kind == .rollback } else { false } })
        let page = try #require(
            record.evidence.first {
                if case .incidentEvent(let event) = $0.observation { event.kind == .notified } else { false }
            })
        let text = "The rollback was live at 14:47."
        #expect(checker.rule(on: text, citing: [.evidence(rollback.id)]).verdict == .supported)
        #expect(checker.rule(on: text, citing: [.evidence(page.id)]).verdict != .supported)
        #expect(checker.rule(on: text, citing: []).verdict == .unsupported)
        #expect(checker.rule(on: text, citing: [.evidence(EvidenceID(99_999))]).verdict == .unsupported)
    }

    @Test("a citation to evidence that failed does not count")
    func failedEvidence() throws {
        var record = try Fixture.record()
        let place = try #require(
            record.evidence.firstIndex {
                if case .change(let change) = $0.observation { change.kind == .rollback } else { false }
            })
        record.evidence[place].completeness = .failed(reason: "the server answered 500")
        let ruling = FactChecker(record).rule(
            on: "The rollback was live at 14:47.", citing: [.evidence(record.evidence[place].id)])
        #expect(ruling.verdict == .unsupported)
    }

    @Test("hostile text is ruled on in time")
    func hostile() async throws {
        let checker = try Checker.shared
        let texts = [
            String(repeating: "\"", count: 50_000), String(repeating: "14:21 deploy ", count: 20_000),
            String(repeating: "9", count: 100_000), String(repeating: "(", count: 50_000),
            String(repeating: "payment-gateway ", count: 20_000), String(repeating: "1h", count: 30_000),
            "99999999999999999999999999 minutes after the deploy at 99:99:99 on 9999-99-99",
            "\u{202E}14:21\u{0}\u{1F600}deploy",
            String(repeating: "because of ", count: 10_000), "-", "", ":", "1,2,3,4,,,5", "r", "v", "v.", "0x", "#", "12:",
            "12:3",
        ]
        let start = ContinuousClock.now
        let rulings = await checker.rule(on: texts.map { statement($0) })
        #expect(rulings.count == texts.count)
        // All other tests run beside it.
        #expect(ContinuousClock.now - start < .seconds(300))
    }

    @Test("a finding's own sentence is known again, also in a row and with markup taken off")
    func ownSentences() async throws {
        let record = try Fixture.record()
        let checker = try Checker.shared
        for finding in record.findings {
            let plain = finding.statement.replacing("`", with: "")
            let ruling = await checker.rule(on: [statement(plain), statement("checkout · From: 14:24 · " + plain)])
            #expect(ruling.map(\.verdict) == [.supported, .supported], "\(plain)")
            #expect(!ruling[0].citations.isEmpty)
        }
    }

    @Test("the same statements are ruled on the same way each time")
    func deterministic() async throws {
        let statements = (0..<8).flatMap { _ in FactCheckerTests.cases.map { statement($0.text) } }
        let record = try Fixture.record()
        let first = await FactChecker(record).rule(on: statements)
        #expect(first.count == statements.count && first.count > 500)
        for _ in 0..<20 { #expect(await FactChecker(record).rule(on: statements) == first) }
    }

    private func statement(_ text: String, _ role: Statement.Role = .prose) -> Statement {
        Statement(id: "S1", text: text, line: 1, endLine: 1, role: role)
    }
}

/// Made once: indexing the record is most of the cost.
enum Checker {
    private static let made = Result { FactChecker(try Fixture.record()) }
    static var shared: FactChecker { get throws { try made.get() } }
}
