import Analysis
import Core

/// A rule about an affected service could not be evaluated.
struct BrokenRule: AlertingCheck {
    func run(_ context: AuditContext) -> AlertingAudit.Result {
        var result = AlertingAudit.Result()
        var seen: Set<EvidenceID> = []
        for service in context.affected {
            for rule in context.rules(about: service) where seen.insert(rule.id).inserted {
                guard let error = rule.rule.lastError, !error.isEmpty else { continue }
                let quotation = ValueText.quotation(error)
                result.findings.append(
                    Finding(
                        .deadEnd, service: service,
                        statement:
                            "The rule `\(RuleFacts.name(rule))` of \(service) fails when it is evaluated: \"\(quotation)\".",
                        facts: [
                            "rule": .text(RuleFacts.name(rule)), "expression": .text(rule.rule.expression),
                            "error": .text(quotation),
                            "service": .text(service),
                        ], evidence: [rule.id]))
            }
        }
        return result
    }
}
