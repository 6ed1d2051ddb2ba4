import Core
import PromQL

/// The queries and expression nodes of a unified alert rule, read from its condition back to its queries.
///
/// `condition` names a node. A node whose data source is `__expr__` computes from others (`reduce`, `math`, `threshold`,
/// `resample`, `classic_conditions`, `sql`); any other is a query. A rule fires for each series whose condition is not zero.
struct GrafanaRuleGraph {
    /// What a node amounts to, in PromQL.
    enum Meaning: Equatable {
        /// Numbers.
        case value(String)
        /// 1 where it holds and 0 where not: as a filter, and with `bool` where PromQL can write that.
        case condition(filter: String, bool: String?)
    }

    /// A query of the rule, as people wrote it.
    struct Query: Hashable {
        var name: String
        var kind: String
        var text: String
    }

    struct Node {
        var name: String
        var dataSource: String
        var model: JSONValue
        /// Seconds back from the evaluation: where a query's range begins and ends. Zero is left out of the document.
        var from: Double
        var to: Double
    }

    private static let depthLimit = 40
    /// Texts longer than this are not built: nodes that name others twice over would double at each step.
    private static let longest = 8_000

    private let nodes: [String: Node]
    private let order: [String]
    let condition: String
    private let sources: GrafanaDataSources

    init(_ rule: JSONValue, _ sources: GrafanaDataSources) {
        var nodes: [String: Node] = [:]
        var order: [String] = []
        for element in rule["data"]?.array ?? [] {
            guard let name = element["refId"]?.string ?? element["model"]?["refId"]?.string, nodes[name] == nil else {
                continue
            }
            let range = element["relativeTimeRange"]
            nodes[name] = Node(
                name: name, dataSource: element["datasourceUid"]?.string ?? "", model: element["model"] ?? .null,
                from: range?["from"]?.double ?? 0, to: range?["to"]?.double ?? 0)
            order.append(name)
        }
        self.nodes = nodes
        self.order = order
        condition = rule["condition"]?.string ?? ""
        self.sources = sources
    }

    /// Queries in the document's order.
    var queries: [Query] {
        order.compactMap { name in
            guard let node = nodes[name], !isExpression(node) else { return nil }
            return Query(name: name, kind: kind(node), text: Self.text(node))
        }
    }

    /// PromQL that fires when the rule does, or, when there is none, the chain from the condition back in words.
    var expression: (text: String, isPromQL: Bool) {
        if let meaning = meaning(of: condition, depth: 0) {
            let text =
                switch meaning {
                case .value(let value): "(\(value)) != 0"
                case .condition(let filter, _): filter
                }
            if let tree = try? PromQLParser.parse(text) { return (tree.text, true) }
        }
        return (words, false)
    }

    // MARK: PromQL

    func meaning(of name: String, depth: Int) -> Meaning? {
        guard depth < Self.depthLimit, let node = nodes[name] else { return nil }
        let meaning = isExpression(node) ? compute(node, depth) : query(node)
        switch meaning {
        case .value(let text)? where text.utf8.count > Self.longest: return nil
        case .condition(let filter, _)? where filter.utf8.count > Self.longest: return nil
        default: return meaning
        }
    }

    private func query(_ node: Node) -> Meaning? {
        guard kind(node) == "prometheus", node.to == 0 else { return nil }
        let text = GrafanaMacros.replaced(Self.text(node), step: step(node), window: node.from, scrape: nil)
        guard let tree = try? PromQLParser.parse(text) else { return nil }
        return .value(tree.text)
    }

    private func compute(_ node: Node, _ depth: Int) -> Meaning? {
        let model = node.model
        let input = model["expression"]?.string ?? ""
        switch model["type"]?.string {
        case "reduce":
            return reduce(input, model["reducer"]?.string ?? "", depth).map { .value($0) }
        case "threshold":
            guard let evaluator = (model["conditions"]?[0])?["evaluator"], let value = number(input, depth) else { return nil }
            return Self.compare(value, evaluator)
        case "math":
            var reader = GrafanaMath(input) { self.meaning(of: $0, depth: depth + 1) }
            return reader.read()
        case "classic_conditions": return classic(model["conditions"]?.array ?? [], depth)
        default: return nil
        }
    }

    /// A node's numbers; those of a condition are 1 and 0.
    private func number(_ name: String, _ depth: Int) -> String? {
        switch meaning(of: name.trimmingReference, depth: depth + 1) {
        case .value(let text)?: text
        case .condition(_, let bool)?: bool
        case nil: nil
        }
    }

    private func reduce(_ name: String, _ reducer: String, _ depth: Int) -> String? {
        let name = name.trimmingReference
        guard let value = number(name, depth) else { return nil }
        // A query of one moment has one value to reduce, and what was reduced is reduced no further.
        guard let source = nodes[name], !isExpression(source), source.model["instant"]?.bool != true, source.from > 0 else {
            return reducer == "count" ? nil : value
        }
        let functions = [
            "mean": "avg_over_time", "avg": "avg_over_time", "max": "max_over_time", "min": "min_over_time",
            "sum": "sum_over_time", "count": "count_over_time",
        ]
        if reducer == "last" { return value }
        guard let function = functions[reducer] else { return nil }
        return "\(function)((\(value))[\(GrafanaDuration.text(source.from)):\(GrafanaDuration.text(step(source)))])"
    }

    private func classic(_ conditions: JSONArray, _ depth: Int) -> Meaning? {
        var filter = ""
        for (position, condition) in conditions.enumerated() {
            guard let name = condition["query"]?["params"]?[0]?.string, let evaluator = condition["evaluator"],
                let value = reduce(name, condition["reducer"]?["type"]?.string ?? "", depth),
                case .condition(let next, _)? = Self.compare(value, evaluator)
            else { return nil }
            // Classic conditions do not match series: one of each side is enough.
            let word = condition["operator"]?["type"]?.string == "or" ? "or" : "and on ()"
            filter = position == 0 ? next : "(\(filter)) \(word) (\(next))"
            guard filter.utf8.count <= Self.longest else { return nil }
        }
        return filter.isEmpty ? nil : .condition(filter: filter, bool: nil)
    }

    /// `{"type": "gt", "params": [0.05]}`. The ranges leave their ends out, but those that say so.
    static func compare(_ value: String, _ evaluator: JSONValue) -> Meaning? {
        func parameter(_ position: Int) -> String? { evaluator["params"]?[position]?.double.flatMap(numberText) }
        guard let first = parameter(0) else { return nil }
        let signs = ["gt": ">", "lt": "<", "gte": ">=", "lte": "<=", "eq": "==", "ne": "!="]
        let type = evaluator["type"]?.string ?? ""
        if let sign = signs[type] {
            return .condition(filter: "(\(value)) \(sign) \(first)", bool: "(\(value)) \(sign) bool \(first)")
        }
        guard let second = parameter(1) else { return nil }
        switch type {
        case "within_range": return .condition(filter: "((\(value)) > \(first)) < \(second)", bool: nil)
        case "within_range_included": return .condition(filter: "((\(value)) >= \(first)) <= \(second)", bool: nil)
        case "outside_range": return .condition(filter: "((\(value)) < \(first)) or ((\(value)) > \(second))", bool: nil)
        case "outside_range_included":
            return .condition(filter: "((\(value)) <= \(first)) or ((\(value)) >= \(second))", bool: nil)
        default: return nil
        }
    }

    static func numberText(_ value: Double) -> String? {
        if case .number(let number) = JSONValue.number(value) { number.text } else { nil }
    }

    /// Seconds between the samples of a query of a range.
    private func step(_ node: Node) -> Double {
        let milliseconds = node.model["intervalMs"]?.double ?? 1000
        return milliseconds.isFinite ? min(max(milliseconds / 1000, 1), 86_400) : 1
    }

    // MARK: Words

    func isExpression(_ node: Node) -> Bool {
        node.dataSource == "__expr__" || node.dataSource == "-100" || node.model["datasource"]?["type"]?.string == "__expr__"
    }

    private func kind(_ node: Node) -> String {
        sources.find(node.dataSource)?.kind ?? node.model["datasource"]?["type"]?.string ?? "unknown"
    }

    private static func text(_ node: Node) -> String {
        for member in ["expr", "query", "rawSql", "expression"] {
            if let text = node.model[member]?.string, !text.isEmpty { return text }
        }
        return ""
    }

    /// `C: B > 0.05; B: last of A; A (loki): sum(…)`, each node once.
    private var words: String {
        var seen: Set<String> = []
        var waiting = [condition]
        var parts: [String] = []
        while let name = waiting.popLast() {
            guard seen.insert(name).inserted, seen.count <= 50 else { continue }
            guard let node = nodes[name] else {
                parts.append("\(name): not in the rule")
                continue
            }
            let (text, inputs) = isExpression(node) ? describe(node) : ("(\(kind(node))) " + Self.text(node), [])
            parts.append("\(name): \(text.prefix(2000))")
            waiting += inputs.reversed()
        }
        return parts.joined(separator: "; ")
    }

    private func describe(_ node: Node) -> (text: String, inputs: [String]) {
        let model = node.model
        let input = model["expression"]?.string ?? ""
        switch model["type"]?.string {
        case "reduce": return ("\(model["reducer"]?.string ?? "reduction") of \(input)", [input.trimmingReference])
        case "threshold":
            return ("\(input) \(Self.comparison((model["conditions"]?[0])?["evaluator"]))", [input.trimmingReference])
        case "math": return (input, GrafanaMath.references(in: input))
        case "resample":
            let window = model["window"]?.string.map { " to \($0)" } ?? ""
            return ("\(input) resampled\(window)", [input.trimmingReference])
        case "classic_conditions":
            let conditions = model["conditions"]?.array ?? []
            let texts = conditions.enumerated().map { position, condition in
                let word = position == 0 ? "" : (condition["operator"]?["type"]?.string ?? "and") + " "
                return word + (condition["reducer"]?["type"]?.string ?? "value") + " of "
                    + (condition["query"]?["params"]?[0]?.string ?? "?") + " " + Self.comparison(condition["evaluator"])
            }
            return (texts.joined(separator: " "), conditions.compactMap { $0["query"]?["params"]?[0]?.string })
        case let type: return ("\(type ?? "unknown expression") \(input)", [])
        }
    }

    private static func comparison(_ evaluator: JSONValue?) -> String {
        let numbers = (evaluator?["params"]?.array ?? []).compactMap { $0.double.flatMap(numberText) }
        let words = [
            "gt": "above", "lt": "below", "gte": "at or above", "lte": "at or below", "eq": "equal to", "ne": "not equal to",
            "within_range": "between", "outside_range": "outside", "no_value": "has no value",
        ]
        let type = evaluator?["type"]?.string ?? "compared with"
        return "is " + (words[type] ?? type) + (numbers.isEmpty ? "" : " " + numbers.joined(separator: " and "))
    }
}

extension String {
    /// A node's name as other nodes write it: `A`, `$A` or `${A}`.
    var trimmingReference: String {
        var text = self[...]
        if text.hasPrefix("$") { text = text.dropFirst() }
        if text.hasPrefix("{"), text.hasSuffix("}") { text = text.dropFirst().dropLast() }
        return String(text)
    }
}
