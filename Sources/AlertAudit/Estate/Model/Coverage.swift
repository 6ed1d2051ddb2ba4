import Alerting
import Core
import PromQL

/// Which rules watch which signals of which services.
struct Coverage: Sendable {
    static let signals: [Signal] = [.errors, .latency, .saturation, .traffic]

    /// By service's name.
    private(set) var rows: [AuditCoverage] = []

    /// A selector of a rule with what the rule makes of it.
    private struct Reading {
        var subject: String
        var selector: VectorSelector
        /// Whether the rule judges a share, so that it says nothing of how much there is.
        var isRatio: Bool
        var service: String?
        var conditions: [CompiledMatcher]
        /// The services whose series the selector has; `nil` where that is not known.
        var services: Set<String>?
    }

    init() {}

    init(_ estate: Estate) {
        var readings: [String: [Reading]] = [:]
        var open: [Reading] = []
        let withOutcomes = Coverage.metricsWithOutcomes(estate)
        let limited = Coverage.limited(estate)
        for rule in estate.activeRules {
            guard let expression = rule.expression else { continue }
            let isRatio = Coverage.isRatio(rule)
            for selector in Coverage.selectors(expression, estate.definitions, depth: 0) {
                let reading = Reading(
                    subject: rule.subject, selector: selector, isRatio: isRatio, service: rule.service,
                    conditions: selector.matchers.filter { estate.settings.serviceLabels.contains($0.name) }
                        .map { CompiledMatcher($0) },
                    services: Coverage.services(of: selector, estate))
                if let metric = selector.metric { readings[metric, default: []].append(reading) } else { open.append(reading) }
            }
        }
        for (service, known) in estate.facts.signals.sorted(by: { $0.key < $1.key }) {
            var row = AuditCoverage(service: service)
            for signal in Coverage.signals {
                let metrics = Set(
                    known.names.filter {
                        Coverage.has($0, signal, of: service, estate, withOutcomes)
                            || (signal == .saturation && limited.contains($0))
                    }
                ).sorted()
                var rules: Set<String> = []
                for metric in metrics {
                    let byPattern = open.filter { $0.selector.selects(metric: metric, labels: [:]) != false }
                    for reading in (readings[metric] ?? []) + byPattern
                    where Coverage.watches(reading, metric, signal, service) { rules.insert(reading.subject) }
                }
                row[signal] = AuditCoverage.Cell(metrics: metrics, rules: rules.sorted(), hasSignal: !metrics.isEmpty)
            }
            rows.append(row)
        }
    }

    /// The services whose series a selector has, failed outcomes that never occurred aside; `nil` where that is not known.
    private static func services(of selector: VectorSelector, _ estate: Estate) -> Set<String>? {
        let known = estate.facts.servicesOfSelector
        return Presence.withoutOutcomes(selector).flatMap { known[$0.text] } ?? known[Presence.bare(selector).text]
    }

    /// Metrics that some expression divides by a limit.
    private static func limited(_ estate: Estate) -> Set<String> {
        var found: Set<String> = []
        for expression in estate.detectors.compactMap(\.expression) + estate.recordings.compactMap(\.expression) {
            expression.visit { part in
                guard case .binary(let operation) = part, operation.operation == .divide,
                    let limit = operation.right.selectors.first?.metric, MetricName(limit).namesLimit
                else { return }
                found.formUnion(operation.left.selectors.compactMap(\.metric))
            }
        }
        return found
    }

    // MARK: What a service has

    /// Metrics of which some expression of the estate picks outcomes, with the labels that tell them.
    private static func metricsWithOutcomes(_ estate: Estate) -> [String: Set<String>] {
        var found: [String: Set<String>] = [:]
        let expressions = estate.detectors.compactMap(\.expression) + estate.recordings.compactMap(\.expression)
        for selector in expressions.flatMap(\.selectors) {
            guard let metric = selector.metric else { continue }
            let labels = selector.matchers.map(\.name).filter(Presence.outcomes.contains)
            if !labels.isEmpty { found[metric, default: []].formUnion(labels) }
        }
        return found
    }

    /// Whether a service's series of a metric have a label that tells outcomes, as far as its source says which services' series do.
    private static func tellsOutcomes(_ metric: String, _ labels: Set<String>, of service: String, _ estate: Estate) -> Bool {
        let selector = VectorSelector(metric: metric)
        return labels.contains { label in
            estate.facts.servicesOfSelector[Presence.havingLabel(label, selector).text]?.contains(service) != false
        }
    }

    /// Whether a metric tells of a signal of a service.
    private static func has(
        _ metric: String, _ signal: Signal, of service: String, _ estate: Estate, _ withOutcomes: [String: Set<String>]
    ) -> Bool {
        let name = MetricName(metric)
        guard !name.isNoise else { return false }
        switch signal {
        case .errors:
            if let labels = withOutcomes[metric] {
                return (name.countsRequests || metric.hasSuffix("_total") || metric.hasSuffix("_count"))
                    && tellsOutcomes(metric, labels, of: service, estate)
            }
            if metric.hasSuffix("_total"), name.isFailure { return true }
            // Counters of requests carry their outcome by convention.
            return name.countsRequests && !Set(name.words).isDisjoint(with: ["http", "grpc", "rpc"])
        case .latency:
            for suffix in ["_bucket", "_sum", "_count"] where metric.hasSuffix(suffix) {
                guard suffix == "_bucket" else { return false }
                return MetricName(String(metric.dropLast(suffix.count))).latencyScore.map { $0 > 0 } ?? false
            }
            let isDistribution = ["summary", "histogram"].contains(estate.facts.types[metric])
            return (isDistribution || name.words.contains("latency") || name.words.contains("p99"))
                && (name.latencyScore ?? -1) > 0
        case .saturation: return name.isSaturation && !isLimit(name)
        case .traffic: return name.countsRequests
        default: return false
        }
    }

    /// A gauge of what does not move: `db_pool_max_connections`, `cache_capacity`.
    private static func isLimit(_ name: MetricName) -> Bool {
        name.namesLimit || (name.words.last == "size" && !name.words.contains("queue"))
    }

    // MARK: What a rule watches

    private static func watches(_ reading: Reading, _ metric: String, _ signal: Signal, _ service: String) -> Bool {
        guard reading.services?.contains(service) != false else { return false }
        // A selector that names services names this one; one that names none reads all, unless the rule is about another.
        if reading.conditions.isEmpty {
            if let own = reading.service, own != service { return false }
        } else {
            let services = reading.conditions.filter { $0.name != "job" }
            let asked = services.isEmpty ? reading.conditions : services
            guard asked.allSatisfy({ $0.matches(service) != false }) || reading.service == service else { return false }
        }
        let picksOutcome = reading.selector.matchers.contains { Presence.outcomes.contains($0.name) }
        switch signal {
        case .errors: return picksOutcome || MetricName(metric).isFailure
        case .traffic: return !picksOutcome && !reading.isRatio
        default: return true
        }
    }

    private static func isRatio(_ rule: Detector) -> Bool {
        !rule.conditions.isEmpty
            && rule.conditions.allSatisfy {
                [.ratio, .mean].contains(Measurement(of: $0.measured).kind) && !comparesWithBefore($0.measured)
            }
    }

    /// Whether a quantity is divided by what it was at another time: that says how much there is.
    private static func comparesWithBefore(_ expression: Expression) -> Bool {
        var found = false
        expression.visit { part in
            guard case .binary(let operation) = part, operation.operation == .divide else { return }
            let (left, right) = (operation.left.selectors, operation.right.selectors)
            let isSame = !left.isEmpty && left.map(Presence.bare) == right.map(Presence.bare)
            if isSame, left.map(\.offset) != right.map(\.offset) { found = true }
        }
        return found
    }

    /// Selectors with recorded series followed to what they are recorded from.
    private static func selectors(_ expression: Expression, _ definitions: [String: Expression], depth: Int) -> [VectorSelector]
    {
        expression.selectors.flatMap { selector -> [VectorSelector] in
            guard depth < 5, let metric = selector.metric, let definition = definitions[metric] else { return [selector] }
            return selectors(definition, definitions, depth: depth + 1).prefix(100).map { inner in
                var inner = inner
                inner.matchers += selector.matchers
                return inner
            }
        }
    }
}
