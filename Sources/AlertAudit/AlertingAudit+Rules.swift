import Alerting
public import Core
import PromQL

extension AlertingAudit {
    /// The rules whose past is worth asking for: those that read series of one of these services, or of no service by name. In the order
    /// of the evidence, at most `limit`, those that name a service before the others.
    public static func rulesToTest(in evidence: [Evidence], about services: Set<String>, limit: Int = 40) -> [(
        EvidenceID, AlertRule
    )] {
        var named: [(EvidenceID, AlertRule)] = []
        var others: [(EvidenceID, AlertRule)] = []
        for item in evidence {
            guard case .rule(let rule) = item.observation, rule.isPaused != true,
                let expression = try? PromQLParser.parse(rule.expression), !expression.selectors.isEmpty
            else { continue }
            let conditions = expression.selectors.map { selector in
                selector.matchers.filter { ServiceIdentity.labelNames.contains($0.name) }.map { CompiledMatcher($0) }
            }
            let own = rule.labels.filter { ServiceIdentity.labelNames.contains($0.key) }.values
            if own.contains(where: services.contains) || conditions.contains(where: { names($0, services) }) {
                named.append((item.id, rule))
            } else if conditions.contains(where: \.isEmpty), own.isEmpty {
                others.append((item.id, rule))
            }
        }
        return Array((named + others).prefix(limit))
    }

    private static func names(_ matchers: [CompiledMatcher], _ services: Set<String>) -> Bool {
        !matchers.isEmpty && services.contains { service in matchers.contains { $0.isPositive && $0.matches(service) == true } }
    }
}
