import Core

/// Which metrics each service has now: names with their number of series, by the first conventional label that names services.
struct PrometheusServiceSignals: Conversation {
    private let source: PrometheusSource
    private let time: Instant
    private let labels: [String]
    private var isAsked = false

    init(_ source: PrometheusSource, _ input: Input) throws(InputError) {
        self.source = source
        time = try input.time("time")
        labels = PrometheusSelector.conventions
    }

    mutating func next(_ outcomes: [Outcome]) -> Step {
        guard isAsked else {
            isAsked = true
            return .calls(
                labels.map { label in
                    source.instant(#"count by (__name__, \#(label)) ({\#(label)!="",__name__!~"ALERTS.*"})"#, at: time)
                })
        }
        var result = Step(then: .done)
        var services: [String: (metrics: [String: Int], key: CallKey)] = [:]
        for (label, outcome) in zip(labels, outcomes) {
            // `job` is on every series and names services only where nothing better does.
            if label == labels.last, !services.isEmpty { break }
            do throws(ReadingError) {
                let answer = try PrometheusAnswer(outcome)
                result.diagnostics += answer.diagnostics("metrics by \(label)")
                for series in PrometheusResult(answer.data).series {
                    guard let service = series.labels[label], let metric = series.labels["__name__"],
                        let count = series.samples.last?.value
                    else { continue }
                    services[service, default: ([:], answer.key)].metrics[metric, default: 0] += Int(min(max(0, count), 1e12))
                }
            } catch {
                result.diagnostics.append(error.diagnostic("metrics by \(label)", outcome))
            }
        }
        result.evidence = services.sorted { $0.key < $1.key }.map { service, found in
            let entries = found.metrics.map { Inventory.Entry(name: $0.key, count: $0.value) }
            return Evidence(
                .inventory(Inventory(of: "signals \(service)", entries: entries)), from: [found.key], service: service,
                completeness: .complete)
        }
        return result
    }
}
