import Core
import Foundation

/// One day's metrics of all pods, by service.
struct PodMetrics: Sendable {
    struct Column: Sendable {
        var service: String
        var name: String
        var samples: [MetricSeries.Sample]
    }
    private(set) var columns: [Column] = []

    /// What a column means, in the product's words. Success rates are zero throughout, and nodes' figures are not of one service.
    private static let kinds: [(name: String, signal: Signal, unit: Core.Unit, factor: Double)] = [
        ("CpuUsageRate(%)", .saturation, .ratio, 0.01), ("MemoryUsageRate(%)", .saturation, .ratio, 0.01),
        ("SyscallRead", .other, .none, 1), ("SyscallWrite", .other, .none, 1),
        ("NetworkReceiveBytes", .traffic, .bytes, 1), ("NetworkTransmitBytes", .traffic, .bytes, 1),
        ("PodServerLatencyP90(s)", .latency, .seconds, 1), ("PodServerLatencyP99(s)", .latency, .seconds, 1),
        ("PodWorkload(Ops)", .traffic, .perSecond, 1),
    ]

    init(day folder: URL) throws {
        let metrics = folder.appending(path: "metric")
        let names = try FileManager.default.contentsOfDirectory(atPath: metrics.path).sorted()
        for name in names where name.hasSuffix("_metric.csv") {
            let table = try SeparatedValues(contentsOf: metrics.appending(path: name))
            let service = Fault.serviceName(ofPod: String(name.dropLast("_metric.csv".count)))
            for kind in PodMetrics.kinds {
                let samples = table.rows.compactMap { row -> MetricSeries.Sample? in
                    guard let second = Int64(table.value("TimeStamp", in: row)),
                        let value = Double(table.value(kind.name, in: row)), value.isFinite
                    else { return nil }
                    return MetricSeries.Sample(Instant(seconds: second), value * kind.factor)
                }
                columns.append(Column(service: service, name: kind.name, samples: samples))
            }
        }
    }

    /// As evidence: the hour before, and the window.
    func evidence(before: TimeWindow, window: TimeWindow) -> [Evidence] {
        columns.flatMap { column -> [Evidence] in
            guard let kind = PodMetrics.kinds.first(where: { $0.name == column.name }) else { return [] }
            return [(before, true), (window, false)].compactMap { stretch, isBaseline in
                let samples = column.samples.filter { $0.time >= stretch.from && $0.time < stretch.to }
                guard !samples.isEmpty else { return nil }
                let series = MetricSeries(
                    title: column.name, signal: kind.signal, unit: kind.unit, metric: column.name, step: 60,
                    mark: .bucketEnd(width: 60), isBaseline: isBaseline, samples: samples)
                return Evidence(.metric(series), from: [], service: column.service)
            }
        }
    }
}
