import Core

/// Names of services by the labels of `up` and `target_info`, which have one series a target: few enough to count on any
/// server, unlike all series that have a label.
enum PrometheusServices {
    static func begin(_ source: PrometheusSource, _ input: Input) throws(InputError) -> any Conversation {
        let window = try input.window()
        let labels = PrometheusSelector.conventions.joined(separator: ", ")
        let expression = "count by (\(labels)) ({__name__=~\"up|target_info\"})"
        return OneRound([source.instant(expression, at: window.to, limit: PrometheusSource.listLimit)]) { outcomes in
            PrometheusSource.one(outcomes, "services") { answer in
                let result = PrometheusResult(answer.data)
                let entries = entries(result)
                let isCut = entries.count > PrometheusSource.listLimit
                let observation: Observation =
                    entries.isEmpty
                    ? .nothing("services by the labels \(labels) of targets at \(window.to.rfc3339())")
                    : .inventory(Inventory(of: "services", entries: Array(entries.prefix(PrometheusSource.listLimit))))
                var completeness = answer.completeness(isEmpty: entries.isEmpty)
                // What is pushed has no target, and neither series.
                if completeness == .noneThere { completeness = .sampled(reason: "only targets were looked at") }
                if isCut { completeness = .cutOff(reason: "the first \(PrometheusSource.listLimit) of \(entries.count)") }
                return .done(
                    [
                        Evidence(
                            observation, from: [answer.key], window: window, query: expression,
                            link: source.graphLink(expression, window), completeness: completeness)
                    ], answer.diagnostics("services") + result.diagnostics("services", answer.key))
            }
        }
    }

    /// Each name with its targets and the label that holds it; the first label that a target has names its service.
    private static func entries(_ result: PrometheusResult) -> [Inventory.Entry] {
        var found: [String: (count: Int, labels: Set<String>)] = [:]
        for series in result.series {
            for label in PrometheusSelector.conventions {
                guard let name = series.labels[label], !name.isEmpty else { continue }
                let count = Int(max(0, min(series.samples.last?.value ?? 0, 1e9)))
                found[name, default: (0, [])].count += count
                found[name]?.labels.insert(label)
                break
            }
        }
        return found.sorted { $0.key < $1.key }.map { name, place in
            Inventory.Entry(name: name, count: place.count, detail: place.labels.sorted().joined(separator: ", "))
        }
    }
}
