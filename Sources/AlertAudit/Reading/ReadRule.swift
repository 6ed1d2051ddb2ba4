import Core
import PromQL

/// An alerting rule whose expression was understood.
struct ReadRule: Sendable {
    struct Part: Sendable {
        var threshold: Threshold
        var measurement: Measurement
        /// The selectors of what is compared, with recorded series resolved.
        var selectors: [CompiledSelector]
        /// Labels that tell its results apart; `nil`: all that the series have.
        var keepsLabels: Set<String>?
    }

    var rule: AlertRule
    var id: EvidenceID
    var expression: Expression
    /// Selectors whose values the rule judges: not those that are only tested for being there at all.
    var watched: [CompiledSelector]
    /// Names of recorded series that it reads and whose definition is not known.
    var unresolved: [String]
    var parts: [Part]
    var alertLabels: AlertLabels
    /// Whether alternatives (`or`) decide.
    var hasAlternatives: Bool

    /// Understands rules; recording rules serve to resolve what the alerting rules read.
    static func read(
        _ rules: [AuditContext.Held<AlertRule>], recordings: [RecordingRule], services: Set<String>
    ) -> (read: [ReadRule], unreadable: [AuditContext.Held<AlertRule>]) {
        var parsed: [(held: AuditContext.Held<AlertRule>, expression: Expression)] = []
        var unreadable: [AuditContext.Held<AlertRule>] = []
        var recorded: [String: Expression] = [:]
        for held in rules {
            guard let expression = try? PromQLParser.parse(held.value.expression) else {
                unreadable.append(held)
                continue
            }
            parsed.append((held, expression))
        }
        for rule in recordings where recorded[rule.name] == nil {
            recorded[rule.name] = try? PromQLParser.parse(rule.expression)
        }
        let used = Set(parsed.flatMap { $0.expression.selectors.compactMap(\.metric) })
        let definitions = recorded.filter { used.contains($0.key) }
        let read = parsed.map { held, expression in
            ReadRule(held.value, held.id, expression, Resolver(definitions: definitions, services: services))
        }
        return (read, unreadable)
    }

    private init(_ rule: AlertRule, _ id: EvidenceID, _ expression: Expression, _ resolver: Resolver) {
        self.rule = rule
        self.id = id
        self.expression = expression
        watched = resolver.resolved(expression)
        unresolved = watched.compactMap(\.metric).filter { $0.contains(":") }
        parts = expression.thresholds.map { threshold in
            Part(
                threshold: threshold, measurement: resolver.measurement(of: threshold.expression),
                selectors: resolver.resolved(threshold.expression),
                keepsLabels: threshold.expression.keptLabels)
        }
        alertLabels = AlertLabels(of: rule, expression)
        var alternatives = false
        expression.visit { if case .binary(let operation) = $0, operation.operation == .or { alternatives = true } }
        hasAlternatives = alternatives
    }

    /// Whether the rule reads the signal's metric from the signal's service.
    func relation(to signal: MovedSignal, _ identity: ServiceIdentity) -> ServiceIdentity.Answer {
        ReadRule.relation(watched, to: signal, identity)
    }

    static func relation(
        _ selectors: [CompiledSelector], to signal: MovedSignal, _ identity: ServiceIdentity
    ) -> ServiceIdentity.Answer {
        var answer = ServiceIdentity.Answer.no
        for selector in selectors where selector.reads(signal) {
            switch identity.isSelected(by: selector) {
            case .yes: return .yes
            case .maybe: answer = .maybe
            case .no: break
            }
        }
        return answer
    }

    /// The rule's thresholds on a signal, in the signal's unit.
    func conditions(on signal: MovedSignal, _ identity: ServiceIdentity) -> [Condition] {
        parts.compactMap { part in
            guard ReadRule.relation(part.selectors, to: signal, identity) == .yes else { return nil }
            if signal.isShared, let kept = part.keepsLabels, kept.isDisjoint(with: ServiceIdentity.labelNames),
                !part.selectors.contains(where: { $0.namesService })
            {
                // It sums up several services, so that one service's values are not what it sees.
                return nil
            }
            return Condition(part.threshold, measured: part.measurement, as: signal)
        }
    }
}

/// Replaces recorded series by the expressions that they are recorded from.
private struct Resolver {
    var definitions: [String: Expression]
    var services: Set<String>

    /// What one expression may read in the end: definitions that grow beyond that are cut.
    private static let limit = 200

    /// The selectors that an expression judges, those of recorded series replaced.
    func resolved(_ expression: Expression) -> [CompiledSelector] {
        var front = expression.judgedSelectors
        for _ in 0..<4 {
            guard front.contains(where: { $0.metric.map { definitions[$0] != nil } ?? false }) else { break }
            front = Array(front.flatMap(replaced).prefix(Resolver.limit))
        }
        return front.map { CompiledSelector($0, services: services) }
    }

    private func replaced(_ selector: VectorSelector) -> [VectorSelector] {
        guard let metric = selector.metric, let definition = definitions[metric] else { return [selector] }
        return definition.judgedSelectors.prefix(Resolver.limit).map { inner in
            var inner = inner
            inner.matchers += selector.matchers
            return inner
        }
    }

    func measurement(of expression: Expression, depth: Int = 0) -> Measurement {
        var bare = expression
        while case .aggregation(let aggregation) = bare { bare = aggregation.operand }
        guard depth < 4, case .selector(let selector) = bare, let metric = selector.metric, let definition = definitions[metric]
        else {
            return Measurement(of: expression)
        }
        return measurement(of: definition, depth: depth + 1)
    }
}

extension Expression {
    /// Selectors except those inside `absent`, which says nothing about values.
    fileprivate var judgedSelectors: [VectorSelector] {
        switch self {
        case .selector(let selector): [selector]
        case .call(let call) where call.name == "absent" || call.name == "absent_over_time" || call.name == "present_over_time":
            []
        default: children.flatMap(\.judgedSelectors)
        }
    }

    /// The labels that the outermost aggregations leave; `nil` where nothing is aggregated away for certain.
    fileprivate var keptLabels: Set<String>? {
        switch self {
        case .aggregation(let aggregation):
            switch aggregation.grouping {
            case .by(let labels): Set(labels)
            case .without: nil
            case nil: aggregation.operation == .topk || aggregation.operation == .bottomk ? nil : []
            }
        case .call(let call): call.arguments.last?.keptLabels
        case .negation(let operand): operand.keptLabels
        case .subquery(let subquery): subquery.expression.keptLabels
        case .binary(let operation): operation.left.constant == nil ? operation.left.keptLabels : operation.right.keptLabels
        default: nil
        }
    }
}
