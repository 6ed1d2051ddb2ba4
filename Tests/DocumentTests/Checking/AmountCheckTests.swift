import Core
import Document
import Testing

@Suite struct AmountCheckTests {
    typealias Case = FactCheckerTests.Case

    static let durations: [Case] = [
        .holds("26 minutes went by from the moment payment-gateway was deployed until it was rolled back."),
        .contradicted("51 minutes went by from the moment payment-gateway was deployed until it was rolled back.", "26"),
        .holds("The deploy of payment-gateway to the rollback of payment-gateway: 26 minutes."),
        .holds("Lag of the rollback of payment-gateway behind the deploy of payment-gateway: 26 min"),
        .contradicted("Lag of the deploy of payment-gateway behind the rollback of payment-gateway: 26 min"),
        .contradicted("What separated the rollback from the deploy of payment-gateway was a wait of 9 min.", "26"),
        .contradicted("The rollback went live 26 seconds after the deploy of payment-gateway.", "26 min"),
        .contradicted("Our time to acknowledge was 14 minutes."),
        .holds(
            "A stretch of 26 minutes is on file, opening with the deploy of payment-gateway and closing with the rollback of payment-gateway."
        ),
        .holds("The deploy of payment-gateway had been behind us for 26 minutes when payment-gateway was rolled back."),
        .contradicted("The rollback of payment-gateway had been behind us for 26 minutes when payment-gateway was deployed."),
    ]

    static let levels: [Case] = [
        .holds("Against 120 ms on a normal day, the p99 latency of payment-gateway stood at 4.4 s at its worst."),
        .holds("Having idled at 120 ms, payment-gateway p99 latency climbed all the way to 4.4 s."),
        .holds("payment-gateway p99 latency: 120 ms -> 4.4 s (max)."),
        .contradicted("Users of payment-gateway faced a p99 latency of 7.5 s in place of the usual 120 ms.", "4.4 s"),
        .contradicted("The p99 latency of payment-gateway shot up from 900 ms to 4.4 s.", "120 ms"),
        .contradicted("The p99 latency of payment-gateway went as high as 13 s.", "4.4"),
        .contradicted("The p99 latency of payment-gateway, usually 120 ms, peaked at 4.4 min.", "4.4 s"),
        .holds("The p99 latency of payment-gateway shot up, 120 ms to 4.4 s, and didn't come down until the rollback."),
        .holds("payment-gateway p99 latency, usual level -> level during the outage: 120 ms -> 4.4 s"),
        .holds("Up to 4.4 s went the p99 latency of payment-gateway."),
        .holds("Thanks to everybody who sent graphs, we know that payment-gateway was deployed at 14:21."),
        .holds("Of the two, the deploy of payment-gateway came first and its rollback later."),
        .holds("Once payment-gateway was deployed, there followed the page for checkout."),
        .contradicted("Once payment-gateway was rolled back, there followed the page for checkout."),
        .holds("No exaggeration, the p99 latency of payment-gateway was over 30 times its usual value."),
    ]

    @Test("a length of time is of the two events that the sentence names", arguments: durations)
    func duration(_ example: Case) async throws { try await check(example) }

    @Test("what is usual and what was reached are told apart in any order", arguments: levels)
    func level(_ example: Case) async throws { try await check(example) }

    private func check(_ example: Case) async throws {
        let statement = Statement(id: "S1", text: example.text, line: 1, endLine: 1, role: .prose)
        let ruling = try await Checker.shared.rule(on: [statement])[0]
        #expect(example.verdicts.contains(ruling.verdict), "\(ruling.verdict): \(ruling.problem ?? "")")
        if let right = example.holds {
            #expect(ruling.corrections.contains { $0.holds.contains(right) }, "\(ruling.corrections)")
        }
    }
}
