import Core

extension TempoServicePlan {
    /// What the metrics amount to. Shares of failed requests are made from the rates by status of one answer.
    /// `hasRequests`: another answer shows that there were requests in this time.
    func evidence(
        _ metric: Metric, _ reading: TempoMetricReader.Reading, _ outcome: Outcome, hasRequests: Bool
    ) -> (evidence: [Evidence], diagnostics: [Diagnostic]) {
        guard let series = reading.series else { return ([], reading.diagnostics) }
        guard !series.isEmpty else {
            let nothing = Observation.nothing("no span is counted by \(metric.reader.query)")
            var proven = reading
            // Tempo does not say whether it knows the service at all.
            if !hasRequests, proven.completeness == .noneThere { proven.completeness = .sampled(reason: Self.untraced) }
            return ([metric.reader.evidence(nothing, proven, outcome, service: service)], reading.diagnostics)
        }
        let observations: [MetricSeries] =
            switch metric.measure {
            case .rate: rates(series, metric)
            case .latency: series.map { quantile($0, metric) }
            case .failures: series.map { failures($0, metric) }
            }
        return (
            observations.map { metric.reader.evidence(.metric($0), reading, outcome, service: service) }, reading.diagnostics
        )
    }

    static let untraced = "Tempo has no request of the service in this time: it may not send traces, or they have expired"

    private func rates(_ series: [TempoMetricReader.Series], _ metric: Metric) -> [MetricSeries] {
        var total: [Instant: Double] = [:]
        var failed: [Instant: Double] = [:]
        for one in series {
            for sample in one.samples {
                total[sample.time, default: 0] += sample.value
                if one.labels["status"] == "error" { failed[sample.time, default: 0] += sample.value }
            }
        }
        let times = total.keys.sorted()
        let traffic = times.map { MetricSeries.Sample($0, total[$0] ?? 0) }
        // A bucket without requests has no share.
        let shares = times.compactMap { time -> MetricSeries.Sample? in
            guard let all = total[time], all > 0 else { return nil }
            return .init(time, (failed[time] ?? 0) / all)
        }
        return [
            named("requests of \(service), from traces", .traffic, .perSecond, "rate", [:], traffic, metric),
            named("share of failed requests of \(service), from traces", .errors, .ratio, "error ratio", [:], shares, metric),
        ]
            + series.map { one in
                let status = one.labels["status"] ?? "unknown"
                return named(
                    "requests of \(service) with status \(status), from traces", .other, .perSecond, "rate", one.labels,
                    one.samples, metric)
            }
    }

    private func quantile(_ series: TempoMetricReader.Series, _ metric: Metric) -> MetricSeries {
        let share = series.labels["p"].flatMap { Double($0) } ?? 0
        let name = share > 0 && share <= 1 ? "p\(Int((share * 100).rounded()))" : "quantile"
        return named(
            "\(name) latency of \(service), from traces", .latency, .seconds, "duration", series.labels, series.samples, metric)
    }

    private func failures(_ series: TempoMetricReader.Series, _ metric: Metric) -> MetricSeries {
        named(
            "failed requests of \(service), from traces", .other, .count, "count_over_time", series.labels, series.samples,
            metric)
    }

    private func named(
        _ title: String, _ signal: Signal, _ unit: Unit, _ name: String, _ labels: [String: String],
        _ samples: [MetricSeries.Sample], _ metric: Metric
    ) -> MetricSeries {
        let width = metric.reader.width
        return MetricSeries(
            title: title, signal: signal, unit: unit, metric: name, labels: labels, step: width,
            mark: .bucketEnd(width: width), isBaseline: metric.isBaseline, samples: samples)
    }
}
