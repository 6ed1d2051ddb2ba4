public import Core
import PromQL

extension Estate {
    /// The selectors whose series have to be counted over the window, so that metrics and series that never were can be told:
    /// each selector of a rule without range, `offset` and `@`, its metric alone, what tells an outcome that never occurred
    /// from a label that is not there, and what tells whether the sides of a join can match. Sorted, each once. The answers come
    /// as the inventory `series`.
    public static func selectorsToCount(rules: [AlertRule], recordings: [RecordingRule]) -> [String] {
        var texts: Set<String> = []
        for text in rules.map(\.expression) + recordings.map(\.expression) {
            guard let expression = try? PromQLParser.parse(text) else { continue }
            for selector in expression.selectors { texts.formUnion(Presence.texts(selector)) }
            texts.formUnion(JoinReading.selectorsToCount(expression))
        }
        // What templates ask for has to be there for them.
        for template in rules.flatMap({ Array($0.annotations.values) + Array($0.labels.values) })
        where template.contains("query") {
            for query in TemplateReading(template).queries {
                for selector in (try? PromQLParser.parse(query))?.selectors ?? [] where !selector.isUnbounded {
                    texts.insert(Presence.bare(selector).text)
                }
            }
        }
        return texts.sorted()
    }

    /// Metrics that a rule takes a range of, whose distance of samples tells whether the range holds two. Sorted. The answers come
    /// as the inventory `spacing`.
    public static func metricsToMeasure(rules: [AlertRule], recordings: [RecordingRule]) -> [String] {
        var metrics: Set<String> = []
        for text in rules.map(\.expression) + recordings.map(\.expression) {
            guard let expression = try? PromQLParser.parse(text) else { continue }
            metrics.formUnion(expression.selectors.filter { $0.range != nil }.compactMap(\.metric))
        }
        return metrics.sorted()
    }

    /// Metrics that a rule takes a rate of, whose falls tell whether they are counters. Sorted. The answers come as the inventory
    /// `falls`.
    public static func metricsTakenAsCounters(rules: [AlertRule]) -> [String] {
        var metrics: Set<String> = []
        for rule in rules {
            try? PromQLParser.parse(rule.expression).visit { part in
                guard case .call(let call) = part, CounterReset.rates.contains(call.name),
                    case .selector(let selector)? = call.arguments.first, let metric = selector.metric
                else { return }
                metrics.insert(metric)
            }
        }
        return metrics.sorted()
    }

    /// The labels whose values have to be listed over the window, so that silences that match nothing can be told, and where
    /// alerts with values that rules do not say would go. Sorted. The answers come as inventories `label NAME`.
    public static func labelsToList(silences: [Silence], routings: [AlertRouting] = []) -> [String] {
        let own = silences.flatMap { $0.matchers.map(\.name) }
        let others = routings.flatMap { $0.routes.flatMap { $0.matchers.map(\.name) } + $0.inhibitions.flatMap(\.equal) }
        return Set(own + others).subtracting(["alertname", "alertstate"]).sorted()
    }
}
