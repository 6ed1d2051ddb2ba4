import Analysis
import Core
import Testing

@Suite struct TimeoutIncidentTests {
    private static let assessed = Story.timeout().file.assess()
    let assessment = TimeoutIncidentTests.assessed

    @Test("the onset is 14:23 at payment-gateway, to the sample")
    func onset() throws {
        let finding = try #require(assessment.finding(assessment.onset))
        #expect(finding.kind == .onset)
        #expect(finding.time == .at("14:23"))
        #expect(assessment.firstFailingService == "payment-gateway")
        #expect(assessment.blastRadius == ["checkout", "frontend"])
        #expect(assessment.suspects.first?.service == "payment-gateway")
        #expect(assessment.suspects.count == 5)
    }

    @Test("the configuration commit is the first hypothesis, with the deploy that shipped it as evidence")
    func culprit() throws {
        let first = try #require(assessment.hypotheses.first)
        #expect(first.rank == 1)
        #expect(first.family == .change)
        #expect(first.change == .init(kind: .commit, id: Story.culprit))
        #expect(first.service == "payment-gateway")
        #expect(first.confidence == .strong)
        #expect(!first.isRefuted)
        #expect(first.evidence.count == 2)
        #expect(first.terms.map(\.name).contains("content"))
        #expect(abs(first.terms.map(\.value).reduce(0, +) - first.score) < 0.001)
    }

    @Test("the frontend deploy, the pool and the campaign are refuted, each with a finding that cites evidence")
    func refutations() throws {
        let refuted = assessment.hypotheses.filter(\.isRefuted)
        #expect(refuted.contains { $0.family == .change && $0.service == "frontend" })
        #expect(refuted.contains { $0.family == .capacity && $0.service == "payment-gateway" })
        #expect(refuted.contains { $0.family == .trafficSurge })
        for hypothesis in refuted {
            let against = hypothesis.refutes.compactMap { assessment.finding($0) }
            #expect(!against.isEmpty)
            #expect(against.allSatisfy { $0.kind == .predictionFailed && !$0.evidence.isEmpty })
        }
        let pool = try #require(assessment.hypothesis(.capacity))
        let limit = try #require(pool.refutes.compactMap { assessment.finding($0) }.first { $0.facts["limit"] != nil })
        #expect(limit.statement.contains("of 100"))
        #expect(pool.supports.compactMap { assessment.finding($0) }.contains { $0.kind == .testimony })
        let ranks = assessment.hypotheses.map(\.rank)
        #expect(ranks == Array(1...ranks.count))
        let last = assessment.hypotheses.drop { !$0.isRefuted }
        #expect(!last.contains { !$0.isRefuted })
    }

    @Test("nothing but the commit is left standing")
    func oneLeft() { #expect(assessment.hypotheses.filter { !$0.isRefuted }.count == 1) }

    @Test("the rollback is at 14:47 and contradicts what chat said at 14:32")
    func rollback() throws {
        let rollback = try #require(assessment.findings(.rollback).first)
        #expect(rollback.time == .at("14:47"))
        let conflict = try #require(assessment.findings(.conflict).first)
        #expect(assessment.findings(.conflict).count == 1)
        #expect(conflict.statement.contains("14:32"))
        #expect(conflict.statement.contains("14:47"))
        #expect(conflict.statement.contains("15 min"))
        #expect(conflict.evidence.count >= 2)
        #expect(assessment.remediation == .rollback)
    }

    @Test("recovery is at 14:50, three minutes after the rollback")
    func recovery() throws {
        let resolution = try #require(assessment.findings(.resolution).first { $0.service == "payment-gateway" })
        #expect(resolution.time == .at("14:50"))
        #expect(resolution.statement.contains("3 min after the rollback"))
    }

    @Test("it was noticed 4.3 minutes after the onset")
    func detection() throws {
        #expect(assessment.findings(.alertFired).map(\.time) == [.at("14:27")])
        #expect(assessment.findings(.page).map(\.time) == [.at("14:27:20")])
        let delay = try #require(assessment.findings(.detectionDelay).first)
        #expect(delay.facts["delay"] == .duration(260))
        #expect(delay.statement.contains("4.3 min"))
    }

    @Test("requests that failed are counted, and the budget where an objective is")
    func impact() throws {
        let impact = try #require(assessment.findings(.impact).first { $0.service == "checkout" })
        let failed = try #require(impact.facts["failedRequests"]?.number)
        // 25 minutes of 80 requests a second with 5.9 % more errors than usual.
        #expect(abs(failed - 25 * 60 * 80 * 0.059) < 400)
        // No more requests than the printed interval can hold at the traffic there was.
        let total = try #require(impact.facts["totalRequests"]?.number)
        let from = try #require(impact.facts["from"]?.time)
        let to = try #require(impact.facts["to"]?.time)
        #expect(total <= to.seconds(since: from) * 80 * 1.02)
        let budget = try #require(assessment.findings(.errorBudget).first { $0.service == "checkout" })
        let share = try #require(budget.facts["share"]?.number)
        #expect(abs(share - failed / (80 * 30 * 86_400 * 0.001)) < 0.002)
        #expect(assessment.gaps.contains { $0.what == "users affected" && $0.kind == .unknowable })
        #expect(!assessment.gaps.contains { $0.what.hasPrefix("error budget") }, "a promise was found and counted")
    }

    @Test("findings are numbered from one, by kind and time, and every statement has evidence")
    func numbering() {
        #expect(assessment.findings.map(\.id.number) == Array(1...assessment.findings.count))
        #expect(assessment.findings.allSatisfy { !$0.evidence.isEmpty && !$0.statement.isEmpty })
        let order = Finding.Kind.allCases
        let places = assessment.findings.compactMap { order.firstIndex(of: $0.kind) }
        #expect(places == places.sorted())
    }

    @Test("the same case file gives the same assessment")
    func deterministic() {
        let again = Story.timeout().file.assess()
        #expect(again.findings == assessment.findings)
        #expect(again.hypotheses == assessment.hypotheses)
        #expect(again.suspects == assessment.suspects)
        #expect(again.gaps == assessment.gaps)
    }

    @Test("every clock time in a statement is one of its facts or of the cited evidence")
    func groundedTimes() throws {
        let file = Story.timeout().file
        for finding in assessment.findings {
            var known = Set(finding.facts.values.compactMap { $0.time?.clock })
            for item in file.evidence where finding.evidence.contains(item.id) {
                if let time = item.stamp?.time { known.insert(time.clock) }
            }
            // Quotations say what they say.
            let outside = finding.statement.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
                .filter { $0.offset % 2 == 0 }.map { String($0.element) }.joined()
            for match in outside.matches(of: /\b\d{2}:\d{2}(:\d{2})?\b/) {
                #expect(known.contains(String(match.output.0)), "\(finding.statement)")
            }
        }
    }

    @Test("every number in a statement is one of its facts, as they are written")
    func groundedNumbers() {
        for finding in assessment.findings {
            var known = Set<String>()
            for fact in finding.facts.values {
                var texts = [ValueText.fact(fact)]
                if let number = fact.number { texts.append(ValueText.whole(number)) }
                for text in texts { known.formUnion(text.matches(of: /\d+(\.\d+)?/).map { String($0.output.0) }) }
            }
            for match in finding.statement.matches(of: /\d+(\.\d+)?/) {
                let number = String(match.output.0)
                #expect(known.contains(number), "\(number) in: \(finding.statement)")
            }
        }
    }
}
