public import Core
import PromQL

/// What tells a rule that reads nothing from one whose condition does not hold: each of its selectors, and its metric by itself.
public struct RuleProbes: Sendable, Hashable {
    public struct Probe: Sendable, Hashable {
        /// As written in the rule, without its range and times.
        public var selector: String
        /// Its metric alone; `nil` where it names none or asks for nothing else.
        public var metric: String?
    }

    public var probes: [Probe]
    /// Selectors whose series are to be counted, each once.
    public var selectors: [String]

    /// Selectors inside `absent` are left out: it is their being empty that the rule waits for.
    public init(_ rule: AlertRule) {
        var probes: [Probe] = []
        for selector in (try? PromQLParser.parse(rule.expression)).map(RuleProbes.selectors) ?? [] {
            let bare = VectorSelector(metric: selector.metric, matchers: selector.matchers)
            let metric = bare.matchers.isEmpty ? nil : bare.metric.map { VectorSelector(metric: $0).text }
            let probe = Probe(selector: bare.text, metric: metric)
            if !probes.contains(probe) { probes.append(probe) }
        }
        self.probes = probes
        var seen: Set<String> = []
        selectors = probes.flatMap { [$0.selector] + ($0.metric.map { [$0] } ?? []) }.filter { seen.insert($0).inserted }
    }

    private static func selectors(_ expression: Expression) -> [VectorSelector] {
        switch expression {
        case .selector(let selector): [selector]
        case .call(let call) where call.name == "absent" || call.name == "absent_over_time": []
        default: expression.children.flatMap(selectors)
        }
    }
}
