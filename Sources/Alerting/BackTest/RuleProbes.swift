public import Core
import PromQL

/// What tells a rule that reads nothing from one whose condition does not hold: how many series each of its selectors reads, and
/// how many there are of that metric.
public struct RuleProbes: Sendable, Hashable {
    public struct Probe: Sendable, Hashable {
        /// As written in the rule, without its range and times.
        public var selector: String
        /// Counts the series that it selects.
        public var selected: String
        /// Counts the series of its metric; `nil` where it names none or asks for nothing else.
        public var all: String?
    }

    public var probes: [Probe]
    /// Expressions to ask, each once.
    public var expressions: [String]

    /// Selectors inside `absent` are left out: it is their being empty that the rule waits for.
    public init(_ rule: AlertRule) {
        var probes: [Probe] = []
        for selector in (try? PromQLParser.parse(rule.expression)).map(RuleProbes.selectors) ?? [] {
            var bare = selector
            bare.range = nil
            bare.offset = nil
            bare.at = nil
            let all = bare.matchers.isEmpty ? nil : bare.metric.map { RuleProbes.count(VectorSelector(metric: $0)) }
            let probe = Probe(selector: bare.text, selected: RuleProbes.count(bare), all: all)
            if !probes.contains(probe) { probes.append(probe) }
        }
        self.probes = probes
        var seen: Set<String> = []
        expressions = probes.flatMap { [$0.selected] + ($0.all.map { [$0] } ?? []) }.filter { seen.insert($0).inserted }
    }

    private static func count(_ selector: VectorSelector) -> String {
        Expression.aggregation(Aggregation(.count, .selector(selector))).text
    }

    private static func selectors(_ expression: Expression) -> [VectorSelector] {
        switch expression {
        case .selector(let selector): [selector]
        case .call(let call) where call.name == "absent" || call.name == "absent_over_time": []
        default: expression.children.flatMap(selectors)
        }
    }
}
