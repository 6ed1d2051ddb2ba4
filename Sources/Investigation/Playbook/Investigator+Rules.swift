import AlertAudit
import Alerting
import Analysis
import Connectors
import Core

extension Investigator {
    /// Seconds between two moments at which rules are looked at over the incident's window.
    private static let ruleStep = 15.0

    /// Has the sources that evaluate rules say what those about the failing services would have done over the incident's window.
    func testRules(_ gathered: inout Gathered) async {
        let about = gathered.servicesInTrouble
        let evidence = gathered.answers.evidenceInOrder
        let questions = connectors.flatMap { source, connector -> [Question] in
            let kind = type(of: connector).kind.text
            let rules = rulesToTest(of: source, in: evidence, about: about)
            guard !rules.isEmpty, connector.tools.contains(where: { $0.description.name == "\(kind)_back_test" }) else {
                return []
            }
            let plan = BackTest.plan(rules, gathered.scope.window, step: Self.ruleStep)
            let selectors = Set(rules.flatMap { RuleProbes($0.1).selectors }).sorted()
            let input = JSONObject(
                [
                    ("expressions", .array(plan.expressions.map { .string($0) })),
                    ("selectors", .array(selectors.map { .string($0) })), ("step", .number(plan.step)),
                ] + gathered.scope.window.inputMembers)
            let parents = gathered.answers.filter { $0.question.source == source && $0.holdsRules }.flatMap(\.lastCalls)
            return [
                Question(
                    source: source,
                    probe: Probe(tool: "\(kind)_back_test", input: .object(input), purpose: "what the rules would have done"),
                    path: "6-rules/\(source)/0-\(kind)_back_test", round: 92, parents: parents)
            ]
        }
        guard !questions.isEmpty else { return }
        progress.stage("Evaluating rules over the window")
        gathered.answers += await questioner.ask(questions)
    }

    /// What the rules that were tested would have done. Pure.
    func ruleHistories(_ gathered: Gathered, _ evidence: [Evidence]) -> [RuleHistory] {
        let about = gathered.servicesInTrouble
        return connectors.flatMap { source, _ in
            BackTest.histories(
                of: rulesToTest(of: source, in: evidence, about: about), in: evidence.filter { $0.source == source },
                gathered.scope.window, step: Self.ruleStep)
        }
    }

    private func rulesToTest(
        of source: SourceName, in evidence: [Evidence], about services: Set<String>
    ) -> [(EvidenceID, AlertRule)] {
        AlertingAudit.rulesToTest(in: evidence.filter { $0.source == source }, about: services)
    }
}

extension Investigator.Gathered {
    /// Those that left their baseline, and those that were reported. Every series is looked at for it: ask once.
    fileprivate var servicesInTrouble: Set<String> {
        Set(answers.compactMap(\.serviceWithOnset)).union(incident.services)
    }
}

extension Answer {
    fileprivate var holdsRules: Bool {
        evidence.contains { if case .rule = $0.observation { true } else { false } }
    }
}
