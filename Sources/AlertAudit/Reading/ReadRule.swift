import Core
import PromQL

/// An alerting rule whose expression was understood.
struct ReadRule: Sendable {
    struct Part: Sendable {
        var threshold: Threshold
        var measurement: Measurement
        /// The selectors of what is compared, with recorded series resolved.
        var selectors: [VectorSelector]
        /// Labels that tell its results apart; `nil`: all that the series have.
        var keepsLabels: Set<String>?
    }

    var rule: AlertRule
    var id: EvidenceID
    var expression: Expression
    /// Selectors whose values the rule judges: not those that are only tested for being there at all.
    var watched: [VectorSelector]
    /// Names of recorded series that it reads and whose definition is not known.
    var unresolved: [String]
    var parts: [Part]
    var alertLabels: AlertLabels
    /// Whether alternatives (`or`) decide.
    var hasAlternatives: Bool

    /// Understands rules; recording rules among them serve to resolve what the alerting rules read.
    static func read(_ rules: [AuditContext.Held<AlertRule>]) -> (read: [ReadRule], unreadable: [AuditContext.Held<AlertRule>])
    {
        var parsed: [(held: AuditContext.Held<AlertRule>, expression: Expression)] = []
        var unreadable: [AuditContext.Held<AlertRule>] = []
        var recorded: [String: Expression] = [:]
        for held in rules {
            guard let expression = try? PromQLParser.parse(held.value.expression) else {
                unreadable.append(held)
                continue
            }
            if held.value.name.contains(":"), !held.value.name.contains(" ") { recorded[held.value.name] = expression }
            parsed.append((held, expression))
        }
        let used = Set(parsed.flatMap { $0.expression.selectors.compactMap(\.metric) })
        let definitions = recorded.filter { used.contains($0.key) }
        let read = parsed.filter { definitions[$0.held.value.name] == nil }.map { held, expression in
            ReadRule(held.value, held.id, expression, definitions)
        }
        return (read, unreadable)
    }

    private init(_ rule: AlertRule, _ id: EvidenceID, _ expression: Expression, _ definitions: [String: Expression]) {
        self.rule = rule
        self.id = id
        self.expression = expression
        let resolver = Resolver(definitions: definitions)
        var watched = expression.judgedSelectors
        watched = watched.flatMap { resolver.resolved($0) }
        self.watched = watched
        unresolved = watched.compactMap(\.metric).filter { $0.contains(":") }
        parts = expression.thresholds.map { threshold in
            Part(
                threshold: threshold, measurement: resolver.measurement(of: threshold.expression),
                selectors: threshold.expression.judgedSelectors.flatMap { resolver.resolved($0) },
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
        _ selectors: [VectorSelector], to signal: MovedSignal, _ identity: ServiceIdentity
    ) -> ServiceIdentity.Answer {
        var answer = ServiceIdentity.Answer.no
        for selector in selectors where selector.names(signal) && selector.outcomes(for: signal) {
            switch identity.isSelected(by: selector) {
            case .yes: return .yes
            case .maybe: answer = .maybe
            case .no: break
            }
        }
        return answer
    }

    /// The rule's thresholds on a signal, in the signal's unit.
    func conditions(on signal: MovedSignal, _ identity: ServiceIdentity, isSharedMetric: Bool) -> [Condition] {
        parts.compactMap { part in
            guard ReadRule.relation(part.selectors, to: signal, identity) == .yes else { return nil }
            if isSharedMetric, let kept = part.keepsLabels, kept.isDisjoint(with: ServiceIdentity.labelNames),
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

    func resolved(_ selector: VectorSelector, depth: Int = 0) -> [VectorSelector] {
        guard depth < 4, let metric = selector.metric, let definition = definitions[metric] else { return [selector] }
        return definition.judgedSelectors.flatMap { inner in
            var inner = inner
            inner.matchers += selector.matchers
            return resolved(inner, depth: depth + 1)
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

extension VectorSelector {
    private static let outcomeLabels: Set<String> = [
        "code", "status", "status_code", "http_status_code", "http_response_status_code", "response_code", "grpc_code",
        "rpc_grpc_status_code", "outcome", "error", "result",
    ]

    /// Whether it reads the signal's metric, by name or by a pattern on the name.
    fileprivate func names(_ signal: MovedSignal) -> Bool {
        if let metric { return signal.isOf(metric: metric) }
        let patterns = matchers.filter { $0.name == "__name__" }
        guard !patterns.isEmpty else { return false }
        let candidates = ["", "_bucket", "_sum", "_count", "_total"].map { signal.series.metric + $0 }.filter {
            signal.isOf(metric: $0)
        }
        return candidates.contains { name in patterns.allSatisfy { $0.matches(name) == true } }
    }

    /// A counter of all requests tells of errors only where failed ones are picked out.
    fileprivate func outcomes(for signal: MovedSignal) -> Bool {
        guard signal.series.signal == .errors, signal.series.unit == .ratio else { return true }
        return matchers.contains { VectorSelector.outcomeLabels.contains($0.name) }
    }

    fileprivate var namesService: Bool {
        matchers.contains { ServiceIdentity.labelNames.contains($0.name) && ($0.operation == .equal || $0.operation == .regex) }
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
