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
                labels.enumerated().map { place, label in
                    // `job` is on every series and names a service only where nothing better does.
                    let others = place == labels.count - 1 ? labels.dropLast().map { #",\#($0)="""# }.joined() : ""
                    return source.instant(
                        #"count by (__name__, \#(label)) ({\#(label)!=""\#(others),__name__!~"ALERTS.*"})"#, at: time)
                })
        }
        var result = Step(then: .done)
        var services: [String: (metrics: [String: Int], key: CallKey)] = [:]
        var jobs: [String: (metrics: [String: Int], key: CallKey)] = [:]
        for (label, outcome) in zip(labels, outcomes) {
            do throws(ReadingError) {
                let answer = try PrometheusAnswer(outcome)
                result.diagnostics += answer.diagnostics("metrics by \(label)")
                for series in PrometheusResult(answer.data).series {
                    guard let service = series.labels[label], let metric = series.labels["__name__"],
                        let count = series.samples.last?.value
                    else { continue }
                    let number = Int(min(max(0, count), 1e12))
                    if label == labels.last {
                        jobs[service, default: ([:], answer.key)].metrics[metric, default: 0] += number
                    } else {
                        services[service, default: ([:], answer.key)].metrics[metric, default: 0] += number
                    }
                }
            } catch {
                result.diagnostics.append(error.diagnostic("metrics by \(label)", outcome))
            }
        }
        // A job without a metric of requests is an exporter or a batch of work.
        for (job, found) in jobs where found.metrics.keys.contains(where: Self.countsRequests) && services[job] == nil {
            services[job] = found
        }
        result.evidence = services.sorted { $0.key < $1.key }.map { service, found in
            let entries = found.metrics.map { Inventory.Entry(name: $0.key, count: $0.value) }
            return Evidence(
                .inventory(Inventory(of: "signals \(service)", entries: entries)), from: [found.key], service: service,
                completeness: .complete)
        }
        return result
    }

    private static func countsRequests(_ metric: String) -> Bool {
        ["request", "grpc_server", "http_server", "rpc_server"].contains(where: metric.contains)
    }
}
